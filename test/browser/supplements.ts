import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";

/** What a publication may hold beside its figures: estimates, changes, comments of the DRANE, an analysis and a refused one. */
export async function writeSupplements(dir: string): Promise<void> {
  const json = (name: string, value: unknown): Promise<void> => writeFile(join(dir, ...name.split("/")), `${JSON.stringify(value, null, 1)}\n`);
  const place = {territoire_type: "departement", territoire_code: "13"};
  await json("pub_enquete.json", [
    {
      indicateur: "us_visualisation_collective", volet: "transversal", ...place, annee: "2024-2025", ventilation: "ensemble", modalite: "ensemble", estimation: 0.412, erreur_type: 0.01, ic_bas: 0.392, ic_haut: 0.431,
      etablissements: 774, taux_reponse: 0.65, manski_bas: 0.27, manski_haut: 0.62, qualite: "reponse_moyenne", chiffre_a_citer: "redresse"
    }
  ]);
  await json("commentaires.json", [
    {annee: "2024-2025", ...place, chapitre: "synthese", html: "<p>L’année a été celle des livraisons.</p>"},
    {annee: "2024-2025", ...place, chapitre: "formation", html: "<p>Les formations ont suivi &lt;script&gt;.</p>"},
    {annee: "2023-2024", ...place, chapitre: "formation", html: "<p>Texte de l’an passé.</p>"}
  ]);
  await json("comparaison.json", {
    edition: "2024-definitif", fige_le: "2024-12-01T10:00:00Z", n: 2, communs: 5000, motifs: {fichier: "nouveau fichier", inconnu: "sans raison connue"},
    raisons: [{motif: "fichier", phrase: "Nouveau fichier reçu : gaia-2024-2025.csv."}], fichiers: [0],
    changements: [
      {indicateur: "fo_enseignants_formes", ...place, annee: "2024-2025", ventilation: "ensemble", modalite: "ensemble", valeur_avant: 0.31, valeur_apres: 0.33, statut_avant: "publie", statut_apres: "publie", cible_avant: null, cible_apres: null, raisons: [0]},
      {indicateur: "fo_enseignants_formes", territoire_type: "commune", territoire_code: "13009", annee: "2024-2025", ventilation: "ensemble", modalite: "ensemble", valeur_avant: 0.2, valeur_apres: null, statut_avant: "publie", statut_apres: "secret", cible_avant: null, cible_apres: null, raisons: []}
    ]
  });
  await writeFile(join(dir, "comparaison.csv"), "\ufeffindicateur;avant;apres\r\nfo_enseignants_formes;0,31;0,33\r\n");
  await json("confidentialite.json", {regles: [{titre: "Ce qui est conservé", texte: "Trois ans, puis effacé."}]});
  await mkdir(join(dir, "impact"), {recursive: true});
  const common = {exploratoire: true, fictif: true, avertissements: ["Trois bassins seulement ont des établissements exposés."]};
  await json("impact/index.json", [
    {code: "essai", titre: "Équipement et score Pix", question: "Les collèges équipés évoluent-ils autrement ?", mot: "écart", phrase: "Écart d’évolution : +12,1 Pix.", fichier: "essai.json", ...common},
    {code: "refuse", titre: "Formation et certification", question: "", mot: null, phrase: "Il n’y a pas d’année avant l’exposition.", fichier: null, ...common}
  ]);
  await json("impact/essai.json", {
    sections: [
      {titre: "La comparaison", textes: ["Population : collèges."], liste: ["Exposés à partir de 2023-2024"]},
      {
        titre: "Avant et après", textes: ["Écart entre exposés et autres."],
        figures: [{svg: '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="80" viewBox="0 0 300 80"><line x1="0" y1="40" x2="300" y2="40" stroke="currentColor"/><text x="4" y="20">+12,1</text></svg>', width: 300, height: 80, alt: "Écart par année autour de l’exposition", legende: "Analyse exploratoire."}],
        tableaux: [{legende: "Écart par année", lignes: [["Année", "Écart"], ["0", "10,6"]]}]
      }
    ]
  });
}
