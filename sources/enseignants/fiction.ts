import {Random, clamp, logistic} from "../fiction/random.ts";
import type {RawFolder, Sheet} from "../fiction/sheet.ts";
import {fictionTruth} from "../fiction/truth.ts";
import {isOpen, numberOf, situationOf, yearLabel, yearsOfExposure, type School, type World, type Year} from "../fiction/model.ts";

const COLUMNS = [
  "annee_scolaire", "reponse", "uai", "discipline", "visualisation_collective", "travail_eleves_numerique", "frequence_usage", "aisance", "certification",
  "besoin_equipement", "besoin_ressources", "besoin_formation"
];

// Discipline, weight among teachers, taste for digital tools (logit).
const DISCIPLINES: readonly (readonly [string, number, number])[] = [
  ["Lettres", 16, -0.25], ["Mathématiques", 14, 0.2], ["Anglais", 9, 0.1], ["Espagnol", 5, 0.05], ["Histoire-géographie", 11, 0.1], ["SVT", 7, 0.2], ["Physique-chimie", 8, 0.25], ["Technologie", 5, 0.9],
  ["EPS", 9, -0.5], ["Arts plastiques", 3, 0], ["Éducation musicale", 3, 0.2], ["Documentation", 3, 0.7], ["Économie-gestion", 4, 0.6], ["Sciences de l'ingénieur", 3, 0.8]
];
const PREMIER_DEGRE: readonly (readonly [string, number, number])[] = [["Premier degré", 1, -0.1]];
const RESPONSE_2D = [0.41, 0.46, 0.5, 0.52];

function writeAnswers(sheet: Sheet, world: World, school: School, year: Year, rate: number): void {
  const random = Random.of(world.seed, "enseignants", year, school.uai);
  const numbered = world.departement.rank === 0 ? school.uai.slice(2, 7) : numberOf(world, school);
  const {enseignants, ips} = situationOf(school, year);
  const years = yearsOfExposure(school, year);
  const effect = years === null ? 0 : fictionTruth.effets.travailElevesNumerique[years];
  const trend = fictionTruth.tendanceCommune.travailElevesNumerique[year];
  const taste = 0.4 * school.use + (ips - 103) / 90;
  const responding = clamp(rate + 0.05 * school.use + (ips - 103) / 500, 0.02, 0.95);
  for (let teacher = 0; teacher < enseignants; teacher += 1) {
    if (!random.chance(responding)) continue;
    const [discipline, , leaning] = random.weighted((school.isEcole ? PREMIER_DEGRE : DISCIPLINES).map((entry) => [entry, entry[1]] as const));
    const makesWork = random.chance(clamp(logistic(0.45 + taste + leaning) + trend + effect, 0, 0.98));
    const shows = random.chance(logistic(1.75 + 0.5 * taste + 0.5 * leaning + 0.08 * year)); // no effect planted
    const frequency = clamp(Math.floor(1.2 + (makesWork ? 1.1 : 0) + 0.3 * taste + random.normal(0, 0.75)), 0, 3);
    const ease = clamp(Math.round(3 + 0.5 * taste + 0.5 * leaning + (effect > 0 ? 0.2 : 0) + random.normal(0, 0.9)), 1, 5);
    const certified = random.next();
    sheet.row([
      yearLabel(year), `R${year}${numbered}${String(teacher + 1).padStart(3, "0")}`, school.uai, discipline, shows, makesWork,
      ["jamais", "mensuel", "hebdomadaire", "quotidien"][frequency] as string, random.chance(0.03) ? null : ease,
      certified < 0.05 + 0.015 * year ? "pix_edu" : certified < 0.16 ? "c2i2e" : "aucune",
      random.chance(logistic(0.4 - 0.3 * ease + (effect > 0 ? -0.4 : 0.6))), random.chance(0.38), random.chance(logistic(1.4 - 0.35 * ease))
    ]);
  }
}

/** The yearly survey of all second-degree teachers, and of the first degree in the last year. */
export function writeEnseignants(folder: RawFolder, world: World): void {
  for (const year of world.years) {
    const sheet = folder.open(`enseignants/enquete-enseignants-${yearLabel(year)}.csv`, {header: COLUMNS, ...(year === 1 ? {encoding: "windows-1252" as const, eol: "\r\n" as const} : {})});
    for (const school of world.schools) {
      if (!isOpen(school, year) || (school.isEcole && year < 2)) continue;
      writeAnswers(sheet, world, school, year, school.isEcole ? 0.17 : (RESPONSE_2D[year] as number));
    }
    sheet.close();
  }
}
