import {dot, line, plot, ruleY, text} from "npm:@observablehq/plot";
import type {PlotOptions} from "@observablehq/plot";
import {finir, type Nom} from "../components/cadre.ts";
import type {Plot as UsedPlot} from "../components/plot.ts";

/** Named one by one, so that the bundle leaves out the rest. */
export const Plot: UsedPlot = {dot, line, plot, ruleY, text};

/** Draws a chart in the page as the build does: named for a screen reader, fictional data said inside. */
export function dessiner(options: PlotOptions, label: Nom, fictif: boolean): SVGSVGElement {
  const svg = Plot.plot({...options, className: "plot", style: {fontSize: "11px"}}) as unknown as SVGSVGElement;
  finir(svg, label, fictif);
  return svg;
}
