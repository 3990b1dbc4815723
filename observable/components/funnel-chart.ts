import type {PlotOptions} from "@observablehq/plot";
import {largeurTexte, placerSiPossible} from "./etiquettes.ts";
import {limite, Z_95, Z_998, type Entonnoir} from "./entonnoir.ts";
import type {Plot} from "./plot.ts";
import {formatGraduation, formatNombre} from "../../pipelines/lib/words/format.ts";

const MARGES = {gauche: 48, droite: 14, haut: 22, bas: 34};
const TAILLE = 11.5;

const clip = (value: number) => Math.max(0, Math.min(1, value));

/** Size across, value up, limits as two pairs of curves; of the territories, only those outside the outer limits are named, the furthest first, where a name hides no other mark. */
export function funnelChart(Plot: Plot, {reference, phi, points}: Entonnoir, largeur: number, nomReference = ""): PlotOptions {
  const sizes = points.map((one) => one.effectif);
  const low = Math.max(1, Math.min(...sizes) * 0.8);
  const high = Math.max(...sizes) * 1.15;
  const steps = Array.from({length: 60}, (_, index) => low * (high / low) ** (index / 59));
  const curve = (z: number) => steps.map((effectif) => ({effectif, valeur: clip(limite(reference, effectif, z, phi))}));
  const curves = [Z_95, -Z_95, Z_998, -Z_998];
  const values = [...points.map((one) => one.valeur), ...curves.flatMap((z) => curve(z).map((one) => one.valeur))];
  const hauteur = Math.min(400, Math.max(280, largeur * 0.62));
  const bottom = Math.max(0, Math.min(...values) - 0.02);
  const top = Math.min(1, Math.max(...values) + 0.02);
  const [across, up] = [largeur - MARGES.gauche - MARGES.droite, hauteur - MARGES.haut - MARGES.bas];
  const x = (effectif: number): number => MARGES.gauche + (Math.log(effectif / low) / Math.log(high / low)) * across;
  const y = (valeur: number): number => MARGES.haut + ((top - valeur) / (top - bottom)) * up;
  const named = points.filter((one) => one.position === "hors_998").sort((left, right) => Math.abs(right.z) - Math.abs(left.z));
  const labels = named.map((one) => {
    const width = largeurTexte(one.nom, TAILLE);
    const middle = Math.min(largeur - MARGES.droite - width / 2, Math.max(MARGES.gauche + width / 2, x(one.effectif)));
    const here = y(one.valeur);
    return {
      x: middle, largeur: width, candidats: [here - 12, here + 13, here - 24, here + 25],
      obstacles: [
        ...points.filter((other) => Math.abs(x(other.effectif) - middle) < width / 2 + 4).map((other) => ({haut: y(other.valeur) - 4, bas: y(other.valeur) + 4})),
        {haut: -Infinity, bas: 14}, {haut: hauteur - MARGES.bas, bas: Infinity}
      ]
    };
  });
  const heights = placerSiPossible(labels);
  const written = named.flatMap(({nom}, index) => {
    const [label, height] = [labels[index], heights[index]];
    return label && typeof height === "number" ? [{nom, effectif: low * (high / low) ** ((label.x - MARGES.gauche) / across), valeur: top - ((height - MARGES.haut) / up) * (top - bottom)}] : [];
  });
  // The name of the middle line: at the end or above or below the line where it hides the fewest marks.
  const half = largeurTexte(nomReference, TAILLE) / 2;
  const marks = [...points, ...curves.flatMap(curve)].map((one) => ({x: x(one.effectif), y: y(one.valeur)}));
  const [mention] = [largeur - MARGES.droite - half, MARGES.gauche + half + 6, (largeur + MARGES.gauche) / 2]
    .flatMap((at) => [-10, 10].map((dy) => ({at, dy, covered: marks.filter((one) => Math.abs(one.x - at) < half + 4 && Math.abs(one.y - y(reference) - dy) < 11).length})))
    .sort((left, right) => left.covered - right.covered);
  return {
    width: largeur,
    height: hauteur,
    marginLeft: MARGES.gauche,
    marginRight: MARGES.droite,
    marginTop: MARGES.haut,
    marginBottom: MARGES.bas,
    x: {type: "log", domain: [low, high], label: null},
    y: {domain: [bottom, top], label: null},
    marks: [
      Plot.axisY({tickSize: 0, ticks: 5, tickFormat: (value: number) => formatGraduation(value, "%"), fill: "var(--encre-2)"}),
      Plot.gridY({ticks: 5, stroke: "var(--trait)", strokeOpacity: 1}),
      Plot.axisX({ticks: largeur < 450 ? 3 : 6, tickFormat: (value: number) => formatNombre(value), fill: "var(--encre-2)", label: "Taille : dénominateur (échelle logarithmique)", labelAnchor: "center", labelArrow: "none"}),
      Plot.ruleY([reference], {stroke: "var(--ref)", strokeWidth: 1.5}),
      ...curves.map((z) => Plot.line(curve(z), {x: "effectif", y: "valeur", stroke: "var(--encre-2)", strokeDasharray: Math.abs(z) === Z_95 ? "2,3" : "none"})),
      Plot.dot(points.filter((one) => one.position === "dedans"), {x: "effectif", y: "valeur", r: 3.5, fill: "var(--accent)", fillOpacity: 0.75}),
      Plot.dot(points.filter((one) => one.position === "hors_95"), {x: "effectif", y: "valeur", r: 4.5, fill: "var(--fond)", stroke: "var(--accent)", strokeWidth: 2}),
      Plot.dot(points.filter((one) => one.position === "hors_998"), {x: "effectif", y: "valeur", r: 5, symbol: "diamond", fill: "var(--cible)"}),
      Plot.text(mention && nomReference ? [mention] : [], {x: ({at}: {at: number}) => low * (high / low) ** ((at - MARGES.gauche) / across), y: () => reference, dy: mention?.dy ?? 0, text: () => nomReference, fontSize: TAILLE, fill: "var(--encre-2)", stroke: "var(--fond)", strokeWidth: 4}),
      Plot.text(written, {x: "effectif", y: "valeur", text: "nom", fontSize: TAILLE, fill: "var(--encre)", stroke: "var(--fond)", strokeWidth: 4})
    ]
  };
}
