import {fold} from "../../lib/text.ts";
import {type ColumnProfile, FORMAL, kindOf, learnProfiles} from "./kinds.ts";
import {isBlank, type RawRecord} from "./tokens.ts";

/** Where the table is in the file. */
export interface Structure {
  columns: number;
  /** Cells of an ordinary record as it is written: more than `columns` when every record ends with delimiters for nothing. */
  width: number;
  preamble: number;
  headerRows: number;
  headerLine: number;
  dataLine: number;
  /** The raw records of the header, one or several. */
  headerRecords: RawRecord[];
}

const LOOKED_AT = 60;

/** Finds the header among the first records, from names that are known or from rows that do not look like the data below them. */
export function findStructure(all: readonly RawRecord[], delimiter: string, known?: ReadonlySet<string>): Structure {
  const records = all.filter((record) => !isBlank(record));
  const last = all.at(-1);
  const pastEnd = last === undefined ? 1 : last.line + last.lines;
  if (records.length === 0) return {columns: 0, width: 0, preamble: 0, headerRows: 0, headerLine: 0, dataLine: pastEnd, headerRecords: []};

  const columns = columnsOf(records);
  const body = records.filter((record) => record.cells.length === columns && !isRepeatedTitles(record, records));
  // The first rows are perhaps titles: the profile of the data is learnt from the others.
  const skipped = Math.min(12, Math.floor(body.length / 2));
  const profiles = learnProfiles(sampleRows(body.slice(skipped)), columns);
  const isAfterBlank = blankBefore(all);

  const named = known === undefined ? -1 : knownHeaderAt(records, known, columns);
  const [first, rows] = named >= 0 ? [named, 1] : guessHeader(records, columns, profiles, isAfterBlank, delimiter);
  const headerRecords = records.slice(first, first + rows);
  const header = headerRecords.at(-1);
  const data = records[first + rows];
  const found = header === undefined ? usedColumns(records.slice(first), columns) : columnsWithHeader(headerRecords, records.slice(first + rows), columns, delimiter);
  const isSpare = delimiter !== " " && found < columns && body.length >= records.length * 0.8 && body.every((record) => trimmedLength(record.cells) <= found);
  return {
    columns: found,
    width: isSpare ? columns : found,
    preamble: first,
    headerRows: rows,
    headerLine: headerRecords[0]?.line ?? 0,
    dataLine: data?.line ?? pastEnd,
    headerRecords
  };
}

/** The most frequent number of cells; between equals, the widest. One-cell lines count little: they are titles and notes. */
function columnsOf(records: readonly RawRecord[]): number {
  const whole = commonest(records);
  // Of two tables one under the other, the first one counts.
  const head = records.slice(0, Math.max(5, Math.ceil(records.length * 0.2)));
  const first = commonest(head);
  const share = (of: readonly RawRecord[]): number => of.filter((record) => record.cells.length === first).length / of.length;
  return first > 1 && share(head) >= 0.9 && share(records) >= 0.3 ? first : whole;
}

function commonest(records: readonly RawRecord[]): number {
  const counts = new Map<number, number>();
  for (const record of records) {
    const size = record.cells.length;
    counts.set(size, (counts.get(size) ?? 0) + (size === 1 ? 0.5 : 1));
  }
  let columns = 1;
  let most = 0;
  for (const [size, weight] of counts) {
    if (weight > most || (weight === most && size > columns)) {
      columns = size;
      most = weight;
    }
  }
  return columns;
}

function sampleRows(records: readonly RawRecord[]): string[][] {
  const step = Math.max(1, Math.floor(records.length / 400));
  return records.filter((_, index) => index % step === 0).map((record) => record.cells);
}

/** A row of words that comes back as it is: the header of an export pasted below another. It teaches nothing about the data. */
function isRepeatedTitles(record: RawRecord, records: readonly RawRecord[]): boolean {
  const [first] = records;
  if (first === undefined || record.cells.length < 2 || first.cells.length !== record.cells.length) return false;
  return first.cells.every((cell, column) => cell === record.cells[column] && !FORMAL.has(kindOf(cell)));
}

/** The records that come just after a blank line. */
function blankBefore(all: readonly RawRecord[]): ReadonlySet<RawRecord> {
  const found = new Set<RawRecord>();
  let blank = false;
  for (const record of all) {
    if (isBlank(record)) {
      blank = true;
      continue;
    }
    if (blank) found.add(record);
    blank = false;
  }
  return found;
}

/** A name as long as « adresse de courriel » at the head of a table is not there by chance: one is enough. */
const TELLING_NAME = 15;

