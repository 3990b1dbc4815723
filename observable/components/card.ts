import {signeAbsence} from "./absences.ts";
import {arrondi} from "./figure.ts";
import {html, type Html} from "./html.ts";
import {lirePerimetreConstant, type Evolution} from "../../pipelines/lib/words/change.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {decomposeValeur, formatIntervalle, formatNombre, majuscule, minuscule} from "../../pipelines/lib/words/format.ts";
import {lireEstimation, lireSansEstimation, type Estimation} from "../../pipelines/lib/words/survey.ts";
import {lireCible, lireCouverture, lireDrapeaux, lireEvolution} from "../../pipelines/lib/words/reading.ts";

/** The big number with its unit, or the sign and the word of its absence. */
export function grandNombre(indicateur: Indicateur, cellule: Cellule | undefined): Html {
  if (!estChiffre(cellule)) return html`<p class="grand absent">${signeAbsence(cellule?.statut ?? "non_collecte")}</p>`;
  const {nombre, unite} = decomposeValeur(cellule.valeur, indicateur.unite);
  const short = unite.length <= 2;
  return html`<p class="grand"><data value="${arrondi(cellule.valeur)}"><span class="chiffre">${nombre}</span>${short ? "\u00a0" : " "}<span class="${short ? "unite" : "unite longue"}">${unite}</span></data></p>`;
}

/** What was counted: whole euros for money, no decimal where it would say nothing. */
function count(value: number, isMoney: boolean): string {
  return isMoney ? `${formatNombre(value, 0)}\u00a0€` : formatNombre(value, Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : 1);
}

