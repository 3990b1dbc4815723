import type {AnalysisDrawing} from "../lib/analysis.ts";
import {formatNumber} from "../lib/format.ts";
import {graduations} from "../lib/words/axis.ts";
import {formatNombre} from "../lib/words/format.ts";
import type {Report} from "./report.ts";

/** Drawings as SVG text: no script, no outside font, the text alternative inside. They inherit the colour of the page's text. */
const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const LEFT = 250;
const COLUMN = 110;
const ROW = 34;

/** The design: one line per cohort, one column per year; a full cell is exposed, an empty one is not. */
export function drawDesign({devis}: Report): AnalysisDrawing {
  const {annees, cohortes} = devis;
  const width = LEFT + annees.length * COLUMN + 20;
  const height = 46 + cohortes.length * ROW + 10;
  const parts = annees.map((annee, index) => `<text x="${LEFT + index * COLUMN + COLUMN / 2}" y="24" text-anchor="middle">${escape(annee)}</text>`);
  for (const [row, {cohorte, libelle, gardes, perdus}] of cohortes.entries()) {
    const lost = perdus.reduce((sum, {n}) => sum + n, 0);
    const y = 40 + row * ROW;
    parts.push(`<text x="0" y="${y + 19}">${escape(libelle)} (${formatNumber(gardes, 0)}${lost > 0 ? ` sur ${formatNumber(gardes + lost, 0)}` : ""})</text>`);
    for (const [column, annee] of annees.entries()) {
      const isExposed = cohorte !== null && annee >= cohorte;
      parts.push(`<rect x="${LEFT + column * COLUMN + 4}" y="${y}" width="${COLUMN - 8}" height="${ROW - 8}" rx="3" fill="${isExposed ? "currentColor" : "none"}" fill-opacity="0.75" stroke="currentColor"/>`);
    }
  }
  const lines = cohortes.map(({libelle, gardes}) => `${libelle} : ${formatNumber(gardes, 0)} établissements gardés`).join(" ; ");
  return drawing(width, height, `Établissements gardés et exposés, de ${annees[0] ?? ""} à ${annees.at(-1) ?? ""}`, `${lines}. Case pleine : exposé ; case vide : pas exposé.`, parts);
}

/** The gap around the first exposed year, with 95 % intervals; the year before is the reference. */
export function drawEvents(report: Report, indicateur: string): AnalysisDrawing | null {
  const points = report.evenements.find((event) => event.indicateur === indicateur)?.points ?? [];
  const result = report.resultats.find((candidate) => candidate.indicateur === indicateur);
  if (points.length === 0 || result === undefined) return null;
  const factor = result.unite === "points" || result.unite === "%" ? 100 : 1;
  const values = points.flatMap(({effet, bas, haut}) => [effet ?? 0, bas ?? effet ?? 0, haut ?? effet ?? 0]).map((value) => value * factor);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const width = 560;
  const height = 300;
  const steps = points.map(({e}) => e);
  const x = (e: number): number => place(90 + ((e - Math.min(...steps) + 0.5) / (Math.max(...steps) - Math.min(...steps) + 1)) * (width - 110));
  const y = (value: number): number => place(20 + ((high - value) / span) * (height - 70));
  const parts = [
    `<line x1="80" x2="${width - 10}" y1="${y(0)}" y2="${y(0)}" stroke="currentColor" stroke-dasharray="4 3"/>`,
    `<line x1="${x(-0.5)}" x2="${x(-0.5)}" y1="10" y2="${height - 45}" stroke="currentColor" stroke-opacity="0.4"/>`,
    ...graduations(low, high).map((value) => `<text x="72" y="${place(y(value) + 4)}" text-anchor="end">${escape(formatNombre(value))}</text>`)
  ];
  for (const {e, effet, bas, haut} of points) {
    if (bas !== null && haut !== null) parts.push(`<line x1="${x(e)}" x2="${x(e)}" y1="${y(bas * factor)}" y2="${y(haut * factor)}" stroke="currentColor" stroke-width="2"/>`);
    parts.push(`<circle cx="${x(e)}" cy="${y((effet ?? 0) * factor)}" r="5" fill="${e < 0 ? "none" : "currentColor"}" stroke="currentColor" stroke-width="2"/>`);
    parts.push(`<text x="${x(e)}" y="${height - 26}" text-anchor="middle">${e > 0 ? `+${e}` : formatNombre(e)}</text>`);
  }
  parts.push(`<text x="${width / 2}" y="${height - 6}" text-anchor="middle">années depuis la première année d'exposition ; écart en ${escape(result.unite)}</text>`);
  const lines = points.map(({e, effet, bas, haut}) => `${e > 0 ? `+${e}` : formatNombre(e)} : ${formatNombre((effet ?? 0) * factor, 1)}${bas === null || haut === null ? " (référence)" : ` (${formatNombre(bas * factor, 1)} à ${formatNombre(haut * factor, 1)})`}`).join(" ; ");
  return drawing(width, height, `${result.libelle} : écart entre exposés et autres autour de l'exposition, en ${result.unite}`, `${lines}. Cercle vide : avant l'exposition.`, parts);
}

const place = (value: number): number => Math.round(value * 100) / 100;

function drawing(width: number, height: number, title: string, description: string, parts: readonly string[]): AnalysisDrawing {
  const svg = `<svg viewBox="0 0 ${width} ${height}" role="img" xmlns="http://www.w3.org/2000/svg" font-size="13" font-family="inherit" fill="currentColor"><title>${escape(title)}</title><desc>${escape(description)}</desc>${parts.join("")}</svg>`;
  return {svg, width, height, alt: `${title}. ${description}`, legende: title};
}
