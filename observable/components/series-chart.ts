import type * as PlotModule from "@observablehq/plot";
import {placer, type Obstacle} from "./etiquettes.ts";
import {absence} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur, type Repere} from "../../pipelines/lib/words/figure.ts";
import {formatAnneeCourte, formatCourt, formatGraduation, formatNombre} from "../../pipelines/lib/words/format.ts";

export interface SerieDessinee {
  indicateur: Indicateur;
  serie: readonly Cellule[];
  reperes: readonly Repere[];
  /** True when the territory is not the whole: its reference is then drawn in grey. */
  avecReference: boolean;
  annees: readonly string[];
}

const HAUTEUR = 184;
const MARGES = {haut: 24, bas: 26};

interface Point {
  annee: string;
  valeur: number;
  segment: string;
}

/** Cuts the series where a year is missing or where its definition changed: two values that cannot be compared are never joined. */
export function segments(serie: readonly Cellule[], annees: readonly string[], ruptures: readonly {annee: string}[]): Point[] {
  const points: Point[] = [];
  let segment = 0;
  for (const annee of annees) {
    const cell = serie.find((one) => one.annee === annee);
    if (!estChiffre(cell)) {
      segment += 1;
      continue;
    }
    if (cell.drapeaux.includes("rupture") || ruptures.some((one) => one.annee === annee)) segment += 1;
    points.push({annee, valeur: cell.valeur, segment: String(segment)});
  }
  return points;
}

