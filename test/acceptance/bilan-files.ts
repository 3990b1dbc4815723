import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {uaiLetter} from "../../pipelines/lib/text.ts";

const schools = Array.from({length: 40}, (_, index) => {
  const digits = `01391${String(index).padStart(2, "0")}`;
  return {uai: `${digits}${uaiLetter(digits)}`, commune: index % 2 === 0 ? "13001;Aix-en-Provence" : "13028;La Ciotat", nom: `Collège Essai ${index}`};
});

/** Forty schools and their answers to the survey of one year: enough for published figures of the département. */
export function writeSmallFiles(dir: string, computers = 100): void {
  mkdirSync(dir, {recursive: true});
  writeFileSync(path.join(dir, "annuaire.csv"), [
    "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Code_commune;Nom_commune",
    ...schools.map((one) => `${one.uai};${one.nom};Collège;Public;${one.commune}`), ""
  ].join("\n"));
  writeFileSync(path.join(dir, "effectifs.csv"), ["annee_scolaire;uai;eleves;enseignants;classes", ...schools.map((one) => `2024-2025;${one.uai};400;30;16`), ""].join("\n"));
  writeEtic(dir, computers, schools.map((one) => one.uai));
}

/** The answers of the survey; another number of computers is another file under the same name. */
function writeEtic(dir: string, computers: number, uais: readonly string[]): void {
  writeFileSync(path.join(dir, "etic.csv"), ["annee_scolaire;uai;ordinateurs_eleves;classes_mobiles", ...uais.map((uai) => `2024-2025;${uai};${computers};2`), ""].join("\n"));
}

/** Twelve teachers of each school answer another survey, and this many more of the first one. */
export function writeAnswers(dir: string, more = 0): void {
  const frequencies = ["jamais", "mensuel", "hebdomadaire", "quotidien"];
  const answer = (uai: string, index: number): string => `2024-2025;R-${uai}-${index};${uai};${frequencies[index % 4]}`;
  writeFileSync(path.join(dir, "enseignants.csv"), [
    "annee_scolaire;reponse;uai;frequence_usage",
    ...schools.flatMap(({uai}, rank) => Array.from({length: 12 + (rank === 0 ? more : 0)}, (_, index) => answer(uai, index))), ""
  ].join("\n"));
}