/** Terms counted by the hundred or the thousand, one by one. */
function unParUn(value: number, words: string): [value: number, words: string] {
  const [found, unit = ""] = /^(Centaines|Milliers) d(?:e |['’])/.exec(words) ?? [];
  return found ? [Math.round(value * (unit === "Milliers" ? 1000 : 100)), words.slice(found.length)] : [value, words];
}

/** Numerator and denominator, each with the words that say what was counted: « sur » when the one is part of the other (the same things, by their first word), else « pour ». */
export function termes(indicateur: Indicateur, cellule: Cellule | undefined): Html {
  if (!estChiffre(cellule)) return html``;
  const isShare = indicateur.type === "part";
  const isMoney = indicateur.unite.startsWith("€") || (isShare && indicateur.sources.includes("budget"));
  // What the words add for the modalities of a breakdown does not concern the whole.
  const above = indicateur.numerateur.replace(/,? ou (?:au |du |de l['’]|de la )[^,;]* de la modalité$/, "");
  const term = (given: number | null, said: string, money: boolean): Html | null => {
    if (given === null) return null;
    const [value, words] = unParUn(given, said);
    return html`<b>${count(value, money)}</b> ${money && words ? (/^[aeiouyéèêh]/i.test(words) ? "d’" : "de ") : ""}${minuscule(words)}`;
  };
  const bottom = term(cellule.denominateur, indicateur.denominateur ?? "", isMoney && (isShare || indicateur.unite === "€"));
  // A median is no quotient: what matters is how many it is the median of.
  if (indicateur.type === "mediane") {
    if (indicateur.denominateur) return html`<p class="termes">Médiane sur ${bottom}</p>`;
    return cellule.n_unites === null ? html`` : html`<p class="termes">Médiane de <b>${formatNombre(cellule.n_unites, 0)}</b> valeurs : ${minuscule(above)}</p>`;
  }
  // The sum of what is averaged means nothing by itself.
  if (indicateur.type === "moyenne" && bottom && cellule.numerateur !== null && above.startsWith("Somme ")) {
    return html`<p class="termes">Moyenne sur ${bottom} (${minuscule(above)} : ${count(cellule.numerateur, isMoney)})</p>`;
  }
  const top = term(cellule.numerateur, above, isMoney);
  const isPart = isShare || indicateur.type === "montant" || (above.split(" ")[0] === indicateur.denominateur?.split(" ")[0] && (cellule.numerateur ?? 0) <= (cellule.denominateur ?? 0));
  if (!top && !bottom) return html``;
  return html`<p class="termes">${top}${top && bottom ? html`<span class="sur"> ${isPart ? "sur" : "pour"} </span>` : ""}${bottom}</p>`;
}

/** A bar from zero to the value, the target as a mark. Its words are beside it: it is drawn for the eye only. */
export function barreCible(indicateur: Indicateur, cellule: Cellule | undefined): Html {
  if (!estChiffre(cellule) || cellule.cible === null) return html``;
  const top = indicateur.unite === "%" ? Math.max(1, cellule.valeur) : Math.max(cellule.valeur, cellule.cible) * 1.1 || 1;
  const at = (value: number) => `${Math.max(0, Math.min(100, (value / top) * 100)).toFixed(1)}%`;
  return html`<div class="barre" aria-hidden="true"><span class="rempli" style="width:${at(cellule.valeur)}"></span><span class="marque" style="left:${at(cellule.cible)}"></span></div>`;
}

/** What the publication says beside the figure, when it does. */
export interface Autour {
  estimation?: Estimation | undefined;
  changement?: Evolution | undefined;
  quartiles?: {quartile_1: number; quartile_3: number} | undefined;
}

/** Everything that a figure must carry with it: interval, coverage, trend, target, flags. */
export function lecture(indicateur: Indicateur, serie: readonly Cellule[], annee: string, echeance: string | null, {estimation, changement, quartiles}: Autour = {}): Html {
  const cellule = serie.find((one) => one.annee === annee);
  const evolution = lireEvolution(indicateur, serie, annee);
  const target = lireCible(indicateur, serie, annee, echeance);
  const interval = estChiffre(cellule) && cellule.ic_bas !== null && cellule.ic_haut !== null
    ? html`<li>Intervalle de confiance à 95 % : ${formatIntervalle(cellule.ic_bas, cellule.ic_haut, indicateur.unite)}.</li>` : "";
  const half = estChiffre(cellule) && quartiles ? html`<li>La moitié des valeurs est ${formatIntervalle(quartiles.quartile_1, quartiles.quartile_3, indicateur.unite)}${indicateur.unite.length > 2 ? ` ${indicateur.unite}` : ""} (premier et troisième quartiles).</li>` : "";
  const coverage = lireCouverture(indicateur, cellule);
  // Where there is no raw change either, its own refusal is enough.
  const constant = estChiffre(cellule) && (changement?.evolution ?? changement?.evolution_perimetre_constant ?? null) !== null ? lirePerimetreConstant(indicateur, changement).phrase : "";
  const flags = estChiffre(cellule) ? lireDrapeaux(cellule.drapeaux).filter((flag) => !/réponses|répondants|rompue|périmètre|relevé incomplet/.test(flag)) : [];
  return html`${target.phrase ? html`<p class="cible ${target.sentiment}">${target.phrase}</p>` : ""}
${evolution.phrase ? html`<p class="tendance ${evolution.sentiment}">${evolution.phrase}</p>` : ""}
<ul class="precisions">${constant ? html`<li>${constant}</li>` : ""}${half}${interval}${coverage ? html`<li>${coverage}</li>` : ""}${(estimation ? lireEstimation(indicateur, estimation) : lireSansEstimation(indicateur, cellule)).map((phrase) => html`<li>${phrase}</li>`)}${flags.map((flag) => html`<li class="drapeau">${majuscule(flag)}.</li>`)}</ul>`;
}

/** The dot at the end of the lines of a page, defined once. */
export const boutEtincelle = html`<svg class="masque" aria-hidden="true"><marker id="bout" viewBox="-3 -3 6 6" markerUnits="userSpaceOnUse" markerWidth="6" markerHeight="6"><circle r="2.5"/></marker></svg>`;

/** Three or more years as a line the size of a word; for the eye only: the change is in words beside it, the values in the CSV of the page. */
export function etincelle(serie: readonly Cellule[], annees: readonly string[], indicateur: Indicateur): Html {
  const points = annees.map((annee) => serie.find((one) => one.annee === annee));
  const values = points.filter(estChiffre).map((one) => one.valeur);
  if (values.length < 2) return html``;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const at = (index: number, value: number) => `${Math.round(4 + (index * 52) / Math.max(1, annees.length - 1))} ${Math.round((17 - ((value - low) / span) * 14) * 2) / 2}`;
  /** The runs of years that may be joined. */
  const runs: string[][] = [];
  let isOpen = false;
  for (const [index, one] of points.entries()) {
    if (!estChiffre(one)) {
      isOpen = false;
      continue;
    }
    const isCut = one.drapeaux.includes("rupture") || indicateur.ruptures.some((rupture) => rupture.annee === one.annee);
    if (isOpen && !isCut) runs.at(-1)?.push(at(index, one.valeur));
    else runs.push([at(index, one.valeur)]);
    isOpen = true;
  }
  // After the first place of a run, places are joined without a word; a point that nothing joins is a line without length.
  const path = runs.map((run) => `M${run.join(" ")}${run.length === 1 ? "h0" : ""}`).join("");
  return html`<svg><path d="${path}"/></svg>`;
}
