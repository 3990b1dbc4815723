import type {RawFolder} from "../fiction/sheet.ts";
import {yearLabel, type World} from "../fiction/model.ts";

// Indicator, then the target of each school year, in the unit of the indicator (a share goes from 0 to 1).
const TARGETS: readonly (readonly [string, readonly [number, number, number, number]])[] = [
  ["eq_classes_socle", [900, 1800, 2700, 3300]],
  ["eq_neo_titulaires_equipes", [300, 650, 1000, 1300]],
  ["eq_tres_haut_debit", [0.6, 0.75, 0.9, 0.95]],
  ["re_ecoles_ent", [0.2, 0.3, 0.45, 0.5]],
  ["re_charte_ecoles", [0.7, 0.85, 1, 1]],
  ["fo_enseignants_formes", [0.2, 0.3, 0.4, 0.5]],
  ["us_travail_eleves", [0.63, 0.68, 0.75, 0.8]],
  ["us_pix_certifies", [0.8, 0.85, 0.9, 0.9]],
  ["pa_ateliers", [150, 250, 300, 320]]
];

/** Targets of the fictional steering committee, for the département. */
export function writeObjectifs(folder: RawFolder, world: World): void {
  const {code, rank} = world.departement;
  // Counts are those of the Bouches-du-Rhône, in proportion.
  const inProportion = (target: number): number => (rank === 0 || target <= 1 ? target : Math.max(1, Math.round(target * world.scale)));
  const sheet = folder.open("objectifs/objectifs.csv", {header: ["indicateur", "territoire_type", "territoire_code", "annee_scolaire", "cible", "document"]});
  for (const [indicator, targets] of TARGETS) {
    for (const year of world.years) sheet.row([indicator, "departement", code, yearLabel(year), inProportion(targets[year]), `Convention fictive TNE ${code}`]);
  }
  sheet.close();
}
