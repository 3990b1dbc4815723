import type {Statut} from "./figure.ts";

/**
 * The five absences, each with its sign, its word and what it means. The signs follow the habit of official
 * statistics in France (`///` when the thing cannot exist, `s` for secret…): they never look like a number, except
 * zero, which is one.
 */
export interface Absence {
  statut: Exclude<Statut, "publie">;
  signe: string;
  mot: string;
  sens: string;
}

const NON_COLLECTE: Absence = {statut: "non_collecte", signe: "…", mot: "non collecté", sens: "Aucune source n’a été recueillie pour cette année."};

export const ABSENCES: readonly Absence[] = [
  {statut: "zero", signe: "0", mot: "zéro", sens: "La mesure a été faite et le résultat est zéro."},
  {statut: "non_repondu", signe: "nr", mot: "non répondu", sens: "La réponse était attendue et n’est pas venue."},
  {statut: "non_concerne", signe: "///", mot: "non concerné", sens: "La question ne se pose pas pour ce territoire."},
  NON_COLLECTE,
  {statut: "secret", signe: "s", mot: "secret statistique", sens: "Trop peu d’unités : la valeur est masquée pour protéger les personnes."}
];

/** Why a figure is not there; a figure that the publication does not even list was not collected. */
export function absence(statut: Statut | undefined): Absence {
  return ABSENCES.find((known) => known.statut === statut) ?? NON_COLLECTE;
}

/** A status in a word, for a column of a table. */
export function motStatut(statut: Statut | undefined): string {
  return statut === "publie" ? "publié" : absence(statut).mot;
}