function knownHeaderAt(records: readonly RawRecord[], known: ReadonlySet<string>, columns: number): number {
  let best = -1;
  let bestScore = 0;
  for (const [index, record] of records.slice(0, LOOKED_AT).entries()) {
    const filled = record.cells.filter((cell) => cell.trim() !== "");
    const names = filled.map((cell) => fold(stripQuotes(cell))).filter((name) => known.has(name));
    const found = names.length;
    const isTelling = index === 0 && record.cells.length === columns && names.some((name) => name.length >= TELLING_NAME);
    const isEnough = isTelling || (found >= 2 ? found / filled.length >= 0.3 || found >= 4 : found === 1 && filled.length === 1);
    if (isEnough && found > bestScore) {
      best = index;
      bestScore = found;
    }
  }
  return best;
}

function stripQuotes(cell: string): string {
  return cell.replace(/^["']+|["']+$/g, "");
}

/** Place and number of header rows; [0, 0] when the file begins with its data. */
function guessHeader(records: readonly RawRecord[], columns: number, profiles: readonly ColumnProfile[], isAfterBlank: ReadonlySet<RawRecord>, delimiter: string): [first: number, rows: number] {
  const looked = records.slice(0, LOOKED_AT);
  if (looked.length === 1) return looksLikeData(looked[0] as RawRecord) ? [0, 0] : [0, 1];
  const formal = profiles.map((profile) => profile.isFormal());
  const hasFormal = formal.includes(true);

  if (!hasFormal) {
    // Nothing but words: the first full row is the header, unless its own values come back below it.
    const first = looked.findIndex((record) => isWide(record, columns) && filledShare(record, columns) >= 0.5);
    if (first === -1) return [0, 1];
    const rows = repeats(looked, first);
    return [first, rows];
  }

  let data = looked.findIndex((record) => fits(record, columns, profiles, formal));
  if (data === -1) data = looked.length;
  const above = looked.slice(0, data);
  // A sound row of titles, the nearest to the data; what stands between them is damaged data.
  let last = above.findLastIndex((record) => isTitleRow(record, columns, profiles, formal));
  // Titles do not come back as values of their columns: under a row of titles, a row that does so is the first of the data.
  const steady = above.findLastIndex((record, index) => index < last && isTitleRow(record, columns, profiles, formal) && !comesBack(records, index));
  if (steady >= 0 && above.slice(steady + 1, last + 1).every((_, index) => comesBack(records, steady + 1 + index))) last = steady;
  if (last >= 0) {
    let first = last;
    while (first > 0 && !isAfterBlank.has(looked[first] as RawRecord) && isTitleRow(looked[first - 1] as RawRecord, columns, profiles, formal)) first -= 1;
    return [first, last - first + 1];
  }
  // A damaged one: one delimiter too many or too few, a stray quote.
  last = above.findIndex((record, index) => looksLikeTitles(record, index === 0 ? columns * 0.4 : columns * 0.6, columns, delimiter));
  if (last >= 0) return [last, 1];
  const preamble = above.findLastIndex((record) => filledShare(record, columns) < 0.5 && record.cells.length <= columns && record.trouble === 0);
  return [isPreamble(above.slice(0, preamble + 1), columns) ? preamble + 1 : 0, 0];
}

/** Only one row to judge by: it is data when most of its cells have a form of their own. */
function looksLikeData(record: RawRecord): boolean {
  const filled = record.cells.filter((cell) => cell.trim() !== "");
  return filled.filter((cell) => FORMAL.has(kindOf(cell)) && !/^\d\.\d$/.test(cell)).length > filled.length / 2;
}

/** Titles and notes above data without a header: a cell or two each. */
function isPreamble(records: readonly RawRecord[], columns: number): boolean {
  return records.every((record) => record.cells.filter((cell) => cell.trim() !== "").length <= Math.max(1, columns * 0.3));
}

/** Whether two cells of a record, or half of those that it fills, stand again below it in the same columns. */
function comesBack(records: readonly RawRecord[], at: number): boolean {
  const filled = [...(records[at]?.cells ?? []).entries()].filter(([, cell]) => cell.trim() !== "");
  const below = records.slice(at + 1, at + 1 + LOOKED_AT);
  const again = filled.filter(([column, cell]) => below.some((record) => record.cells[column] === cell)).length;
  return again >= Math.min(2, filled.length / 2);
}

/** The same titles several times, one under the other. */
function repeats(records: readonly RawRecord[], first: number): number {
  const titles = JSON.stringify(records[first]?.cells);
  let rows = 1;
  while (first + rows < records.length - 1 && JSON.stringify(records[first + rows]?.cells) === titles) rows += 1;
  return rows;
}

function isWide(record: RawRecord, columns: number): boolean {
  const size = record.cells.length;
  return size === columns || Math.abs(size - columns) <= 2 ? size >= Math.min(2, columns) : size >= columns * 0.6;
}

function filledShare(record: RawRecord, columns: number): number {
  return record.cells.filter((cell) => cell.trim() !== "").length / Math.max(columns, 1);
}

/** Share of the formal columns, among those that the record fills, where the value is of the column's kind. */
function agreement(record: RawRecord, profiles: readonly ColumnProfile[], formal: readonly boolean[]): {share: number; seen: number} {
  let seen = 0;
  let agreed = 0;
  for (const [column, isFormal] of formal.entries()) {
    const cell = record.cells[column];
    if (!isFormal || cell === undefined || cell.trim() === "") continue;
    seen += 1;
    if (profiles[column]?.accepts(cell) === true) agreed += 1;
  }
  return {share: seen === 0 ? 0 : agreed / seen, seen};
}

function fits(record: RawRecord, columns: number, profiles: readonly ColumnProfile[], formal: readonly boolean[]): boolean {
  if (record.cells.length !== columns) return false;
  const {share, seen} = agreement(record, profiles, formal);
  return seen > 0 && share >= 0.6;
}

/** As many cells as the table, most of them filled, and nothing of what the columns hold. */
function isTitleRow(record: RawRecord, columns: number, profiles: readonly ColumnProfile[], formal: readonly boolean[]): boolean {
  if (record.cells.length !== columns || record.trouble !== 0) return false;
  const filled = record.cells.filter((cell) => cell.trim() !== "");
  if (filled.length < Math.max(columns * 0.5, Math.min(2, columns))) return false;
  // Nobody gives an address as a title: however few rows there are to judge by, this one is data.
  if (filled.some((cell) => kindOf(cell) === "email")) return false;
  return agreement(record, profiles, formal).share < 0.34 && filled.filter(isFormalTitle).length <= filled.length * 0.6;
}

/** Cut anew without heeding quotes, the line is made of titles. */
function looksLikeTitles(record: RawRecord, least: number, columns: number, delimiter: string): boolean {
  const titles = record.cells
    .join(delimiter)
    .split(delimiter === "" ? "\n" : delimiter)
    .map((title) => stripQuotes(title.trim()));
  const filled = titles.filter((title) => title !== "");
  if (titles.length < least || titles.length > columns + 3 || filled.length < Math.min(2, columns)) return false;
  return filled.length >= titles.length * 0.5 && filled.filter(isFormalTitle).length <= filled.length * 0.15;
}

/** A figure, a date, a code: no title, years and Pix competence codes apart. */
function isFormalTitle(title: string): boolean {
  const kind = kindOf(title);
  return FORMAL.has(kind) && kind !== "code" && !/^(\d\.\d|(19|20)\d\d(-(19|20)\d\d)?)$/.test(title.trim());
}

/** The header and the data may disagree on how many columns there are: trailing delimiters, ragged rows, delimiters in bare texts. */
function columnsWithHeader(headerRecords: readonly RawRecord[], data: readonly RawRecord[], mode: number, delimiter: string): number {
  const header = headerRecords.at(-1) as RawRecord;
  const named = trimmedLength(header.cells);
  if (data.length === 0) return Math.max(named, 1);
  if (header.trouble !== 0) return mode;
  const share = (test: (size: number) => boolean): number => data.filter((record) => test(record.cells.length)).length / data.length;
  const empties = header.cells.filter((cell) => cell.trim() === "").length;
  if (header.cells.length - empties === mode && empties > 0 && named > mode) return mode;
  if (named < mode) {
    // Delimiters for nothing at the end of every row, in the header or not.
    if (Math.max(...data.map((record) => (record.trouble === 0 ? trimmedLength(record.cells) : 0))) <= named) return named;
    // Rows of many widths, none narrower than the header: their texts hold delimiters.
    const widths = new Set(data.map((record) => record.cells.length)).size;
    const isLoose = delimiter === " " || (widths >= 3 && share((size) => size === mode) < 0.8);
    return isLoose && empties === 0 && share((size) => size >= named) >= 0.95 ? named : mode;
  }
  return named;
}

function usedColumns(data: readonly RawRecord[], mode: number): number {
  return data.some((record) => record.cells.length === mode) ? mode : Math.max(1, ...data.map((record) => record.cells.length));
}

function trimmedLength(cells: readonly string[]): number {
  let length = cells.length;
  while (length > 0 && (cells[length - 1] as string).trim() === "") length -= 1;
  return length;
}
