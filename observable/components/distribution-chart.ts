import type {PlotOptions} from "@observablehq/plot";
import type {Plot} from "./plot.ts";
import {absence} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCourt} from "../../pipelines/lib/words/format.ts";
import type {Position} from "../../pipelines/lib/words/profile.ts";

export interface LigneDistribution {
  libelle: string;
  cellule: Cellule | undefined;
  /** What the profile of the line lets expect. */
  attendu?: Position | null;
  /** Why a published value is not drawn, in place of the sign of an absence. */
  ecarte?: string;
}

/** One line per category: its name above, the value as a dot with its interval, the whole as a thin line. */
export function distributionChart(Plot: Plot, indicateur: Indicateur, lignes: readonly LigneDistribution[], ensemble: Cellule | undefined): PlotOptions {
  const unit = indicateur.unite;
  const shown = lignes.flatMap(({libelle, cellule}) => (estChiffre(cellule) ? [{libelle, ...cellule}] : []));
  const missing = lignes.filter(({cellule}) => !estChiffre(cellule)).map(({libelle, cellule, ecarte}) => ({libelle, texte: ecarte ?? absenceTexte(cellule)}));
  // A sum is no reference for its parts; a rate is.
  const whole = estChiffre(ensemble) && indicateur.type !== "compte" && indicateur.type !== "montant" ? ensemble.valeur : null;
  const expected = lignes.flatMap(({libelle, cellule, attendu}) => (estChiffre(cellule) && attendu ? [{libelle, ...attendu, bas: attendu.bas === null ? null : Math.max(0, attendu.bas), haut: attendu.haut === null ? null : unit === "%" ? Math.min(1, attendu.haut) : attendu.haut}] : []));
  const highest = Math.max(0, whole ?? 0, ...shown.map((one) => one.ic_haut ?? one.valeur), ...expected.map((one) => one.haut ?? one.attendu));
  const top = unit === "%" ? Math.min(1, Math.max(0.1, highest * 1.1)) : highest * 1.1 || 1;
  const row = expected.length > 0 ? 44 : 38;
  return {
    width: 320,
    height: lignes.length * row + 14,
    marginLeft: 6,
    marginRight: 64,
    marginTop: 14,
    marginBottom: 0,
    x: {domain: [0, top], axis: null},
    y: {type: "band", domain: lignes.map((one) => one.libelle), axis: null, padding: 0},
    marks: [
      Plot.ruleY(lignes, {y: "libelle", x1: 0, x2: top, dy: 4, stroke: "var(--trait)"}),
      whole === null ? null : Plot.ruleX([whole], {stroke: "var(--ref)", strokeWidth: 1.5, strokeDasharray: "2,3"}),
      Plot.ruleY(shown.filter((one) => one.ic_bas !== null), {y: "libelle", x1: "ic_bas", x2: "ic_haut", dy: 4, stroke: "var(--accent-doux)", strokeWidth: 9}),
      Plot.ruleY(shown.filter((one) => one.ic_bas === null), {y: "libelle", x1: 0, x2: "valeur", dy: 4, stroke: "var(--accent)", strokeWidth: 2}),
      Plot.ruleY(expected.filter((one) => one.bas !== null), {y: "libelle", x1: "bas", x2: "haut", dy: 11, stroke: "var(--ref)", strokeWidth: 3}),
      Plot.dot(expected, {y: "libelle", x: "attendu", dy: 11, r: 4, fill: "var(--fond)", stroke: "var(--ref)", strokeWidth: 2}),
      Plot.dot(shown, {y: "libelle", x: "valeur", dy: 4, r: 4.5, fill: "var(--accent)"}),
      Plot.text(lignes, {y: "libelle", x: 0, dy: -11, text: "libelle", textAnchor: "start", fill: "var(--encre)", fontSize: 12, textOverflow: "ellipsis", lineWidth: 26}),
      Plot.text(shown, {y: "libelle", frameAnchor: "right", textAnchor: "start", dx: 8, dy: 4, text: (one: Cellule & {valeur: number}) => formatCourt(one.valeur, unit), fill: "var(--encre)", fontWeight: 600, fontSize: 12}),
      Plot.text(missing, {y: "libelle", x: 0, dx: 2, dy: 4, text: "texte", textAnchor: "start", fill: "var(--encre-2)", fontSize: 11, stroke: "var(--fond)", strokeWidth: 4})
    ]
  };
}

function absenceTexte(cellule: Cellule | undefined): string {
  const found = absence(cellule?.statut ?? "non_collecte");
  return found ? `${found.signe}  ${found.mot}` : "";
}
