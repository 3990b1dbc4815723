import {axisX, axisY, dot, gridY, line, plot, ruleX, ruleY, text, tickY} from "npm:@observablehq/plot";
import type {PlotOptions} from "@observablehq/plot";
import type {Plot as UsedPlot} from "../components/plot.ts";

/** Named one by one, so that the bundle leaves out the rest. */
export const Plot: UsedPlot = {axisX, axisY, dot, gridY, line, plot, ruleX, ruleY, text, tickY};

/** Draws a chart in the page as the build does: named for a screen reader, fictional data said inside. */
export function dessiner(options: PlotOptions, label: string | {id: string}, fictif: boolean): SVGSVGElement {
  const svg = Plot.plot({...options, className: "plot", style: {fontSize: "11px"}}) as unknown as SVGSVGElement;
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const group of svg.querySelectorAll("[aria-label], [aria-description]")) {
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-description");
  }
  svg.setAttribute("role", "img");
  if (typeof label === "string") svg.setAttribute("aria-label", fictif ? `${label} (données fictives)` : label);
  else svg.setAttribute("aria-labelledby", fictif ? `${label.id} fictif` : label.id);
  if (fictif) {
    const mention = document.createElementNS("http://www.w3.org/2000/svg", "text");
    mention.setAttribute("class", "fictif");
    mention.setAttribute("x", String(Number(svg.getAttribute("width")) - 2));
    mention.setAttribute("y", "10");
    mention.setAttribute("text-anchor", "end");
    mention.textContent = "données fictives";
    svg.append(mention);
  }
  return svg;
}
