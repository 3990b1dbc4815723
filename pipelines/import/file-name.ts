import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {maskIdentifiers} from "../lib/contract/kinds.ts";
import {fold, isUai, schoolYear} from "../lib/text.ts";

// People name their files after themselves, their class or their pupils. What is kept of a name is what no person is called: the words of the sources,
// those below, numbers, dates and UAI. The whole name is said on the terminal at the import, and written nowhere.

/** Words of file names that are nobody's name. */
const WORDS = `
  a ac academie academique acces achevement activite activites aix annee annees annexe annuaire archive atelier ateliers au audience autre aux avant bassin bassins bilan bordereau bordereaux
  bouches brut bruts budget campagne campagnes certif certification certifications cd circo circonscription cite cites classe classes classeur collecte collectes college colleges commande
  commandes commune communes completion complet convention conventions copie correction corrections corriger correspondance correspondances corrige csv ctn dane date dates de def definitif degre dep
  departement depp des direction dispositif division divisions doc document donnees download drane dsden du eafc ecole ecoles edition educatif educatives effectif effectifs eleve eleves elementaire
  enquete enquetes enseignant enseignants ent envoi envois eple epci equipement equipements essai et etablissement etablissements etat etic evaluation excel exemple export exports extract
  extraction aide codes famille familles legende lisezmoi listes notice parametres feuil feuille fichier final finale fin formation formations gaia gabarit gar global glpi groupe groupes import inventaire ips jalon jalons janvier fevrier mars avril mai juin juillet
  aout septembre octobre novembre decembre la le les ligne lignes liste livraison livraisons lot lycee lycees magistere maj marche marseille materiel maternelle mensuel modele module modules
  n new niveau niveaux no nouveau nouvelle num numerique numeriques objectif objectifs ods of old orga organisation ou page paiements par parcours parentalite partie partiel pix
  plan pour premier present presence presences primaire pro profil profils programme projet projets provence publication ratio rattachement rattachements rectorat referentiel referentiels
  rep reponse reponses repere reperes reponses reseau reseaux resultat resultats rentree rhone s satisfaction score scores sd second secondaire semaine semestre service services session sessions sheet
  sofia sortie source sources stage stages stat statistiques stats subvention subventions sud suivi sur synthese table tableau temporaire territoire territoires test tne total totaux trimestre tsv txt
  tcd graphique graphiques recap recapitulatif instructions consignes calculs sommaire
  type uai ulis usage usages v ver version ville volet volets xls xlsx zip
`;

const VOCABULARY: ReadonlySet<string> = new Set([
  ...WORDS.split(/\s+/).filter(Boolean),
  ...contracts.flatMap(({source, objet, nom, titre}) => [source, objet, nom ?? "", titre].flatMap((text) => fold(text).split(/[^a-z]+/))).filter((word) => word.length > 2)
]);

const HIDDEN = "…";

/** A file's name without what may be somebody's: `export_Dupont_2024-2025.csv` → `export_…_2024-2025.csv`. */
export function maskName(name: string): string {
  return maskIdentifiers(name)
    .replace(/\[masqué\]/g, HIDDEN)
    .normalize("NFC")
    .replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => (isHarmless(word) ? word : HIDDEN))
    .replace(/…(?:[\s'’._-]*…)+/gu, HIDDEN);
}

/** True for a name of which something was hidden. */
export function isMasked(name: string): boolean {
  return name.includes(HIDDEN);
}

function isHarmless(word: string): boolean {
  if (isUai(word.toUpperCase())) return true;
  if (/^\d+$/.test(word)) return word.length <= 8;
  const folded = fold(word);
  return VOCABULARY.has(folded) || VOCABULARY.has(folded.replace(/^\d{1,4}(?=[a-z])|(?<=[a-z])\d{1,4}$/g, "")) || /^(?:[a-z]\d{1,3}|\d{1,2}[a-z])$/.test(folded);
}

/** The UAI that a file's name carries, when its check letter is right. */
export function uaiOfName(name: string): string | null {
  return inName(name, (part) => {
    for (const match of part.toUpperCase().matchAll(/(?<![0-9A-Z])[0-9]{7}[A-Z](?![0-9A-Z])/g)) if (isUai(match[0])) return match[0];
    return null;
  });
}

/** The UAI that a folder of the file carries, the nearest first: a folder for each school is a way to send files. */
export function uaiOfFolder(file: string): string | null {
  for (const folder of path.dirname(path.resolve(file)).split(path.sep).reverse()) {
    const found = uaiOfName(folder);
    if (found !== null) return found;
  }
  return null;
}

/** The school year that a file's name says (2024-2025, 2024_2025, 2024-25); null when it says none, or several. */
export function yearOfName(name: string): string | null {
  return inName(name, (part) => {
    // Two digits that others follow are the month of a date.
    const years = [...part.matchAll(/(?<![0-9])(20[0-9]{2})[-_ –]?(20[0-9]{2}(?![0-9])|(?<=[-_ –])[0-9]{2}(?![-_ ]?[0-9]))/gu)].map(([, start, end]) => schoolYear(`${start}-${end}`));
    const [year = null, ...others] = new Set(years.filter((found) => found !== null));
    return others.length > 0 ? null : year;
  });
}

/** What a name says, the member's own before that of its archive. */
function inName(name: string, read: (part: string) => string | null): string | null {
  for (const part of name.split(" › ").reverse()) {
    const found = read(part);
    if (found !== null) return found;
  }
  return null;
}

/** Whether somebody means this file: by its name as it was, as it was kept, or by the beginning of its fingerprint. */
export function isCalled({fichier, sha256}: {readonly fichier: string; readonly sha256: string}, wanted: string): boolean {
  const known = fold(fichier);
  return (wanted.length >= 6 && sha256.startsWith(wanted)) || known === fold(wanted) || known === fold(maskName(wanted));
}
