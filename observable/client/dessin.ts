import * as Plot from "npm:@observablehq/plot";
import type {PlotOptions} from "@observablehq/plot";

export {Plot};

/** Draws a chart in the page as the build does: named for a screen reader, fictional data said inside. */
export function dessiner(options: PlotOptions, label: string, fictif: boolean): SVGSVGElement {
  const svg = Plot.plot({...options, className: "plot", style: {fontSize: "11px"}}) as unknown as SVGSVGElement;
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const group of svg.querySelectorAll("[aria-label], [aria-description]")) {
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-description");
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", fictif ? `${label} (données fictives)` : label);
  if (fictif) {
    const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    text.setAttribute("class", "fictif");
    text.setAttribute("x", String(Number(svg.getAttribute("width")) - 2));
    text.setAttribute("y", "10");
    text.setAttribute("text-anchor", "end");
    text.textContent = "données fictives";
    svg.append(text);
  }
  return svg;
}
