import type {Chart} from "./document.ts";
import {absence} from "../lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur, type Repere} from "../lib/words/figure.ts";
import {formatAnneeCourte, formatCourt, formatGraduation, formatNombre, formatValeur} from "../lib/words/format.ts";
import {casChiffre} from "../lib/words/reading.ts";

// Written by hand rather than with Plot in jsdom: a bilan holds eighty charts and must take less than a second, a chart drawn in a
// simulated page takes ten milliseconds, these take a tenth of one. Grey levels, shapes and dashes carry everything: no colour does.

export const FONT = "Atkinson Hyperlegible Next";
export const INK = "#1a1a1a";
const GREY = "#5c5c5c";
const PALE = "#c9c9c9";
const HAIR = "#dedede";

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("\u202f", "\u00a0");
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

interface TextStyle {
  anchor?: "start" | "middle" | "end";
  size?: number;
  weight?: number;
  fill?: string;
  /** A white edge, for a label that a line may cross. */
  hasHalo?: boolean;
}

function text(x: number, y: number, content: string, {anchor = "start", size = 10, weight = 400, fill = INK, hasHalo = false}: TextStyle = {}): string {
  const halo = hasHalo ? ' stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"' : "";
  return `<text${halo} x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escapeXml(content)}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width: number, dash?: string): string {
  return `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${stroke}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`;
}

function svg(width: number, height: number, marks: readonly string[], isFictional: boolean): string {
  const stamp = isFictional ? text(width, height - 1, "données fictives", {anchor: "end", size: 7, fill: GREY}) : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" font-family="${FONT}">${marks.join("")}${stamp}</svg>`;
}

/** A round step that cuts 0..top in three or four. */
function step(top: number): number {
  const rough = top / 3.2;
  const power = 10 ** Math.floor(Math.log10(rough));
  const scaled = rough / power;
  return (scaled >= 5 ? 5 : scaled >= 2 ? 2 : 1) * power;
}

export interface SeriesInput {
  readonly indicateur: Indicateur;
  readonly serie: readonly Cellule[];
  readonly annees: readonly string[];
  readonly reperes: readonly Repere[];
  /** Name of the territory, for the words. */
  readonly nom: string;
  /** True when the territory is not the whole, whose value is then drawn as a dashed line. */
  readonly hasReference: boolean;
  readonly isFictional: boolean;
}

/** Years to draw: from the first in which something was asked. */
function anneesDessinees(serie: readonly Cellule[], annees: readonly string[]): string[] {
  const first = annees.findIndex((annee) => {
    const statut = serie.find((one) => one.annee === annee)?.statut;
    return statut !== undefined && statut !== "non_collecte" && statut !== "non_concerne";
  });
  return first === -1 ? annees.slice(-3) : annees.slice(Math.min(first, Math.max(0, annees.length - 3)));
}

