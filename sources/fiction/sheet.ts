import {createHash} from "node:crypto";
import {closeSync, mkdirSync, openSync, writeSync} from "node:fs";
import {dirname, join} from "node:path";
import {uaiLetter} from "../../pipelines/lib/text.ts";
import {plantedErrors, type PlantedError} from "./planted.ts";

export type Cell = string | number | boolean | null;
type Encoding = "utf-8" | "utf-8-bom" | "windows-1252" | "utf-16le";

export interface Layout {
  readonly header: readonly string[];
  readonly encoding?: Encoding;
  readonly separator?: ";" | "\t" | ",";
  readonly decimal?: "," | ".";
  /** `pix`: strings always between quotes unless they are digits and dashes, formulas escaped by an apostrophe. */
  readonly quoting?: "minimal" | "pix";
  readonly eol?: "\n" | "\r\n";
}

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  /** Records, header not counted. */
  readonly rows: number;
  readonly sha256: string;
}

const CHUNK = 1 << 20;

// What Windows-1252 puts in 0x80 to 0x9f, where Latin-1 has controls; a space where it has nothing.
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === "utf-16le") return Buffer.from(text, "utf16le");
  if (encoding !== "windows-1252") return Buffer.from(text, "utf8");
  const bytes = Buffer.alloc(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const rank = code < 0x100 ? -1 : WINDOWS_1252.indexOf(text[index] as string);
    bytes[index] = rank >= 0 ? 0x80 + rank : code < 0x100 ? code : 0x3f;
  }
  return bytes;
}

/** The folder of raw files being written; it remembers what it wrote. */
export class RawFolder {
  readonly dir: string;
  readonly written: WrittenFile[] = [];

  /** Whether the mistakes of `planted.ts` go into its files. */
  readonly hasPlanted: boolean;

  readonly isShared: boolean;
  readonly #standing = new Map<string, Sheet>();

  /** `isShared`: several départements write in the same files, one after the other, until `finish`. */
  constructor(dir: string, {hasPlanted = true, isShared = false}: {hasPlanted?: boolean; isShared?: boolean} = {}) {
    this.dir = dir;
    this.hasPlanted = hasPlanted;
    this.isShared = isShared;
  }

  open(path: string, layout: Layout): Sheet {
    const standing = this.#standing.get(path);
    if (standing) return standing;
    const sheet = new Sheet(this, path, layout);
    if (this.isShared) this.#standing.set(path, sheet);
    return sheet;
  }

  /** Ends the files of a shared folder; those of another end one by one. */
  finish(): void {
    for (const sheet of this.#standing.values()) sheet.end();
    this.#standing.clear();
  }

  /** Writes a small text of its own (UTF-8). */
  text(path: string, content: string): void {
    const sheet = new RawFile(this, path, "utf-8");
    sheet.add(content);
    sheet.close(0);
  }
}

class RawFile {
  readonly #folder: RawFolder;
  readonly #path: string;
  readonly #encoding: Encoding;
  readonly #descriptor: number;
  readonly #hash = createHash("sha256");
  #parts: string[] = [];
  #length = 0;
  #bytes = 0;

  constructor(folder: RawFolder, path: string, encoding: Encoding) {
    const full = join(folder.dir, path);
    mkdirSync(dirname(full), {recursive: true});
    this.#folder = folder;
    this.#path = path;
    this.#encoding = encoding;
    this.#descriptor = openSync(full, "w");
    if (encoding === "utf-8-bom" || encoding === "utf-16le") this.add("\ufeff");
  }

  /** `text` must be flat (joined, not concatenated piece by piece), for the memory's sake. */
  add(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= CHUNK) this.#flush();
  }

