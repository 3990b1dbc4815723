import {html, type Html} from "./html.ts";
import {absence, ABSENCES} from "../../pipelines/lib/words/absences.ts";
import type {Statut} from "../../pipelines/lib/words/figure.ts";

/** The sign followed by its word. */
export function signeAbsence(statut: Statut): Html {
  if (statut === "publie") return html``;
  const found = absence(statut);
  return html`<span class="absence absence-${statut}"><span class="signe" aria-hidden="true">${found.signe}</span> <span class="mot">${found.mot}</span></span>`;
}

/** The sign alone, its word kept for those who listen to the page. */
export function signeCourt(statut: Statut): Html {
  if (statut === "publie") return html``;
  const found = absence(statut);
  return html`<span class="absence absence-${statut}" title="${found.mot}"><span class="signe" aria-hidden="true">${found.signe}</span><span class="masque">${found.mot}</span></span>`;
}

/** What the signs of a table mean; only those that it uses. */
export function legendeAbsences(statuts: Iterable<Statut>): Html {
  const used = new Set(statuts);
  const shown = ABSENCES.filter((known) => used.has(known.statut));
  if (shown.length === 0) return html``;
  return html`<p class="legende-absences">${shown.map((known) => html`<span class="absence absence-${known.statut}"><span class="signe">${known.signe}</span> ${known.mot}</span> `)}</p>`;
}