/** The series of an indicator: values, 95 % intervals, targets, published references, breaks, and a sign for each missing year. */
export function seriesChart({indicateur, serie, annees, reperes, nom, hasReference, isFictional}: SeriesInput): Chart | null {
  const shown = serie.filter(estChiffre);
  // One point alone says no more than its number.
  const isCompared = shown.length > 1 || reperes.some((one) => one.valeur !== null) || shown.some((one) => one.cible !== null || (hasReference && one.reference !== null && indicateur.type !== "compte" && indicateur.type !== "montant"));
  // Nor do zeros in a row.
  if (shown.every((one) => one.valeur === 0) && shown.every((one) => one.cible === null)) return null;
  if (shown.length === 0 || !isCompared) return null;
  const drawn = anneesDessinees(serie, annees);
  const past = reperes.filter((one): one is Repere & {valeur: number} => one.nature === "repere" && one.valeur !== null && !drawn.includes(one.annee));
  const targets = new Map<string, number>();
  for (const one of reperes) if (one.nature === "cible" && one.valeur !== null && one.annee >= (drawn[0] ?? "")) targets.set(one.annee, one.valeur);
  for (const one of serie) if (one.cible !== null && drawn.includes(one.annee)) targets.set(one.annee, one.cible);
  const domain = [...new Set([...past.map((one) => one.annee), ...targets.keys(), ...drawn])].sort();
  const references = hasReference && indicateur.type !== "compte" && indicateur.type !== "montant" ? serie.filter((one): one is Cellule & {reference: number} => one.reference !== null && drawn.includes(one.annee)) : [];
  const highest = Math.max(...shown.map((one) => one.ic_haut ?? one.valeur), ...past.map((one) => one.valeur), ...targets.values(), ...references.map((one) => one.reference));
  const top = indicateur.unite === "%" ? Math.max(0.1, Math.min(highest > 1 ? highest * 1.1 : 1, highest * 1.2)) : highest * 1.2 || 1;

  const width = 250;
  const height = 112;
  const left = 36;
  const right = 6;
  const up = 12;
  const down = 22;
  const band = (width - left - right) / domain.length;
  const x = (annee: string): number => left + band * (domain.indexOf(annee) + 0.5);
  const y = (value: number): number => height - down - (value / top) * (height - up - down);
  const marks: string[] = [];
  const tick = indicateur.type === "compte" ? Math.max(1, step(top)) : step(top);
  for (let value = 0; value <= top * 1.0001; value += tick) {
    marks.push(line(left, y(value), width - right, y(value), value === 0 ? GREY : HAIR, value === 0 ? 0.8 : 0.6));
    marks.push(text(left - 4, y(value) + 3, formatGraduation(Math.round(value * 1e6) / 1e6, indicateur.unite), {anchor: "end", size: 8, fill: GREY}));
  }
  for (const annee of domain) marks.push(text(x(annee), height - down + 11, formatAnneeCourte(annee), {anchor: "middle", size: 8.5, fill: GREY}));
  for (const rupture of indicateur.ruptures) {
    if (drawn.indexOf(rupture.annee) > 0) marks.push(line(x(rupture.annee) - band / 2, up, x(rupture.annee) - band / 2, height - down, INK, 0.8, "4,2"));
  }
  if (references.length > 0) marks.push(polyline(references.map((one) => [x(one.annee), y(one.reference)]), GREY, 1.1, "2,3"));
  for (const [annee, value] of targets) marks.push(line(x(annee) - 12, y(value), x(annee) + 12, y(value), INK, 2.4));
  for (const one of shown) if (one.ic_bas !== null && one.ic_haut !== null) marks.push(line(x(one.annee), y(one.ic_bas), x(one.annee), y(one.ic_haut), PALE, 9));
  for (const part of segments(serie, drawn, indicateur)) marks.push(polyline(part.map((one) => [x(one.annee), y(one.valeur)]), INK, 1.6));
  for (const one of past) marks.push(`<path d="M${number(x(one.annee))},${number(y(one.valeur) - 4)}l4,4l-4,4l-4,-4z" fill="#fff" stroke="${GREY}" stroke-width="1.2"/>`, text(x(one.annee), y(one.valeur) - 7, formatCourt(one.valeur, indicateur.unite), {anchor: "middle", size: 8.5, fill: GREY}));
  for (const one of shown) {
    if (!drawn.includes(one.annee)) continue;
    marks.push(`<circle cx="${number(x(one.annee))}" cy="${number(y(one.valeur))}" r="3" fill="${one.drapeaux.includes("reponse_insuffisante") ? "#fff" : INK}" stroke="${INK}" stroke-width="1.3"/>`);
    const label = formatCourt(one.valeur, indicateur.unite);
    const high = y(Math.max(one.ic_haut ?? one.valeur, one.valeur));
    const target = targets.get(one.annee);
    // The label steps over a target's mark that stands where it would be written.
    const at = target !== undefined && y(target) < high && y(target) > high - 16 ? y(target) - 5 : high - 6;
    marks.push(text(x(one.annee), Math.max(9, at), label, {anchor: "middle", size: 9.5, weight: 700, hasHalo: true}));
  }
  for (const annee of drawn) {
    const cell = serie.find((one) => one.annee === annee);
    if (!estChiffre(cell)) marks.push(text(x(annee), height - down - 5, absence(cell?.statut).signe, {anchor: "middle", size: 9, weight: 700, fill: GREY}));
  }
  return {svg: svg(width, height, marks, isFictional), width, height, alt: describeSeries({indicateur, serie, nom, targets, past, drawn, isFictional})};
}

