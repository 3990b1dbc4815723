import {telecharger} from "./fichiers.ts";

/** Offers each drawn figure as a picture: the SVG as it is on screen, colours and font fixed, with its sentence. */

const PROPRIETES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "paint-order", "font-size", "font-weight", "font-variant-numeric", "opacity", "visibility"];

/** A copy of a drawing that needs no stylesheet. */
export function figer(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const before = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const after = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  for (const [index, element] of before.entries()) {
    const style = getComputedStyle(element);
    for (const name of PROPRIETES) after[index]?.style.setProperty(name, style.getPropertyValue(name));
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.setProperty("font-family", "'Atkinson Hyperlegible Next', Verdana, sans-serif");
  copy.style.setProperty("background", getComputedStyle(document.body).backgroundColor);
  return copy;
}

/** An entry of the legend: its words, and the colour of its mark when it is one plain colour. */
interface Cle {
  texte: string;
  couleur: string | null;
}

export function lireCles(figure: Element): Cle[] {
  return [...figure.querySelectorAll(".cles li")].map((item) => {
    const mark = item.querySelector(".cle-pastille, .cle-ic, .cle-cible, .cle-point");
    return {texte: (item.textContent ?? "").trim().replace(/\s+/g, " "), couleur: mark ? getComputedStyle(mark).backgroundColor : null};
  });
}

/** Draws SVGs side by side with a title above and a sentence below, as a PNG twice the size of the screen. */
export async function enPng(svgs: readonly SVGSVGElement[], titre: string, phrase: string, cles: readonly Cle[] = []): Promise<Blob> {
  const gap = 16;
  const sizes = svgs.map((svg) => ({width: Number(svg.getAttribute("width")) || svg.clientWidth, height: Number(svg.getAttribute("height")) || svg.clientHeight}));
  const width = Math.max(360, sizes.reduce((sum, size) => sum + size.width + gap, gap));
  const below = Math.max(...sizes.map((size) => size.height)) + 58;
  const height = below + 52 + Math.ceil(cles.length / Math.max(1, Math.floor(width / 240))) * 18;
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("dessin impossible dans ce navigateur");
  context.scale(2, 2);
  const page = getComputedStyle(document.body);
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, width, height);
  let x = gap;
  for (const [index, svg] of svgs.entries()) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(figer(svg)))}`;
    await image.decode();
    const size = sizes[index] as {width: number; height: number};
    context.drawImage(image, x, 40, size.width, size.height);
    x += size.width + gap;
  }
  context.fillStyle = page.color;
  context.font = "600 16px 'Atkinson Hyperlegible Next', Verdana, sans-serif";
  context.fillText(titre, gap, 26, width - 2 * gap);
  context.font = "12px 'Atkinson Hyperlegible Next', Verdana, sans-serif";
  let line = "";
  let y = below;
  for (const word of phrase.split(/\s+/)) {
    if (context.measureText(`${line} ${word}`).width > width - 2 * gap) {
      context.fillText(line, gap, y);
      line = word;
      y += 16;
    } else line = line ? `${line} ${word}` : word;
  }
  context.fillText(line, gap, y);
  y += 20;
  let at = gap;
  for (const {texte, couleur} of cles) {
    const size = context.measureText(texte).width + (couleur ? 16 : 0);
    if (at > gap && at + size > width - gap) {
      at = gap;
      y += 17;
    }
    if (couleur) {
      context.fillStyle = couleur;
      context.fillRect(at, y - 9, 10, 10);
      context.fillStyle = page.color;
      at += 16;
    }
    context.fillText(texte, at, y);
    at += context.measureText(texte).width + 18;
  }
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("image vide"))), "image/png"));
}

export function installerImages(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure.figure")) {
    const svgs = [...figure.querySelectorAll<SVGSVGElement>(".dessin svg")];
    const actions = figure.querySelector(".actions");
    if (svgs.length === 0 || !actions) continue;
    const titre = figure.querySelector(".figure-titre")?.textContent ?? "";
    const phrase = figure.querySelector("figcaption")?.textContent ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lien";
    button.textContent = "Télécharger l’image (PNG)";
    button.addEventListener("click", () => {
      enPng(svgs, titre, phrase, lireCles(figure)).then(
        (blob) => telecharger(blob, `${figure.id}.png`),
        () => {
          button.textContent = "Image impossible dans ce navigateur";
        }
      );
    });
    actions.append(" ", button);
  }
}
