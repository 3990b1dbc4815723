import type {RawFolder} from "../fiction/sheet.ts";
import {YEARS, yearLabel} from "../fiction/model.ts";

// Indicator, then the target of each school year, in the unit of the indicator (a share goes from 0 to 1).
const TARGETS: readonly (readonly [string, readonly [number, number, number]])[] = [
  ["eq_classes_socle", [900, 1800, 2700]],
  ["eq_neo_titulaires_equipes", [300, 650, 1000]],
  ["eq_tres_haut_debit", [0.6, 0.75, 0.9]],
  ["re_ecoles_ent", [0.2, 0.3, 0.45]],
  ["re_charte_ecoles", [0.7, 0.85, 1]],
  ["fo_enseignants_formes", [0.2, 0.3, 0.4]],
  ["us_travail_eleves", [0.63, 0.68, 0.75]],
  ["us_pix_certifies", [0.8, 0.85, 0.9]],
  ["pa_ateliers", [150, 250, 300]]
];

/** Targets of the fictional steering committee, for the département. */
export function writeObjectifs(folder: RawFolder): void {
  const sheet = folder.open("objectifs/objectifs.csv", {header: ["indicateur", "territoire_type", "territoire_code", "annee_scolaire", "cible", "document"]});
  for (const [indicator, targets] of TARGETS) {
    for (const year of YEARS) sheet.row([indicator, "departement", "13", yearLabel(year), targets[year], "Convention fictive TNE 13"]);
  }
  sheet.close();
}
