import {fold} from "../../lib/text.ts";
import {type AnomalyCode} from "./causes.ts";
import {ColumnProfile, FORMAL, kindOf, learnProfiles} from "./kinds.ts";
import {Mender} from "./mend.ts";
import {afterLineEnd, type Grammar, isBlank, type RawRecord, readRecordAt} from "./tokens.ts";

/** A place in a text: character, physical line, row of a spreadsheet. */
export interface Place {
  at: number;
  line: number;
  row: number;
}

/** What a table is made of: how many cells its records have, and what its header says. */
export interface TableShape {
  columns: number;
  /** Cells of a record as written; more than `columns` when every record ends with delimiters for nothing. */
  width: number;
  header: readonly string[];
}

/** What is met going down a file, below its header. */
export type Item =
  | {kind: "blank"; line: number}
  | {kind: "record"; line: number; row: number; cells: string[]; code: AnomalyCode | null; table: number}
  | {kind: "repeat"; line: number}
  | {kind: "footer"; line: number}
  | {kind: "table"; line: number; header: string[]; table: number};

/** How many clean records are enough to know a column. */
const LEARNT = 2000;
const LONGEST_FOOTER = 12;

/** What the clean records of a table taught. */
export interface Knowledge {
  profiles: ColumnProfile[];
  sample: string[][];
}

/** Learns the columns from the clean records below a place. */
export function learnColumns(text: string, start: Place, grammar: Grammar, shape: TableShape): Knowledge {
  const sample: string[][] = [];
  const wide: string[][] = [];
  let seen = 0;
  for (const record of rawRecords(text, start, grammar)) {
    if (isBlank(record)) continue;
    seen += 1;
    const cells = cleanCells(record, shape);
    if (cells !== null) sample.push(cells);
    else if (record.cells.length > shape.columns && wide.length < LEARNT) wide.push(record.cells);
    if (sample.length >= LEARNT || seen >= LEARNT * 10) break;
  }
  if (sample.length < seen * 0.1 && wide.length >= 3) return {profiles: learnFromEnds(wide, shape.columns), sample: []};
  return {profiles: learnProfiles(sample, shape.columns), sample};
}

/** Where every record has too many cells, only the columns with a form of their own are known: from the left, or from the right. */
function learnFromEnds(records: readonly string[][], columns: number): ColumnProfile[] {
  const left = learnProfiles(records, columns);
  const right = learnProfiles(records.map((cells) => cells.slice(-columns)), columns);
  const fromLeft = left.findIndex((profile) => !profile.isFormal());
  const fromRight = right.findLastIndex((profile) => !profile.isFormal() && !profile.isEmpty());
  return left.map((profile, column) => {
    if (fromLeft === -1 || column < fromLeft) return profile;
    return column > fromRight ? (right[column] as ColumnProfile) : new ColumnProfile();
  });
}

export function* rawRecords(text: string, start: Place, grammar: Grammar): Generator<RawRecord> {
  let {at, line} = start;
  while (at < text.length) {
    const record = readRecordAt(text, at, line, grammar);
    yield record;
    at = record.next;
    line += record.lines;
  }
}

/** The cells of a record that needs no mending; null when it does. */
function cleanCells(record: RawRecord, shape: TableShape): string[] | null {
  const {cells} = record;
  if (record.trouble !== 0) return null;
  if (cells.length === shape.columns) return cells;
  if (cells.length === shape.width && shape.width > shape.columns && cells.slice(shape.columns).every((cell) => cell.trim() === "")) return cells.slice(0, shape.columns);
  return null;
}

/** Goes down a file from its first data record: records, mended where need be, and everything that is none. */
export function* readTables(text: string, start: Place, grammar: Grammar, first: TableShape, knowledge: Knowledge): Generator<Item> {
  let shape = first;
  let mender = new Mender(grammar, shape.columns, knowledge.profiles, knowledge.sample);
  let table = 0;
  let folded = shape.header.map(fold);
  let wasBlank = false;
  let {profiles} = knowledge;
  const footer = footerStart(text, start, grammar, shape, knowledge.profiles);
  let {at, line, row} = start;
  while (at < text.length) {
    const raw = readRecordAt(text, at, line, grammar);
    const pass = (): void => {
      at = raw.next;
      line += raw.lines;
      row += 1;
    };
    if (isBlank(raw)) {
      yield {kind: "blank", line};
      pass();
      wasBlank = true;
      continue;
    }
    if (at >= footer) {
      yield {kind: "footer", line};
      pass();
      continue;
    }
    if (repeatsHeader(raw, folded)) {
      yield {kind: "repeat", line};
      pass();
      continue;
    }
    const cells = cleanCells(raw, shape);
    if ((cells === null || wasBlank) && startsTable(text, raw, grammar, shape, profiles)) {
      const header = raw.cells.map((cell) => cell.trim());
      shape = {columns: header.length, width: header.length, header};
      folded = header.map(fold);
      const place = {at: raw.next, line: line + raw.lines, row: row + 1};
      const learnt = learnColumns(text, place, grammar, shape);
      ({profiles} = learnt);
      mender = new Mender(grammar, shape.columns, learnt.profiles, learnt.sample);
      table += 1;
      yield {kind: "table", line, header, table};
      pass();
      wasBlank = false;
      continue;
    }
    wasBlank = false;
    if (cells !== null) {
      yield {kind: "record", line, row, cells, code: null, table};
      pass();
      continue;
    }
    const mended = mender.mend(text, raw);
    yield {kind: "record", line, row, cells: mended.cells, code: mended.code, table};
    at = mended.next;
    line += mended.lines;
    row += 1;
  }
}

