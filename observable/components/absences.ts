import {html, type Html} from "./html.ts";
import type {Statut} from "./model.ts";

/**
 * The five absences, each with its sign, its word and what it means. The signs follow the habit of official
 * statistics in France (`///` when the thing cannot exist, `s` for secret, `nd` … ): they never look like a number,
 * except zero, which is one.
 */
export interface Absence {
  statut: Exclude<Statut, "publie">;
  signe: string;
  mot: string;
  sens: string;
}

export const ABSENCES: readonly Absence[] = [
  {statut: "zero", signe: "0", mot: "zéro", sens: "La mesure a été faite et le résultat est zéro."},
  {statut: "non_repondu", signe: "nr", mot: "non répondu", sens: "La réponse était attendue et n’est pas venue."},
  {statut: "non_concerne", signe: "///", mot: "non concerné", sens: "La question ne se pose pas pour ce territoire."},
  {statut: "non_collecte", signe: "…", mot: "non collecté", sens: "Aucune source n’a été recueillie pour cette année."},
  {statut: "secret", signe: "s", mot: "secret statistique", sens: "Trop peu d’unités : la valeur est masquée pour protéger les personnes."}
];

export function absence(statut: Statut): Absence | undefined {
  return ABSENCES.find((known) => known.statut === statut);
}

/** The sign followed by its word. */
export function signeAbsence(statut: Statut): Html {
  const found = absence(statut);
  if (!found) return html``;
  return html`<span class="absence absence-${statut}"><span class="signe" aria-hidden="true">${found.signe}</span> <span class="mot">${found.mot}</span></span>`;
}

/** The sign alone, its word kept for those who listen to the page. */
export function signeCourt(statut: Statut): Html {
  const found = absence(statut);
  if (!found) return html``;
  return html`<span class="absence absence-${statut}" title="${found.mot}"><span class="signe" aria-hidden="true">${found.signe}</span><span class="masque">${found.mot}</span></span>`;
}

/** What the signs of a table mean; only those that it uses. */
export function legendeAbsences(statuts: Iterable<Statut>): Html {
  const used = new Set(statuts);
  const shown = ABSENCES.filter((known) => used.has(known.statut));
  if (shown.length === 0) return html``;
  return html`<p class="legende-absences">${shown.map((known) => html`<span class="absence absence-${known.statut}"><span class="signe">${known.signe}</span> ${known.mot}</span> `)}</p>`;
}