  close(rows: number): void {
    this.#flush();
    closeSync(this.#descriptor);
    this.#folder.written.push({path: this.#path, bytes: this.#bytes, rows, sha256: this.#hash.digest("hex")});
  }

  #flush(): void {
    if (this.#length === 0) return;
    const bytes = encode(this.#parts.join(""), this.#encoding);
    for (let offset = 0; offset < bytes.length; ) offset += writeSync(this.#descriptor, bytes, offset);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#parts = [];
    this.#length = 0;
  }
}

/** One table being written, line after line, with the mistakes planted in it. */
export class Sheet {
  readonly #file: RawFile;
  readonly #header: readonly string[];
  readonly #separator: string;
  readonly #decimalComma: boolean;
  readonly #isPix: boolean;
  readonly #eol: string;
  readonly #isShared: boolean;
  readonly #planted = new Map<number, PlantedError>();
  // The texts of the row being made: one array for all, the bulk of the garbage otherwise.
  readonly #texts: string[] = [];
  #line = 0;
  #previous = "";

  constructor(folder: RawFolder, path: string, layout: Layout) {
    this.#isShared = folder.isShared;
    this.#header = layout.header;
    this.#separator = layout.separator ?? ";";
    this.#decimalComma = (layout.decimal ?? ",") === ",";
    this.#isPix = layout.quoting === "pix";
    this.#eol = layout.eol ?? "\n";
    if (folder.hasPlanted) for (const error of plantedErrors) if (error.file === path) this.#planted.set(error.line, error);
    this.#file = new RawFile(folder, path, layout.encoding ?? "utf-8");
    this.#write(layout.header.map((label) => this.#cell(label)).join(this.#separator));
  }

  /** Adds a record, one cell per header: null is an empty cell, a boolean is oui or non. */
  row(cells: readonly Cell[]): void {
    if (this.#planted.get(this.#line + 1)?.kind === "doublon_exact") this.#write(this.#previous);
    const error = this.#planted.get(this.#line + 1);
    const right = error ? this.#spoil(cells, error) : cells;
    this.#texts.length = right.length;
    for (let index = 0; index < right.length; index += 1) this.#texts[index] = this.#cell(right[index] as Cell);
    this.#write(this.#texts.join(this.#separator));
  }

  close(): void {
    if (!this.#isShared) this.end();
  }

  /** Ends the file, shared or not. */
  end(): void {
    this.#file.close(this.#line - 1);
  }

  #write(text: string): void {
    this.#file.add(text);
    this.#file.add(this.#eol);
    this.#previous = text;
    this.#line += 1;
  }

  #spoil(cells: readonly Cell[], error: PlantedError): Cell[] {
    const spoiled = [...cells];
    if (error.kind === "lettre_fausse") {
      const index = this.#header.indexOf(error.column ?? "");
      const digits = String(spoiled[index]).slice(0, 7);
      spoiled[index] = digits + uaiLetter(String(Number(digits) + 1).padStart(7, "0"));
    }
    for (const [column, value] of Object.entries(error.cells)) {
      const index = this.#header.indexOf(column);
      if (index < 0) throw new Error(`planted error in ${error.file}: no column ${column}`);
      spoiled[index] = value;
    }
    return spoiled;
  }

  #cell(cell: Cell): string {
    if (typeof cell === "number") return this.#number(cell);
    if (cell === null) return "";
    if (typeof cell === "boolean") return cell ? "oui" : "non";
    if (this.#isPix) return pixText(cell);
    return cell.includes(this.#separator) || cell.includes('"') || cell.includes("\n") ? `"${cell.replaceAll('"', '""')}"` : cell;
  }

  #number(value: number): string {
    if (Number.isInteger(value) || !this.#decimalComma) return String(value);
    const hundredth = HUNDREDTHS[Math.round(value * 100)];
    return hundredth?.value === value ? hundredth.text : String(value).replace(".", ",");
  }
}

// Shares of 0 to 1 with two decimals are most of the decimals written.
const HUNDREDTHS = Array.from({length: 101}, (_, index) => ({value: index / 100, text: String(index / 100).replace(".", ",")}));

/** A string as Pix writes it (see the dialect in the import contracts of Pix). */
function pixText(text: string): string {
  const first = text.charCodeAt(0);
  const mayBeBare = (first >= 48 && first <= 57) || first === 45;
  if (mayBeBare && /^[0-9-]+$/.test(text)) return text;
  const inner = text.includes('"') ? text.replaceAll('"', '""') : text;
  return first === 45 || first === 64 || first === 61 || first === 43 ? `"'${inner}"` : `"${inner}"`;
}

const days = new Map<number, {iso: string; french: string}>();

function textsOf(day: number): {iso: string; french: string} {
  let texts = days.get(day);
  if (texts === undefined) {
    const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
    texts = {iso, french: [iso.slice(8), iso.slice(5, 7), iso.slice(0, 4)].join("/")};
    days.set(day, texts);
  }
  return texts;
}

/** `2024-10-07` from a number of days since 1 January 1970. */
export const isoDay = (day: number): string => textsOf(day).iso;

/** `07/10/2024` from a number of days since 1 January 1970. */
export const frenchDay = (day: number): string => textsOf(day).french;

/** Days since 1 January 1970 of a civil date. */
export function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** The day itself, or the next working day when it falls on a week-end or between Christmas and the first week of January. */
export function workingDay(day: number): number {
  const monthDay = isoDay(day).slice(5);
  if (monthDay >= "12-21") return workingDay(day + 8);
  if (monthDay <= "01-05") return workingDay(day + 4);
  const week = (day + 3) % 7; // 1 January 1970 was a Thursday: 0 is Monday
  return week === 5 ? day + 2 : week === 6 ? day + 1 : day;
}
