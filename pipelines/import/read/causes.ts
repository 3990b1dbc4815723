/** Something that was not as it should be in the file, and was mended or told. Never holds a value of the file. */
export interface Anomaly {
  /** Physical line, from 1. */
  line: number;
  /** In French, a sentence that a colleague understands. */
  cause: string;
  code: AnomalyCode;
}

const CAUSES = {
  separateur_manquant: "séparateur manquant : deux cellules collées ont été séparées",
  separateur_en_trop: "séparateur en trop : une cellule vide a été retirée",
  separateur_non_protege: "séparateur dans le texte d'une cellule sans guillemets : les morceaux ont été recollés",
  autre_separateur: "ligne écrite avec un autre séparateur que le reste du fichier",
  cellules_manquantes: "ligne trop courte : les cellules manquantes ont été laissées vides",
  cellules_en_trop: "ligne trop longue : les cellules au-delà de la dernière colonne ont été rattachées à celle-ci",
  guillemet_isole: "guillemet isolé : lu comme un caractère de la cellule",
  guillemet_non_ferme: "guillemet ouvert et jamais fermé : lu comme un caractère de la cellule",
  espaces_guillemets: "espaces entre le guillemet et le séparateur : retirés",
  ligne_coupee: "saut de ligne au milieu d'un enregistrement sans guillemets : les deux morceaux ont été recollés",
  fichier_coupe: "fichier coupé : le dernier enregistrement est incomplet",
  caractere_nul: "caractère nul retiré",
  autre_encodage: "ligne écrite en Windows-1252 dans un fichier UTF-8 : lue comme telle",
  caractere_perdu: "caractère illisible, déjà perdu dans le fichier reçu",
  entete_absent: "pas de ligne d'en-tête : le fichier commence par ses données",
  entete_repare: "ligne d'en-tête abîmée : réparée d'après les colonnes",
  entete_multiple: "en-tête sur plusieurs lignes : les titres ont été réunis",
  entete_repete: "ligne d'en-tête répétée au milieu des données : laissée de côté",
  preambule: "lignes avant le tableau laissées de côté",
  pied: "lignes après le tableau (totaux, notes) laissées de côté",
  autre_tableau: "un autre tableau, d'autres colonnes, commence dans le même fichier",
  hors_tableau: "ligne d'un autre tableau du même fichier",
  colonnes_vides: "séparateurs en fin de ligne : les colonnes vides et sans nom ont été retirées",
  fichier_vide: "fichier vide"
} as const;

export type AnomalyCode = keyof typeof CAUSES;

/** An anomaly with its ordinary sentence; `detail` follows it after a comma. */
export function anomaly(line: number, code: AnomalyCode, detail?: string): Anomaly {
  return {line, code, cause: detail === undefined ? CAUSES[code] : `${CAUSES[code]} (${detail})`};
}
