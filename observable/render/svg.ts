import {JSDOM} from "jsdom";
import * as Plot from "@observablehq/plot";
import {finir, type Nom} from "../components/cadre.ts";

/** Draws Plot charts to text, in one jsdom document for the whole build. */
export interface Pinceau {
  Plot: typeof Plot;
  /** The SVG of a chart, named for a screen reader by words or by the element that says them; fictional data say so inside the drawing. */
  dessine(options: Plot.PlotOptions, label: Nom): string;
}

const COORDONNEES = ["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "transform", "stroke-width"] as const;

export function createPinceau(fictif: boolean): Pinceau {
  const {document} = new JSDOM("").window;
  return {
    Plot,
    dessine(options, label) {
      const node = Plot.plot({...options, document, className: "plot"});
      const svg = node as unknown as SVGSVGElement;
      if (svg.tagName.toLowerCase() !== "svg") throw new Error("un graphique doit être un seul SVG (légende à part)");
      // A tenth of a pixel is enough, and outlines weigh three times less.
      for (const element of svg.querySelectorAll("*")) {
        for (const name of COORDONNEES) {
          const value = element.getAttribute(name);
          if (value?.includes(".")) element.setAttribute(name, value.replace(/-?\d*\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10)));
        }
      }
      // Inside a page the name spaces go without saying; the picture that the browser makes writes them again.
      for (const name of ["xmlns", "xmlns:xlink", "fill", "font-family", "font-size", "text-anchor"]) svg.removeAttribute(name);
      finir(svg, label, fictif);
      return svg.outerHTML;
    }
  };
}
