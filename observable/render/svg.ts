import {JSDOM} from "jsdom";
import * as Plot from "@observablehq/plot";

/** Draws Plot charts to text, in one jsdom document for the whole build. */
export interface Pinceau {
  Plot: typeof Plot;
  /** The SVG of a chart, named for a screen reader; fictional data say so inside the drawing. */
  dessine(options: Plot.PlotOptions, label: string): string;
}

const FICTIF = "données fictives";

export function createPinceau(fictif: boolean): Pinceau {
  const {document} = new JSDOM("").window;
  return {
    Plot,
    dessine(options, label) {
      const node = Plot.plot({...options, document, className: "plot", style: {fontSize: "11px"}});
      const svg = node as unknown as SVGSVGElement;
      if (svg.tagName.toLowerCase() !== "svg") throw new Error("un graphique doit être un seul SVG (légende à part)");
      // The stylesheet of the site says it once for all charts.
      for (const style of svg.querySelectorAll("style")) style.remove();
      for (const group of svg.querySelectorAll("[aria-label], [aria-description]")) {
        group.removeAttribute("aria-label");
        group.removeAttribute("aria-description");
      }
      // A tenth of a pixel is enough, and outlines weigh three times less.
      for (const path of svg.querySelectorAll("path[d]")) {
        path.setAttribute("d", (path.getAttribute("d") ?? "").replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10)));
      }
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", fictif ? `${label} (${FICTIF})` : label);
      if (fictif) {
        const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
        text.setAttribute("class", "fictif");
        text.setAttribute("x", String(Number(svg.getAttribute("width")) - 2));
        text.setAttribute("y", "10");
        text.setAttribute("text-anchor", "end");
        text.textContent = FICTIF;
        svg.append(text);
      }
      return svg.outerHTML;
    }
  };
}
