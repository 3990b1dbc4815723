import type {PlotOptions} from "@observablehq/plot";
import {segments} from "./series-chart.ts";
import type {Plot} from "./plot.ts";
import {absence} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatAnneeCourte, formatCourt} from "../../pipelines/lib/words/format.ts";

export interface Vignette {
  nom: string;
  serie: readonly Cellule[];
}

const COLONNES = 2;
const LARGEUR = 320;
const VIGNETTE = {largeur: LARGEUR / COLONNES, hauteur: 66};
/** Above all of them, for the mention of fictional data. */
const MENTION = 12;
/** Where a small drawing lies in its square: room for the name above, for the last value on the right. */
const CADRE = {gauche: 3, droite: VIGNETTE.largeur - 58, haut: 24, bas: 58};

/** The names of a list without the words that all of them begin with: « Bassin de Aix », « Bassin de Arles » give « Aix », « Arles ». */
export function sansDebutCommun(noms: readonly string[]): string[] {
  const words = noms.map((nom) => nom.split(" "));
  let common = 0;
  while (words.length > 1 && words.every((list) => list.length > common + 1 && list[common] === words[0]?.[common])) common += 1;
  return words.map((list) => list.slice(common).join(" "));
}

/** One little series per territory, all on the same scale, each named and ending with its value; the whole is drawn behind each as a dotted line. */
export function multiplesChart(Plot: Plot, indicateur: Indicateur, vignettes: readonly Vignette[], ensemble: readonly Cellule[], annees: readonly string[]): PlotOptions {
  const unit = indicateur.unite;
  // A sum is no reference for its parts; a rate is.
  const whole = indicateur.type === "compte" || indicateur.type === "montant" ? [] : ensemble;
  const values = [...vignettes.flatMap((one) => one.serie), ...whole].filter(estChiffre).filter((one) => annees.includes(one.annee)).map((one) => one.valeur);
  const top = unit === "%" ? Math.max(0.05, ...values) : Math.max(0, ...values) || 1;
  const noms = sansDebutCommun(vignettes.map((one) => one.nom));
  const places = vignettes.map((one, index) => {
    const left = (index % COLONNES) * VIGNETTE.largeur;
    const up = MENTION + Math.floor(index / COLONNES) * VIGNETTE.hauteur;
    const x = (annee: string) => left + CADRE.gauche + 4 + (annees.indexOf(annee) * (CADRE.droite - CADRE.gauche - 8)) / Math.max(1, annees.length - 1);
    const y = (value: number) => up + CADRE.bas - (value / top) * (CADRE.bas - CADRE.haut);
    const line = (serie: readonly Cellule[], key: string) => segments(serie, annees, indicateur.ruptures).map((point) => ({x: x(point.annee), y: y(point.valeur), z: `${key}${index}-${point.segment}`}));
    const shown = one.serie.filter(estChiffre).filter((cell) => annees.includes(cell.annee));
    const last = one.serie.find((cell) => cell.annee === annees.at(-1));
    return {
      ...one, left, up, nom: noms[index] as string,
      valeurs: line(one.serie, "v"), reference: line(whole, "r"),
      points: shown.map((cell) => ({x: x(cell.annee), y: y(cell.valeur), r: cell === last ? 3.5 : 1.8})),
      fin: {x: left + CADRE.droite + 4, y: estChiffre(last) ? Math.max(up + CADRE.haut, y(last.valeur)) : up + CADRE.bas - 5, texte: estChiffre(last) ? formatCourt(last.valeur, unit) : absence(last?.statut).signe},
      // The last year's absence is said at the end of the line.
      absents: annees.slice(0, -1).flatMap((annee) => {
        const cell = one.serie.find((known) => known.annee === annee);
        return estChiffre(cell) ? [] : [{x: x(annee), y: up + CADRE.bas - 6, signe: absence(cell?.statut).signe}];
      })
    };
  });
  const hauteur = MENTION + Math.ceil(vignettes.length / COLONNES) * VIGNETTE.hauteur + 16;
  const ends = [annees[0], annees.at(-1)].filter((annee): annee is string => annee !== undefined);
  const years = Array.from({length: Math.min(COLONNES, vignettes.length)}, (_, column) => column).flatMap((column) =>
    [...new Set(ends)].map((annee, index) => ({x: column * VIGNETTE.largeur + (index === 0 ? CADRE.gauche : CADRE.droite), annee, end: index > 0}))
  );
  const pixels = {type: "identity" as const};
  return {
    width: LARGEUR, height: hauteur, margin: 0, x: pixels, y: pixels, axis: null,
    marks: [
      Plot.ruleY(places, {y: (one: (typeof places)[number]) => one.up + CADRE.bas, x1: (one: (typeof places)[number]) => one.left + CADRE.gauche, x2: (one: (typeof places)[number]) => one.left + CADRE.droite, stroke: "var(--trait-fort)"}),
      Plot.line(places.flatMap((one) => one.reference), {x: "x", y: "y", z: "z", stroke: "var(--ref)", strokeWidth: 1.2, strokeDasharray: "2,3"}),
      Plot.line(places.flatMap((one) => one.valeurs), {x: "x", y: "y", z: "z", stroke: "var(--accent)", strokeWidth: 2}),
      Plot.dot(places.flatMap((one) => one.points), {x: "x", y: "y", r: "r", fill: "var(--accent)"}),
      Plot.text(places.flatMap((one) => one.absents), {x: "x", y: "y", text: "signe", fill: "var(--encre)", fontWeight: 600}),
      Plot.text(places, {x: (one: (typeof places)[number]) => one.left + CADRE.gauche, y: (one: (typeof places)[number]) => one.up + 14, text: "nom", textAnchor: "start", fill: "var(--encre)", lineWidth: 14, textOverflow: "ellipsis"}),
      Plot.text(places.map((one) => one.fin), {x: "x", y: "y", text: "texte", textAnchor: "start", fill: "var(--encre)", fontSize: 12, fontWeight: 600}),
      ...[false, true].map((end) => Plot.text(years.filter((one) => one.end === end), {x: "x", y: hauteur - 8, text: (one: {annee: string}) => formatAnneeCourte(one.annee), textAnchor: end ? "end" : "start", fill: "var(--encre-2)"}))
    ]
  };
}
