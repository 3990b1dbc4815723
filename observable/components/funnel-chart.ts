import type * as PlotModule from "@observablehq/plot";
import {limite, Z_95, Z_998, type Entonnoir} from "./entonnoir.ts";
import {formatGraduation, formatNombre} from "../../pipelines/lib/words/format.ts";

type Plot = typeof PlotModule;

const clip = (value: number) => Math.max(0, Math.min(1, value));

/** Size across, value up, limits as two pairs of curves; only the territories outside the outer limits are named. */
export function funnelChart(Plot: Plot, {reference, phi, points}: Entonnoir, largeur: number): PlotModule.PlotOptions {
  const sizes = points.map((one) => one.effectif);
  const low = Math.max(1, Math.min(...sizes) * 0.8);
  const high = Math.max(...sizes) * 1.15;
  const steps = Array.from({length: 60}, (_, index) => low * (high / low) ** (index / 59));
  const curve = (z: number) => steps.map((effectif) => ({effectif, valeur: clip(limite(reference, effectif, z, phi))}));
  const curves = [Z_95, -Z_95, Z_998, -Z_998];
  const values = [...points.map((one) => one.valeur), ...curves.flatMap((z) => curve(z).map((one) => one.valeur))];
  return {
    width: largeur,
    height: Math.min(400, Math.max(280, largeur * 0.62)),
    marginLeft: 48,
    marginRight: 14,
    marginTop: 22,
    marginBottom: 34,
    x: {type: "log", domain: [low, high], label: null},
    y: {domain: [Math.max(0, Math.min(...values) - 0.02), Math.min(1, Math.max(...values) + 0.02)], label: null},
    marks: [
      Plot.axisY({tickSize: 0, ticks: 5, tickFormat: (value: number) => formatGraduation(value, "%"), fill: "var(--encre-2)"}),
      Plot.gridY({ticks: 5, stroke: "var(--trait)", strokeOpacity: 1}),
      Plot.axisX({ticks: largeur < 450 ? 3 : 6, tickFormat: (value: number) => formatNombre(value), fill: "var(--encre-2)", label: "Dénominateur (échelle logarithmique)", labelAnchor: "center", labelArrow: "none"}),
      Plot.ruleY([reference], {stroke: "var(--ref)", strokeWidth: 1.5}),
      ...curves.map((z) => Plot.line(curve(z), {x: "effectif", y: "valeur", stroke: "var(--encre-2)", strokeDasharray: Math.abs(z) === Z_95 ? "2,3" : "none"})),
      Plot.dot(points.filter((one) => one.position === "dedans"), {x: "effectif", y: "valeur", r: 3.5, fill: "var(--accent)", fillOpacity: 0.75}),
      Plot.dot(points.filter((one) => one.position === "hors_95"), {x: "effectif", y: "valeur", r: 4.5, fill: "var(--fond)", stroke: "var(--accent)", strokeWidth: 2}),
      Plot.dot(points.filter((one) => one.position === "hors_998"), {x: "effectif", y: "valeur", r: 5, symbol: "diamond", fill: "var(--cible)"}),
      Plot.text(points.filter((one) => one.position === "hors_998"), {x: "effectif", y: "valeur", text: "nom", dy: -10, fontSize: 11.5, fill: "var(--encre)", stroke: "var(--fond)", strokeWidth: 4})
    ]
  };
}
