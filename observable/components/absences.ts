import {html, type Html} from "./html.ts";
import {absence, ABSENCES} from "../../pipelines/lib/words/absences.ts";
import type {Statut} from "../../pipelines/lib/words/figure.ts";

/** The sign followed by its word. */
export function signeAbsence(statut: Statut): Html {
  if (statut === "publie") return html``;
  const found = absence(statut);
  return html`<span class="absence ${statut}"><b aria-hidden="true">${found.signe}</b> ${found.mot}</span>`;
}

/** The sign alone, its word kept for those who listen to the page. */
export function signeCourt(statut: Statut): Html {
  if (statut === "publie") return html``;
  const found = absence(statut);
  return html`<span class="absence ${statut}" title="${found.mot}"><b aria-hidden="true">${found.signe}</b><span class="masque">${found.mot}</span></span>`;
}

/** What the signs of a table mean; only those that it uses. */
export function legendeAbsences(statuts: Iterable<Statut>): Html {
  const used = new Set(statuts);
  const shown = ABSENCES.filter((known) => used.has(known.statut));
  if (shown.length === 0) return html``;
  return html`<p class="legende-absences">${shown.map((known) => html`<span class="absence ${known.statut}"><b>${known.signe}</b> ${known.mot}</span> `)}</p>`;
}
