import {signeAbsence} from "./absences.ts";
import {html, type Html} from "./html.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {decomposeValeur, formatIntervalle, formatNombre, formatValeur, majuscule, minuscule} from "../../pipelines/lib/words/format.ts";
import {lireCible, lireCouverture, lireDrapeaux, lireEvolution} from "../../pipelines/lib/words/reading.ts";

/** The big number with its unit, or the sign and the word of its absence. */
export function grandNombre(indicateur: Indicateur, cellule: Cellule | undefined): Html {
  if (!estChiffre(cellule)) return html`<p class="grand absent">${signeAbsence(cellule?.statut ?? "non_collecte")}</p>`;
  const {nombre, unite} = decomposeValeur(cellule.valeur, indicateur.unite);
  const short = unite.length <= 2;
  return html`<p class="grand"><data value="${cellule.valeur}"><span class="chiffre">${nombre}</span>${short ? "\u00a0" : " "}<span class="${short ? "unite" : "unite longue"}">${unite}</span></data></p>`;
}

function count(value: number | null): string {
  return value === null ? "" : formatNombre(value, Number.isInteger(value) ? 0 : 1);
}

/** Numerator over denominator, each with the words that say what was counted. */
export function termes(indicateur: Indicateur, cellule: Cellule | undefined): Html {
  if (!estChiffre(cellule)) return html``;
  // A median is no quotient: what matters is how many it is the median of.
  if (indicateur.type === "mediane") return cellule.n_unites === null ? html`` : html`<p class="termes">Médiane de <b>${count(cellule.n_unites)}</b> valeurs : ${minuscule(indicateur.numerateur)}</p>`;
  const top = cellule.numerateur === null ? null : html`<b>${count(cellule.numerateur)}</b> ${minuscule(indicateur.numerateur)}`;
  const bottom = cellule.denominateur === null ? null : html`<b>${count(cellule.denominateur)}</b> ${minuscule(indicateur.denominateur ?? "")}`;
  if (!top && !bottom) return html``;
  return html`<p class="termes">${top}${top && bottom ? html`<span class="sur"> sur </span>` : ""}${bottom}</p>`;
}

/** A bar from zero to the value, the target as a mark. Its words are beside it: it is drawn for the eye only. */
export function barreCible(indicateur: Indicateur, cellule: Cellule | undefined): Html {
  if (!estChiffre(cellule) || cellule.cible === null) return html``;
  const top = indicateur.unite === "%" ? Math.max(1, cellule.valeur) : Math.max(cellule.valeur, cellule.cible) * 1.1 || 1;
  const at = (value: number) => `${Math.max(0, Math.min(100, (value / top) * 100)).toFixed(1)}%`;
  return html`<div class="barre" aria-hidden="true"><span class="rempli" style="width:${at(cellule.valeur)}"></span><span class="marque" style="left:${at(cellule.cible)}"></span></div>`;
}

/** Everything that a figure must carry with it: interval, coverage, trend, target, flags. */
export function lecture(indicateur: Indicateur, serie: readonly Cellule[], annee: string, echeance: string | null): Html {
  const cellule = serie.find((one) => one.annee === annee);
  const evolution = lireEvolution(indicateur, serie, annee);
  const target = lireCible(indicateur, serie, annee, echeance);
  const interval = estChiffre(cellule) && cellule.ic_bas !== null && cellule.ic_haut !== null
    ? html`<li>Intervalle de confiance à 95 % : ${formatIntervalle(cellule.ic_bas, cellule.ic_haut, indicateur.unite)}.</li>` : "";
  const coverage = lireCouverture(indicateur, cellule);
  const flags = estChiffre(cellule) ? lireDrapeaux(cellule.drapeaux).filter((flag) => !/réponses|répondants|rompue|périmètre/.test(flag)) : [];
  return html`${target.phrase ? html`<p class="cible ${target.sentiment}">${target.phrase}</p>` : ""}
${evolution.phrase ? html`<p class="tendance ${evolution.sentiment}">${evolution.phrase}</p>` : ""}
<ul class="precisions">${interval}${coverage ? html`<li>${coverage}</li>` : ""}${flags.map((flag) => html`<li class="drapeau">${majuscule(flag)}.</li>`)}</ul>`;
}

/** Three or more years as a line the size of a word; the exact values are in the cells beside it. */
export function etincelle(serie: readonly Cellule[], annees: readonly string[], indicateur: Indicateur): Html {
  const points = annees.map((annee) => serie.find((one) => one.annee === annee));
  const values = points.filter(estChiffre).map((one) => one.valeur);
  if (values.length < 2) return html``;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || 1;
  const x = (index: number) => (annees.length === 1 ? 30 : 4 + (index * 52) / (annees.length - 1));
  const y = (value: number) => 17 - ((value - low) / span) * 14;
  let path = "";
  let pen = "M";
  for (const [index, one] of points.entries()) {
    if (!estChiffre(one)) {
      pen = "M";
      continue;
    }
    if (one.drapeaux.includes("rupture") || indicateur.ruptures.some((rupture) => rupture.annee === one.annee)) pen = "M";
    path += `${pen}${x(index).toFixed(1)},${y(one.valeur).toFixed(1)}`;
    pen = "L";
  }
  const last = points.at(-1);
  const words = points.map((one, index) => `${annees[index]} : ${estChiffre(one) ? formatValeur(one.valeur, indicateur.unite) : "pas de valeur"}`).join(" ; ");
  return html`<svg class="etincelle" viewBox="0 0 60 20" width="60" height="20" role="img" aria-label="${words}"><path d="${path}" fill="none" stroke="currentColor" stroke-width="1.5"/>${points.map((one, index) => (estChiffre(one) ? html`<circle cx="${x(index).toFixed(1)}" cy="${y(one.valeur).toFixed(1)}" r="${one === last ? 2.6 : 1.6}" fill="currentColor"/>` : ""))}</svg>`;
}