/** The series of an indicator: values and intervals, targets, published references, breaks, and a sign for each missing year. */
export function seriesChart(Plot: typeof PlotModule, {indicateur, serie, reperes, avecReference, annees}: SerieDessinee): PlotModule.PlotOptions {
  const shown = serie.filter(estChiffre);
  const past = reperes.filter((one): one is Repere & {valeur: number} => one.nature === "repere" && one.valeur !== null && !estChiffre(serie.find((cell) => cell.annee === one.annee)));
  const targets = [
    ...serie.filter((one) => one.cible !== null).map((one) => ({annee: one.annee, cible: one.cible as number})),
    ...reperes.filter((one) => one.nature === "cible" && one.valeur !== null && !serie.some((cell) => cell.annee === one.annee && cell.cible !== null)).map((one) => ({annee: one.annee, cible: one.valeur as number}))
  ];
  const references = avecReference ? serie.filter((one) => one.reference !== null) : [];
  const domain = [...new Set([...past.map((one) => one.annee), ...targets.map((one) => one.annee), ...annees])].sort();
  const highest = Math.max(0, ...shown.map((one) => one.ic_haut ?? one.valeur), ...past.map((one) => one.valeur), ...targets.map((one) => one.cible), ...references.map((one) => one.reference as number));
  const top = indicateur.unite === "%" && highest <= 1 ? Math.max(0.1, Math.min(highest * 1.12, 1)) : highest * 1.15 || 1;
  const missing = annees
    .map((annee) => ({annee, statut: serie.find((one) => one.annee === annee)?.statut ?? ("non_collecte" as const)}))
    .filter(({annee, statut}) => statut !== "publie" && statut !== "zero" && !past.some((one) => one.annee === annee));
  const marginLeft = 46;
  const step = (320 - marginLeft - 10) / Math.max(1, domain.length);
  const breaks = indicateur.ruptures.filter((one) => annees.includes(one.annee) && annees.indexOf(one.annee) > 0);
  const dropGap = past.length > 0 ? annees.find((annee) => past.every((one) => one.annee < annee)) : undefined;
  const unit = indicateur.unite;
  /** One unit for all the labels. */
  const ecrit = (value: number): string => (unit === "€" && highest >= 1_000_000 ? `${formatNombre(value / 1_000_000, 2)}\u00a0M€` : formatCourt(value, unit));
  const at = (value: number): number => HAUTEUR - MARGES.bas - (value / top) * (HAUTEUR - MARGES.haut - MARGES.bas);
  const drawn = segments(serie, annees, indicateur.ruptures);
  /** What the line covers between the middle of a label and its two ends. */
  const slopes = (annee: string, half: number): Obstacle[] => {
    const index = drawn.findIndex((one) => one.annee === annee);
    const here = drawn[index];
    if (!here) return [];
    return [drawn[index - 1], drawn[index + 1]].flatMap((other) => {
      if (!other || other.segment !== here.segment) return [];
      const far = Math.abs(domain.indexOf(other.annee) - domain.indexOf(annee)) * step;
      const end = at(here.valeur) + ((at(other.valeur) - at(here.valeur)) * Math.min(half, far)) / far;
      return [{haut: Math.min(end, at(here.valeur)) - 1, bas: Math.max(end, at(here.valeur)) + 1}];
    });
  };
  const labels = [...past.map((one) => ({...one, ic_bas: null, ic_haut: null, estRepere: true})), ...shown.map((one) => ({...one, estRepere: false}))].sort((left, right) => left.annee.localeCompare(right.annee));
  const heights = placer(
    labels.map((one) => {
      const marks = (list: readonly {annee: string; valeur: number}[]): number[] => list.filter((other) => other.annee === one.annee).map((other) => at(other.valeur));
      const target = marks(targets.map(({annee, cible}) => ({annee, valeur: cible})));
      const [high, low] = [at(one.ic_haut ?? one.valeur), at(one.ic_bas ?? one.valeur)];
      // Beyond a far target, a label would be read as that of the target.
      const near = target.filter((y) => y > high - 26 && y < low + 26);
      const obstacles: Obstacle[] = [
        {haut: Math.min(high, at(one.valeur) - 4), bas: Math.max(low, at(one.valeur) + 4)},
        ...target.map((y) => ({haut: y - 1.5, bas: y + 1.5})),
        ...marks(references.map(({annee, reference}) => ({annee, valeur: reference as number}))).map((y) => ({haut: y - 1, bas: y + 1})),
        ...(one.estRepere ? [] : slopes(one.annee, (ecrit(one.valeur).length * 7) / 2)),
        // The base line, and the mention of fictional data in the corner.
        {haut: at(0) - 1, bas: HAUTEUR}, {haut: -HAUTEUR, bas: marginLeft + (domain.indexOf(one.annee) + 0.5) * step + ecrit(one.valeur).length * 3.5 > 225 ? 15 : 2}
      ];
      return {x: domain.indexOf(one.annee) * step, largeur: ecrit(one.valeur).length * 7, candidats: [high - 11, high - 15, ...near.map((y) => y - 10), low + 12, ...near.map((y) => y + 10), high - 22, low + 24], obstacles};
    })
  );
  const written = labels.map((one, index) => ({annee: one.annee, valeur: one.valeur, estRepere: one.estRepere, y: heights[index] as number}));
  return {
    width: 320,
    height: HAUTEUR,
    marginLeft,
    marginRight: 10,
    marginTop: MARGES.haut,
    marginBottom: MARGES.bas,
    x: {type: "band", domain, padding: 0.15, label: null},
    y: {domain: [0, top], label: null, nice: false},
    marks: [
      Plot.gridY({ticks: 4, stroke: "var(--trait)", strokeOpacity: 1}),
      Plot.axisY({ticks: 4, tickSize: 0, tickFormat: (value: number) => formatGraduation(value, unit), fill: "var(--encre-2)"}),
      Plot.axisX({tickSize: 0, tickFormat: (value: string) => formatAnneeCourte(value), fill: "var(--encre-2)"}),
      Plot.ruleY([0], {stroke: "var(--encre-2)"}),
      // Published references come from another instrument: a dotted line keeps them apart from the series.
      dropGap ? Plot.ruleX([dropGap], {dx: -step / 2, stroke: "var(--trait-fort)", strokeDasharray: "1,3"}) : null,
      Plot.ruleX(breaks, {x: "annee", dx: -step / 2, stroke: "var(--encre)", strokeDasharray: "4,2"}),
      Plot.line(references, {x: "annee", y: "reference", stroke: "var(--ref)", strokeWidth: 1.5, strokeDasharray: "2,3"}),
      Plot.tickY(targets, {x: "annee", y: "cible", stroke: "var(--cible)", strokeWidth: 2.5}),
      Plot.ruleX(shown.filter((one) => one.ic_bas !== null), {x: "annee", y1: "ic_bas", y2: "ic_haut", stroke: "var(--accent-doux)", strokeWidth: 9, strokeLinecap: "butt"}),
      Plot.line(drawn, {x: "annee", y: "valeur", z: "segment", stroke: "var(--accent)", strokeWidth: 2}),
      Plot.dot(shown, {x: "annee", y: "valeur", r: 4, fill: "var(--accent)"}),
      Plot.dot(past, {x: "annee", y: "valeur", r: 4, symbol: "diamond", fill: "var(--fond)", stroke: "var(--encre-2)", strokeWidth: 1.5}),
      ...[true, false].map((estRepere) =>
        Plot.text(written.filter((one) => one.estRepere === estRepere), {
          x: "annee", y: (one: {y: number}) => ((HAUTEUR - MARGES.bas - one.y) / (HAUTEUR - MARGES.haut - MARGES.bas)) * top, text: (one: {valeur: number}) => ecrit(one.valeur),
          ...(estRepere ? {fill: "var(--encre-2)", fontSize: 11} : {fill: "var(--encre)", fontSize: 12, fontWeight: 600}), stroke: "var(--fond)", strokeWidth: 4
        })
      ),
      Plot.text(missing, {x: "annee", y: 0, dy: -10, text: (one: {statut: Cellule["statut"]}) => absence(one.statut).signe, fill: "var(--encre)", fontWeight: 600})
    ]
  };
}
