import {readFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {NodeCompiler} from "@myriaddreamin/typst-ts-node-compiler";
import {announces, typeset, type Block, type Card, type Chart, type Document, type Inline, type Table} from "./document.ts";
import {fontFiles} from "./fonts.ts";
import {partLabels} from "./labels.ts";
import {createRuler, type Ruler} from "./metrics.ts";
import {packPdf} from "./pack.ts";

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** `ua-1` is the accessible PDF of every day; `a-2a` the same pages for an archive. Typst writes one claim at a time. */
type PdfStandard = "ua-1" | "a-2a";

/** Typesets documents; one instance serves any number of them. */
export interface Typesetter {
  pdf(document: Document, standard?: PdfStandard): Buffer;
}

/** Documents that one compiler writes: it keeps two megabytes of each, whatever is evicted. */
const RENEWED_AFTER = 25;

export function createTypesetter({fontDir}: {fontDir?: string} = {}): Typesetter {
  const fontBlobs = fontFiles(fontDir).map((file) => readFileSync(file));
  const create = (): NodeCompiler => NodeCompiler.create({workspace: HERE, fontArgs: [{fontBlobs}]});
  let compiler = create();
  let written = 0;
  const ruler = createRuler(fontDir);
  return {
    pdf(document, standard = "ua-1") {
      const source = typstSource(document, ruler);
      if (written > 0 && written % RENEWED_AFTER === 0) compiler = create();
      written += 1;
      // No compiled document in JavaScript's hands, and old layouts forgotten: memory stays flat over hundreds of documents.
      const pdf = packPdf(compiler.pdf({mainFileContent: source}, {pdfStandard: standard}));
      compiler.evictCache(1);
      return pdf;
    }
  };
}

// What the typeface draws (read from its character map), and the narrow space that the compiler's own serif gives.
const DRAWN = /[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00b4\u00b6-\u0107\u010a-\u0113\u0116-\u011b\u011e-\u0123\u0126\u0127\u012a\u012b\u012e-\u0133\u0136\u0137\u0139-\u013e\u0141-\u0148\u0150-\u0155\u0158-\u015b\u015e-\u0165\u016a\u016b\u016e-\u017e\u0192\u0218-\u021b\u02c6\u02c7\u0394\u03a9\u03bc\u03c0\u1e80-\u1e85\u1e9e\u1ef2\u1ef3\u2009\u202f\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u2044\u20ac\u2122\u2202\u2211\u2212\u221a\u221e\u2248\u2260\u2264\u2265\u25ca]/u;

const ALL_DRAWN = new RegExp(`^(?:${DRAWN.source})*$`, "u");

/** A text whose every character can be drawn: others are replaced by a neighbour, or named by their number. */
function drawable(text: string): string {
  if (ALL_DRAWN.test(text)) return text;
  let result = "";
  for (const character of text.normalize("NFC")) {
    if (DRAWN.test(character)) result += character;
    else if (/\s/u.test(character)) result += " ";
    else if (/\p{Cf}|\p{M}|\p{Cc}/u.test(character)) continue;
    else result += FALLBACKS[character] ?? `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`;
  }
  return result;
}

const FALLBACKS: Readonly<Record<string, string>> = {"\u2010": "-", "\u2011": "-", "\u2015": "—", "\u2192": "->", "\u2190": "<-", "µ": "μ", "\u201b": "‘", "\u2713": "oui"};

/** A Typst string literal. Everything a user wrote passes here: in a string nothing is executed. */
export function typstString(text: string): string {
  return `"${drawable(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A literal of text set in French typography. */
function words(text: string): string {
  return typstString(typeset(text));
}

/** The Typst source of a document: calls to the functions of `bilan.typ`, with strings as arguments. */
export function typstSource(document: Document, ruler: Ruler): string {
  const {cover} = document;
  return [
    '#import "bilan.typ": *',
    `#show: bilan.with(titre: ${words(document.title)}, courant: ${words(document.running)}, fictif: ${document.isFictional}, date: ${typstDate(document.date)})`,
    `#couverture(programme: ${words(cover.programme)}, titre: ${words(cover.title)}, sous-titre: ${words(cover.subtitle)}, lignes: ${array(cover.lines.map(words))}, fictif: ${document.isFictional})`,
    ...(document.contentsDepth > 0 ? [`#sommaire(${document.contentsDepth})`] : []),
    ...document.blocks.map((one, at) => (announces(one, document.blocks[at + 1]) ? `#annonce[${block(one, ruler)}]` : block(one, ruler)))
  ].join("\n");
}

function typstDate(iso: string | null): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return match ? `datetime(year: ${Number(match[1])}, month: ${Number(match[2])}, day: ${Number(match[3])})` : "none";
}

function array(items: readonly string[]): string {
  return `(${items.map((item) => `${item}, `).join("")})`;
}

function inline(one: Inline): string {
  if (typeof one === "string") return `#${words(one)}`;
  switch (one.kind) {
    case "strong": return `#strong[${inlines(one.content)}]`;
    case "emphasis": return `#emph[${inlines(one.content)}]`;
    case "code": return `#code(${typstString(one.text)})`;
    case "break": return "#linebreak()";
  }
}

function inlines(content: readonly Inline[]): string {
  return content.map(inline).join("");
}