function polyline(points: readonly (readonly [number, number])[], stroke: string, width: number, dash?: string): string {
  return `<polyline points="${points.map(([x, y]) => `${number(x)},${number(y)}`).join(" ")}" fill="none" stroke="${stroke}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`;
}

/** Runs of years that may be joined by a line: neither a missing year nor a break between them. */
function segments(serie: readonly Cellule[], annees: readonly string[], indicateur: Indicateur): (Cellule & {valeur: number})[][] {
  const parts: (Cellule & {valeur: number})[][] = [];
  let part: (Cellule & {valeur: number})[] = [];
  for (const annee of annees) {
    const cell = serie.find((one) => one.annee === annee);
    if (!estChiffre(cell) || cell.drapeaux.includes("rupture") || cell.drapeaux.includes("perimetre_modifie") || indicateur.ruptures.some((one) => one.annee === annee)) {
      parts.push(part);
      part = [];
    }
    if (estChiffre(cell)) part.push(cell);
  }
  parts.push(part);
  return parts.filter((one) => one.length > 1);
}

function describeSeries({indicateur, serie, nom, targets, past, drawn, isFictional}: {indicateur: Indicateur; serie: readonly Cellule[]; nom: string; targets: Map<string, number>; past: readonly (Repere & {valeur: number})[]; drawn: readonly string[]; isFictional: boolean}): string {
  const values = drawn.map((annee) => {
    const cell = serie.find((one) => one.annee === annee);
    return `${annee} : ${estChiffre(cell) ? formatCourt(cell.valeur, indicateur.unite) : absence(cell?.statut).mot}`;
  });
  const marks = [...targets].map(([annee, value]) => `cible ${annee} : ${formatCourt(value, indicateur.unite)}`);
  const old = past.map((one) => `repère publié ${one.annee} : ${formatCourt(one.valeur, indicateur.unite)}`);
  return `Courbe. ${indicateur.libelle}, ${nom}${isFictional ? ", données fictives" : ""}. ${[...old, ...values, ...marks].join(" ; ")}.`;
}

export interface Bar {
  readonly libelle: string;
  readonly cellule: Cellule | undefined;
}

/** One line per modality: its name, a bar from zero with its interval, the value; the whole as a thin dashed line. */
export function barsChart(indicateur: Indicateur, bars: readonly Bar[], whole: Cellule | undefined, titre: string, isFictional: boolean): Chart {
  const width = 620;
  const row = 15;
  const left = 260;
  const right = 82;
  const height = bars.length * row + (isFictional ? 12 : 4);
  // Modalities that share the whole's denominator are its answers: the whole is then no reference for them.
  const areAnswers = bars.some(({cellule}) => estChiffre(cellule) && cellule.denominateur === whole?.denominateur);
  const reference = estChiffre(whole) && !areAnswers && indicateur.type !== "compte" && indicateur.type !== "montant" ? whole.valeur : null;
  const highest = Math.max(0, reference ?? 0, ...bars.map((one) => (estChiffre(one.cellule) ? (one.cellule.ic_haut ?? one.cellule.valeur) : 0)));
  const top = highest || 1;
  const x = (value: number): number => left + (value / top) * (width - left - right);
  const marks: string[] = [];
  for (const [index, {libelle, cellule}] of bars.entries()) {
    const y = index * row + row / 2;
    marks.push(text(left - 6, y + 3.5, libelle.length > 58 ? `${libelle.slice(0, 57)}…` : libelle, {anchor: "end", size: 9.5}));
    if (!estChiffre(cellule)) {
      const found = absence(cellule?.statut);
      marks.push(text(left + 4, y + 3.5, `${found.signe} ${found.mot}`, {size: 9, fill: GREY}));
      continue;
    }
    marks.push(`<rect x="${left}" y="${number(y - 4)}" width="${number(Math.max(0.5, x(cellule.valeur) - left))}" height="8" fill="#8a8a8a"/>`);
    if (cellule.ic_bas !== null && cellule.ic_haut !== null) marks.push(line(x(cellule.ic_bas), y, x(cellule.ic_haut), y, INK, 1.4));
    marks.push(text(width, y + 3.5, casChiffre(indicateur, cellule), {anchor: "end", size: 9.5, weight: 700}));
  }
  marks.push(line(left, 0, left, bars.length * row, GREY, 0.8));
  if (reference !== null) marks.push(line(x(reference), 0, x(reference), bars.length * row, INK, 0.9, "2,2"));
  const words = bars.map((one) => `${one.libelle} : ${estChiffre(one.cellule) ? formatValeur(one.cellule.valeur, indicateur.unite) : absence(one.cellule?.statut).mot}`);
  return {svg: svg(width, height, marks, isFictional), width, height, alt: `Barres. ${titre}${isFictional ? ", données fictives" : ""}. ${words.join(" ; ")}.`};
}

