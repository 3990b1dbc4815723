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

/** How the page draws the mark of an entry of the legend, by its class. */
const MARQUES = {"cle-pastille": "disque", "cle-point": "disque", "cle-ref-rond": "rond", "cle-ic": "barre", "cle-cible": "trait", "cle-cible-v": "barre", "cle-ref": "pointille", "cle-repere": "losange", "cle-rupture": "tirets"} as const;

/** An entry of the legend: its words, and its mark when it has one. */
interface Cle {
  texte: string;
  marque: (typeof MARQUES)[keyof typeof MARQUES] | null;
  couleur: string;
}

/** The words of an element, their spaces that hold kept. */
function mots(element: Element | null | undefined): string {
  return (element?.textContent ?? "").replace(/[ \t\r\n]+/g, " ").trim();
}

export function lireCles(figure: Element): Cle[] {
  return [...figure.querySelectorAll(".cles li")].map((item) => {
    const mark = item.querySelector(".cle");
    const [, marque] = Object.entries(MARQUES).find(([name]) => mark?.classList.contains(name)) ?? [];
    const style = mark && getComputedStyle(mark);
    const couleur = style ? (marque === "pointille" || marque === "losange" || marque === "rond" ? style.borderTopColor : marque === "tirets" ? style.borderLeftColor : style.backgroundColor) : "";
    return {texte: mots(item), marque: marque ?? null, couleur};
  });
}

const LARGEUR_MARQUE = 18;

/** The mark of an entry, beside a line of text whose base is at `y`. */
function dessinerMarque(context: CanvasRenderingContext2D, {marque, couleur}: Cle, x: number, y: number): void {
  const middle = y - 4;
  context.fillStyle = couleur;
  context.strokeStyle = couleur;
  context.lineWidth = marque === "trait" ? 2.5 : 1.5;
  context.setLineDash(marque === "pointille" ? [2, 3] : marque === "tirets" ? [4, 2] : []);
  context.beginPath();
  if (marque === "disque" || marque === "rond") context.arc(x + 6, middle, 5, 0, 2 * Math.PI);
  else if (marque === "barre") context.rect(x + 3, middle - 6, 6, 12);
  else if (marque === "losange") for (const [dx, dy] of [[6, -5], [11, 0], [6, 5], [1, 0], [6, -5]] as const) context.lineTo(x + dx, middle + dy);
  else if (marque === "tirets") for (const dy of [-6, 6]) context.lineTo(x + 6, middle + dy);
  else for (const dx of [0, 12]) context.lineTo(x + dx, middle);
  if (marque === "disque" || marque === "barre") context.fill();
  else context.stroke();
  context.setLineDash([]);
}

const POLICE = "'Atkinson Hyperlegible Next', Verdana, sans-serif";

/** Who publishes, and from what: the foot of the page says it. */
function source(): string {
  return mots(document.querySelector(".pied p"));
}

/** A text cut into lines that a width holds. */
function lignes(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const found = [""];
  for (const word of text.split(" ").filter(Boolean)) {
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
  const keys: (Cle & {x: number; rang: number; lignes: string[]})[] = [];
  let at = gap;
  let rang = 0;
  for (const one of cles) {
    const mark = one.marque ? LARGEUR_MARQUE : 0;
    const size = context.measureText(one.texte).width + mark;
    if (at > gap && at + size > width - gap) {
      at = gap;
      rang += 1;
    }
    const lines = lignes(context, one.texte, width - 2 * gap - mark);
    keys.push({...one, x: at, rang, lignes: lines});
    at += size + 18;
    rang += lines.length - 1;
  }
  context.font = `10px ${POLICE}`;
  const sources = lignes(context, source(), width - 2 * gap);
  const names = svgs.map((svg) => mots(svg.closest(".panneau")?.querySelector("p")));
  const drawn = 14 + titles.length * 20 + (names.some(Boolean) ? 18 : 0);
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
  let left = gap;
  for (const [index, name] of names.entries()) {
    context.fillText(name, left, drawn - 6);
    left += (sizes[index]?.width ?? 0) + gap;
  }
  for (const one of keys) {
    const y = legend + one.rang * 17;
    if (one.marque) dessinerMarque(context, one, one.x, y);
    context.fillStyle = page.color;
    for (const [index, line] of one.lignes.entries()) context.fillText(line, one.x + (one.marque ? LARGEUR_MARQUE : 0), y + index * 17);
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
  // The drawing says in itself that its data are invented, and so does the source.
  const titre = mots(figure.querySelector("caption") ?? figure.querySelector(".figure-titre")).replace(/ — données fictives$/, "");
  const phrase = mots(figure.querySelector("figcaption"));
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
