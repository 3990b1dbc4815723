import {html, type Html} from "./html.ts";
import {largeurTexte} from "./etiquettes.ts";

/** What every drawing of the site is given, wherever it is drawn: a name for a screen reader, and the mention of fictional data inside. */

/** The words that name a drawing, or the element that says them. */
export type Nom = string | {id: string};

const FICTIF = "données fictives";
/** The words at the top of each page that say so. */
export const MENTION = "fictif";

function nom(label: Nom, fictif: boolean): [attribute: string, value: string] {
  return typeof label === "string" ? ["aria-label", fictif ? `${label} (${FICTIF})` : label] : ["aria-labelledby", fictif ? `${label.id} ${MENTION}` : label.id];
}

/** Finishes what Plot drew: its own style sheet and names leave, the stylesheet of the site and the name of the whole say it once. */
export function finir(svg: SVGSVGElement, label: Nom, fictif: boolean): void {
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const group of svg.querySelectorAll("[aria-label], [aria-description]")) {
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-description");
  }
  svg.setAttribute("role", "img");
  svg.setAttribute(...nom(label, fictif));
  if (!fictif) return;
  const text = svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "text");
  text.setAttribute("class", "fictif");
  text.setAttribute("x", String(Number(svg.getAttribute("width")) - 2));
  text.setAttribute("y", "10");
  text.setAttribute("text-anchor", "end");
  text.textContent = FICTIF;
  svg.append(text);
}

/** A tenth of a pixel is enough. */
export const px = (value: number): number => Math.round(value * 10) / 10;

/** A drawing made of text, for charts that need neither an axis nor a scale of Plot. Pixels. */
export function encadrer(largeur: number, hauteur: number, label: Nom, fictif: boolean, marques: Html): Html {
  const [attribute, value] = nom(label, fictif);
  const name = attribute === "aria-label" ? html`aria-label="${value}"` : html`aria-labelledby="${value}"`;
  return html`<svg class="plot" width="${largeur}" height="${hauteur}" viewBox="0 0 ${largeur} ${hauteur}" role="img" ${name}>${marques}${fictif ? html`<text class="fictif" x="${largeur - 2}" y="10" text-anchor="end">${FICTIF}</text>` : ""}</svg>`;
}

/** The text as far as the width goes, then "…", the whole of it for who points at it. */
export function tronque(text: string, largeur: number, fontSize: number): Html {
  if (largeurTexte(text, fontSize) <= largeur) return html`${text}`;
  const kept = Math.max(1, Math.floor(largeur / largeurTexte("m", fontSize)) - 1);
  return html`<title>${text}</title>${[...text].slice(0, kept).join("").trimEnd()}…`;
}