export interface Amounts {
  readonly libelle: string;
  readonly prevu: number | null;
  readonly engage: number | null;
  readonly paye: number | null;
}

/** Three nested bars per line: planned (outline), committed (pale), paid (dark). */
export function budgetChart(rows: readonly Amounts[], titre: string, isFictional: boolean): Chart {
  const width = 620;
  const row = 24;
  const left = 160;
  const right = 78;
  const legend = 18;
  const height = legend + rows.length * row + (isFictional ? 10 : 2);
  const top = Math.max(1, ...rows.map((one) => Math.max(one.prevu ?? 0, one.engage ?? 0, one.paye ?? 0)));
  const x = (value: number): number => left + (value / top) * (width - left - right);
  const box = (at: number, y: number, w: number, h: number, fill: string): string => `<rect x="${number(at)}" y="${number(y)}" width="${number(w)}" height="${number(h)}" fill="${fill}" stroke="${INK}" stroke-width="0.8"/>`;
  const marks = [
    box(left, 2, 12, 8, "#fff"), text(left + 16, 9.5, "prévu", {size: 9}),
    box(left + 60, 2, 12, 8, PALE), text(left + 76, 9.5, "engagé", {size: 9}),
    box(left + 128, 2, 12, 8, "#3d3d3d"), text(left + 144, 9.5, "payé", {size: 9})
  ];
  for (const [index, one] of rows.entries()) {
    const y = legend + index * row;
    marks.push(text(left - 6, y + 13, one.libelle, {anchor: "end", size: 9.5}));
    if (one.prevu === null) {
      marks.push(text(left + 4, y + 13, "… non collecté", {size: 9, fill: GREY}));
      continue;
    }
    marks.push(box(left, y + 2, x(one.prevu) - left, 16, "#fff"));
    if (one.engage !== null) marks.push(box(left, y + 4.5, Math.max(0.5, x(one.engage) - left), 11, PALE));
    if (one.paye !== null) marks.push(box(left, y + 7, Math.max(0.5, x(one.paye) - left), 6, "#3d3d3d"));
    marks.push(text(x(one.prevu) + 5, y + 13, `${formatNombre(one.prevu, 0)} €`, {size: 9}));
  }
  const say = (value: number | null): string => (value === null ? "non collecté" : `${formatNombre(value, 0)} €`);
  const words = rows.map((one) => `${one.libelle} : prévu ${say(one.prevu)}, engagé ${say(one.engage)}, payé ${say(one.paye)}`);
  return {svg: svg(width, height, marks, isFictional), width, height, alt: `Barres emboîtées. ${titre}${isFictional ? ", données fictives" : ""}. ${words.join(" ; ")}.`};
}
