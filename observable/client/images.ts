import {MENTION} from "../components/cadre.ts";
import {telecharger} from "./fichiers.ts";

/** Offers each drawn figure as a picture: the SVG as it is on screen, colours and font fixed, with its sentence. */

const PROPRIETES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order", "text-anchor", "font-size", "font-style", "font-weight", "font-variant-numeric", "opacity", "visibility"];

function enAdresse(blob: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result as string));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(blob);
  });
}

/** A `@font-face` rule that holds its file: an SVG read as an image asks for no other. */
async function avecFichier(rule: CSSFontFaceRule, base: string): Promise<string> {
  const [, file = ""] = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src")) ?? [];
  const response = await fetch(new URL(file, base));
  if (!response.ok) throw new Error(`${file} : réponse ${response.status}`);
  return rule.cssText.replace(/url\("?[^")]+"?\)/, `url(${await enAdresse(await response.blob())})`);
}

async function lirePolices(): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].flatMap((rule) => (rule instanceof CSSFontFaceRule ? [avecFichier(rule, sheet.href ?? document.baseURI)] : [])));
  return (await Promise.all(rules)).join("\n");
}

/** A copy of a drawing that needs no stylesheet. */
function figer(svg: SVGSVGElement, regles: string): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const before = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const after = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  for (const [index, element] of before.entries()) {
    const style = getComputedStyle(element);
    for (const name of PROPRIETES) after[index]?.style.setProperty(name, style.getPropertyValue(name));
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.setProperty("font-family", "'Atkinson Hyperlegible Next', Verdana, sans-serif");
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = regles;
  copy.prepend(style);
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

const POLICE = "'Atkinson Hyperlegible Next', Verdana, sans-serif";

/** Who publishes, and from what: the foot of the page says it. */
function source(): string {
  return (document.querySelector(".pied p")?.textContent ?? "").trim().replace(/\s+/g, " ");
}

/** A text cut into lines that a width holds. */
function lignes(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const found = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = found.at(-1) as string;
    const longer = last ? `${last} ${word}` : word;
    if (last && context.measureText(longer).width > width) found.push(word);
    else found[found.length - 1] = longer;
  }
  return found;
}

let polices: Promise<string> | undefined;

/** Draws SVGs side by side with a title above, a sentence, the legend and the source below, as a PNG twice the size of the screen. */
export async function enPng(svgs: readonly SVGSVGElement[], titre: string, phrase: string, cles: readonly Cle[] = []): Promise<Blob> {
  const gap = 16;
  // A page opened from the disk may not read its own style sheets: the picture then takes a font of the machine.
  polices ??= lirePolices().catch(() => "");
  const regles = await polices;
  const sizes = svgs.map((svg) => ({width: Number(svg.getAttribute("width")) || svg.clientWidth, height: Number(svg.getAttribute("height")) || svg.clientHeight}));
  const width = Math.max(360, sizes.reduce((sum, size) => sum + size.width + gap, gap));
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!context) throw new Error("dessin impossible dans ce navigateur");
  context.font = `600 16px ${POLICE}`;
  const titles = lignes(context, titre, width - 2 * gap);
  context.font = `12px ${POLICE}`;
  const sentences = lignes(context, phrase, width - 2 * gap);
  const keys: (Cle & {x: number; rang: number})[] = [];
  let at = gap;
  let rang = 0;
  for (const one of cles) {
    const size = context.measureText(one.texte).width + (one.couleur ? 16 : 0);
    if (at > gap && at + size > width - gap) {
      at = gap;
      rang += 1;
    }
    keys.push({...one, x: at, rang});
    at += size + 18;
  }
  context.font = `10px ${POLICE}`;
  const sources = lignes(context, source(), width - 2 * gap);
  const drawn = 14 + titles.length * 20;
  const below = drawn + Math.max(...sizes.map((size) => size.height)) + 20;
  const legend = below + sentences.length * 16 + 4;
  const foot = legend + (keys.length > 0 ? (rang + 1) * 17 + 4 : 0);
  const height = foot + sources.length * 13 + 4;
  canvas.width = width * 2;
  canvas.height = height * 2;
  context.scale(2, 2);
  const page = getComputedStyle(document.body);
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, width, height);
  let x = gap;
  for (const [index, svg] of svgs.entries()) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(figer(svg, regles)))}`;
    await image.decode();
    const size = sizes[index] as {width: number; height: number};
    context.drawImage(image, x, drawn, size.width, size.height);
    x += size.width + gap;
  }
  context.fillStyle = page.color;
  context.font = `600 16px ${POLICE}`;
  for (const [index, line] of titles.entries()) context.fillText(line, gap, 26 + index * 20);
  context.font = `12px ${POLICE}`;
  for (const [index, line] of sentences.entries()) context.fillText(line, gap, below + index * 16);
  for (const one of keys) {
    const y = legend + one.rang * 17;
    if (one.couleur) {
      context.fillStyle = one.couleur;
      context.fillRect(one.x, y - 9, 10, 10);
      context.fillStyle = page.color;
    }
    context.fillText(one.texte, one.x + (one.couleur ? 16 : 0), y);
  }
  context.font = `10px ${POLICE}`;
  for (const [index, line] of sources.entries()) context.fillText(line, gap, foot + index * 13);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("image vide"))), "image/png"));
}

/** Adds the button to a figure that is drawn. */
export function offrirImage(figure: HTMLElement): void {
  const svgs = [...figure.querySelectorAll<SVGSVGElement>(".dessin svg")];
  const actions = figure.querySelector(".actions");
  if (svgs.length === 0 || !actions) return;
  const titre = figure.querySelector("caption")?.textContent ?? figure.querySelector(".figure-titre")?.textContent ?? "";
  const phrase = figure.querySelector("figcaption")?.textContent ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lien";
  button.textContent = "Télécharger l’image (PNG)";
  button.addEventListener("click", () => {
    enPng(svgs, titre, phrase, lireCles(figure)).then(
      (blob) => telecharger(blob, `${document.getElementById(MENTION) ? "donnees-fictives-" : ""}${figure.id}.png`),
      () => {
        button.textContent = "Image impossible dans ce navigateur";
      }
    );
  });
  actions.append(" ", button);
}

export function installerImages(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure.figure")) offrirImage(figure);
}