function repeatsHeader(raw: RawRecord, folded: readonly string[]): boolean {
  if (folded.length < 2 || raw.cells.length < folded.length || fold(raw.cells[0] as string) !== folded[0]) return false;
  return raw.cells.every((cell, column) => fold(cell) === (folded[column] ?? ""));
}

/** Another table begins where titles stand above at least two records (or the last one) as wide as they are. */
function startsTable(text: string, raw: RawRecord, grammar: Grammar, shape: TableShape, profiles: readonly ColumnProfile[]): boolean {
  const width = raw.cells.length;
  if (raw.trouble !== 0 || width < 2) return false;
  const isTitle = raw.cells.every((cell) => cell.trim() !== "" && !FORMAL.has(kindOf(cell)));
  const isPrefix = raw.cells.every((cell, column) => fold(cell) === fold(shape.header[column] ?? cell)) && shape.header.length >= 2;
  if (!isTitle && !isPrefix) return false;
  if (width === shape.columns) {
    // As wide as this one: only titles where this table has figures, codes or dates are titles.
    const formal = profiles.flatMap((profile, column) => (profile.isFormal() ? [column] : []));
    if (formal.length === 0 || formal.some((column) => profiles[column]?.accepts(raw.cells[column] as string) === true)) return false;
  }
  let {next} = raw;
  let followers = 0;
  while (next < text.length && followers < 2) {
    const following = readRecordAt(text, next, 0, grammar);
    next = following.next;
    if (isBlank(following)) {
      if (followers === 0) continue;
      break;
    }
    if (following.cells.length !== width) return false;
    followers += 1;
  }
  return followers === 2 || (followers === 1 && next >= text.length);
}

// --- Footers: totals, sources and notes below the last record.

const TOTAL = /^(sous[- ]?)?tota(l|ux)\b/i;
const NOTE = /^(ensemble|somme|moyenne|sources?|notes?|n\.?b\.?|remarques?|l[ée]gende|lecture|champ|[ée]dit[ée]|extrait|export|fin|g[ée]n[ée]r[ée]|nombre de|\*+|\(\d+\))(?![\p{L}\d])/iu;

/** The place where the footer begins; the end of the text when there is none. */
function footerStart(text: string, start: Place, grammar: Grammar, shape: TableShape, profiles: readonly ColumnProfile[]): number {
  let footer = text.length;
  let end = text.length;
  for (let looked = 0; looked < LONGEST_FOOTER * 4 && end > start.at; looked += 1) {
    const begin = startOfLastLine(text, end);
    if (begin < start.at) break;
    const record = readRecordAt(text, begin, 0, grammar);
    if (record.next < end) break;
    const isLastLine = record.end === text.length;
    if (!isBlank(record)) {
      if (!isFooter(record, shape, profiles, isBlankLineBefore(text, begin, start.at), isLastLine)) break;
      footer = begin;
    }
    end = begin;
  }
  return footer;
}

/** Where the last physical line of `text.slice(0, end)` begins. */
function startOfLastLine(text: string, end: number): number {
  let at = end;
  if (at > 0 && text[at - 1] === "\n") at -= 1;
  if (at > 0 && text[at - 1] === "\r") at -= 1;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at -= 1;
  return at;
}

function isBlankLineBefore(text: string, at: number, from: number): boolean {
  if (at <= from) return false;
  const before = startOfLastLine(text, at);
  return before >= from && afterLineEnd(text, before) === at && /[\r\n]/.test(text[before] ?? "");
}

function isFooter(record: RawRecord, shape: TableShape, profiles: readonly ColumnProfile[], isAfterBlank: boolean, isLastLine: boolean): boolean {
  const {cells} = record;
  const {columns} = shape;
  if (columns < 2 || record.trouble !== 0) return false;
  const filled = cells.flatMap((cell, column) => (cell.trim() === "" ? [] : [column]));
  const first = filled[0];
  if (first === undefined) return false;
  const title = (cells[first] as string).trim();
  if (TOTAL.test(title)) return true;
  const profile = profiles[first];
  const isStranger = profile !== undefined && profile.isFormal() && !profile.accepts(title);
  const isNote = NOTE.test(title) && filled.length <= 2;
  if (cells.length === 1) {
    // A line cut at the end of the file is no note.
    if (isLastLine && !isNote && !isAfterBlank) return false;
    return isNote || isStranger || isAfterBlank || columns >= 3;
  }
  if (filled.length === 1 && columns >= 3 && (isStranger || isNote)) return true;
  return isAfterBlank && filled.length <= 2 && columns >= 4 && isStranger;
}
