/** A document as its readers see it, before any format: the PDF, the Word file and the web page are three renderings of it. */

export type Inline =
  | string
  | {readonly kind: "strong" | "emphasis"; readonly content: readonly Inline[]}
  | {readonly kind: "code"; readonly text: string}
  | {readonly kind: "break"};

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Share of the width left by the others; columns without one are as narrow as their content. */
  readonly share?: number;
}

export interface Table {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row is its header. */
  readonly rows: readonly (readonly string[])[];
  /** Rows drawn as totals, counted from 0. */
  readonly totals?: readonly number[];
  readonly note?: string;
  readonly isSmall?: boolean;
}

export interface Chart {
  readonly svg: string;
  /** In SVG units: 100 are 27 mm on paper. */
  readonly width: number;
  readonly height: number;
  /** What the chart shows, for who does not see it. */
  readonly alt: string;
}

/** The card of an indicator: its figure, what may be said of it, its chart. */
export interface Card {
  readonly kind: "card";
  readonly title: string;
  readonly code: string;
  readonly number: string;
  readonly unit: string;
  readonly isAbsent: boolean;
  readonly terms: string;
  /** Sentences on target, change and difference; the first is set in bold. */
  readonly sentences: readonly string[];
  /** Coverage, interval and cautions. */
  readonly cautions: readonly string[];
  readonly chart: Chart | null;
}

/** A heading that starts a page always does; one that starts a half-page does when less than that is left: no chapter ends on an empty page. */
export type Block =
  | {readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string; readonly starts?: "page" | "half-page"; readonly isUnlisted?: boolean}
  | {readonly kind: "paragraph"; readonly content: readonly Inline[]; readonly tone?: "lead" | "small"}
  | {readonly kind: "list"; readonly items: readonly (readonly Block[])[]; readonly isOrdered?: boolean}
  | {readonly kind: "terms"; readonly items: readonly {readonly term: string; readonly content: readonly Inline[]}[]}
  | {readonly kind: "quote"; readonly content: readonly Block[]}
  | {readonly kind: "code"; readonly text: string}
  /** A text of the DRANE, set apart from what is computed. */
  | {readonly kind: "commentary"; readonly content: readonly Block[]}
  | {readonly kind: "panels"; readonly items: readonly Panel[]}
  | {readonly kind: "figure"; readonly chart: Chart; readonly caption: string}
  | Table
  | Card;

/** A box of the synthesis. */
export interface Panel {
  readonly title: string;
  readonly count: string;
  readonly lines: readonly string[];
  readonly rest?: string;
}

interface Cover {
  readonly programme: string;
  readonly title: string;
  readonly subtitle: string;
  readonly lines: readonly string[];
}

export interface Document {
  readonly title: string;
  /** Written at the head of every page. */
  readonly running: string;
  /** ISO date of the data: the date of the document. */
  readonly date: string | null;
  readonly isFictional: boolean;
  readonly cover: Cover;
  /** Levels of heading in the table of contents; 0 for none. */
  readonly contentsDepth: 0 | 1 | 2;
  readonly blocks: readonly Block[];
}

/** What `typeset` may change: most cells of a table have none of it. */
const TOUCHED = /['"«»;!?\u202f]| :|\d (?:%|€|M€|\d{3})|(?:^|[\s(])-\d|\.\.\./u;

/**
 * French typography of a text that may come from a label or a file: apostrophes, narrow spaces before ; ! ?, wide ones
 * before : and % and inside guillemets and numbers (the narrow one of the typeface is too thin to part thousands).
 */
export function typeset(text: string): string {
  if (!TOUCHED.test(text)) return text;
  return text
    .replace(/(\p{L})'(?=[\p{L}\d])/gu, "$1’")
    .replace(/"([^"\n]+)"/g, "«\u00a0$1\u00a0»")
    .replace(/«[ \u202f]/g, "«\u00a0")
    .replace(/[ \u202f]»/g, "\u00a0»")
    .replace(/[ \u00a0]([;!?])/g, "\u202f$1")
    .replace(/ :(?=\s|$)/g, "\u00a0:")
    .replace(/\u202f(?=\d|%|€|M€)/g, "\u00a0")
    .replace(/(\d) (?=%|€|M€|\d{3}(?!\d))/g, "$1\u00a0")
    .replace(/(^|[\s(])-(?=\d)/g, "$1\u2212")
    .replace(/\.\.\./g, "…");
}

/** A paragraph that leads to a table, a figure or a command stays on its page. */
export function announces(one: Block, next: Block | undefined): boolean {
  return one.kind === "paragraph" && (next?.kind === "table" || next?.kind === "figure" || next?.kind === "code");
}

/** Plain words of inlines, for titles and tests. */
export function plainText(content: readonly Inline[]): string {
  return content.map((one) => (typeof one === "string" ? one : one.kind === "code" ? one.text : one.kind === "break" ? " " : plainText(one.content))).join("");
}