function block(one: Block, ruler: Ruler): string {
  const inside = (blocks: readonly Block[]): string => blocks.map((each) => (each.kind === "table" ? table(each, ruler, false) : block(each, ruler))).join("\n");
  switch (one.kind) {
    case "heading": return `#titre(${one.level}, ${words(one.text)}, place: "${one.starts ?? ""}", liste: ${one.isUnlisted !== true})`;
    case "paragraph": return `#para(ton: "${one.tone ?? "normal"}")[${inlines(one.content)}]`;
    case "list": return `#${one.isOrdered ? "suite" : "liste"}${one.items.map((item) => `[${inside(item)}]`).join("")}`;
    case "terms": return `#termes${one.items.length === 0 ? "()" : one.items.map(({term, content}) => `((${words(term)}), [${inlines(content)}])`).join("\n#termes")}`;
    case "quote": return `#citation[${inside(one.content)}]`;
    case "code": return `#commande(${typstString(one.text)})`;
    case "commentary": return `#commentaire[${inside(one.content)}]`;
    case "panels": return `#panneaux(${array(one.items.map((panel) => `(titre: ${words(panel.title)}, compte: ${words(panel.count)}, lignes: ${array(panel.lines.map(words))}, reste: ${words(panel.rest ?? "")})`))})`;
    case "figure": return `#dessin(${image(one.chart, ruler)}, ${words(one.caption)})`;
    case "table": return table(one, ruler);
    case "card": return card(one, ruler);
  }
}

/** A chart at its size on paper; its text stays text. */
function image({svg, width, height, alt}: Chart, ruler: Ruler): string {
  const {marks, labels} = partLabels(svg, ruler);
  const texts = labels.map(({x, y, size, weight, fill, text}) => `(${mm(x)}, ${mm(y)}, ${mm(size)}, ${weight}, rgb("${fill}"), ${typstString(text)})`);
  return `graphique(${typstString(marks)}, ${words(alt)}, ${mm(width)}, ${mm(height)}, ${array(texts)})`;
}

function mm(units: number): string {
  return `${(units * 0.27).toFixed(2)}mm`;
}

/** Sizes of a table's text, its inner margins left and right, above and below, and the width of a page's text, in points. */
const SIZES = {small: 8, normal: 9, inset: 9.07, rise: 7.6535, page: 481.88};

/** Rows of a table that stays on one page: a break below so many may leave one row alone on the next. */
const UNBROKEN = 20;

function table({caption, columns, rows, totals = [], note = "", isSmall = false}: Table, ruler: Ruler, isFullWidth = true): string {
  const head = columns.map((column) => typeset(column.title));
  const body = rows.map((row) => row.map(typeset));
  const size = isSmall ? SIZES.small : SIZES.normal;
  const widths = body.map((row) => row.map((cell) => ruler.width(cell, size, totals.length > 0) + SIZES.inset + 0.5));
  // A column as narrow as its content is measured here, unless such columns would fill the page: the compiler then shares the width.
  const natural = columns.map((column, at) => (column.share === undefined ? Math.max(ruler.width(head[at] ?? "", size, true) + SIZES.inset + 0.5, ...widths.map((row) => row[at] ?? 0)) : 0));
  const taken = natural.reduce((sum, one) => sum + one, 0);
  const isNarrow = taken < SIZES.page * 0.65;
  const shares = columns.reduce((sum, {share = 0}) => sum + share, 0);
  const offered = columns.map(({share}, at) => (share === undefined ? (natural[at] ?? 0) : ((SIZES.page - taken) * share) / shares));
  // A row whose cells hold on one line is told its height: the compiler sets every cell of the others twice, to know it.
  const line = `${(ruler.height("", {size, width: 1, leading: 0}) + SIZES.rise).toFixed(3)}pt`;
  const heights = widths.map((row) => (isFullWidth && isNarrow && row.every((width, at) => width <= (offered[at] ?? 0)) ? line : "auto"));
  const isLong = rows.length > UNBROKEN;
  const sizes = columns.map(({share}, at) => (share !== undefined ? `${share}fr` : isNarrow ? `${(natural[at] ?? 0).toFixed(1)}pt` : "auto"));
  return `${isLong ? "#besoin(60mm, 5mm)\n" : ""}#tableau(titre: ${words(caption)}, largeurs: ${array(sizes)}, hauteurs: ${array(["auto", ...heights])}, cadrage: ${array(columns.map((column) => column.align ?? "left"))}, entetes: ${array(head.map(typstString))}, lignes: (${body.map((row) => row.map((cell) => `${typstString(cell)}, `).join("")).join("\n")}), totaux: ${array(totals.map(String))}, note: ${words(note)}, petit: ${isSmall}, coupe: ${isLong})`;
}

function card(one: Card, ruler: Ruler): string {
  return `#carte(titre: ${words(one.title)}, code: ${typstString(one.code)}, nombre: ${words(one.number)}, unite: ${words(one.unit)}, absent: ${one.isAbsent}, termes: ${words(one.terms)}, phrases: ${array(one.sentences.map(words))}, reserves: ${array(one.cautions.map(words))}, manque: ${lack(one, ruler).toFixed(1)}pt, dessin: ${one.chart ? image(one.chart, ruler) : "none"})`;
}

/** What the text of a card lacks, at the most, to stand as high as its chart, in points: sizes and distances are those of `carte`. */
function lack({title, terms, sentences, cautions, chart}: Card, ruler: Ruler): number {
  if (!chart) return 0;
  const style = {size: 8.8, width: 275, leading: 0.5};
  const texts = [[terms, 4.5], ...sentences.map((text, at) => [text, 3.4, at === 0] as const), [cautions.join(" "), 3.4]] as const;
  const height = ruler.height(title, {size: 10.5, width: 275, leading: 0.6, isBold: true}) + 6.2 + 12.7 + 5.1 + 5 + texts.reduce((sum, [text, below, isBold = false]) => sum + (text === "" ? 0 : ruler.height(text, {...style, isBold}) + below), 0);
  return Math.max(0, chart.height * 0.27 * (72 / 25.4) - height);
}
