import {refuseBinary, refuseMarkup} from "./binary.ts";
import {type Anomaly, anomaly, type AnomalyCode} from "./causes.ts";
import {declaredSeparator, detect, type Dialect, type DialectHints} from "./dialect.ts";
import {decodeWithLines, detectEncoding} from "./encoding.ts";
import {type ColumnProfile, learnProfiles} from "./kinds.ts";
import {mend, type Mended} from "./mend.ts";
import {type Grammar, isBlank, type RawRecord, readRecordAt, TROUBLE} from "./tokens.ts";

export type {Anomaly, AnomalyCode} from "./causes.ts";

export interface SourceRecord {
  /** Physical line, from 1, where the record begins. */
  line: number;
  /** Row as a spreadsheet shows it: a cell of several lines is in one row, a blank line is a row, `sep=` is none. */
  row: number;
  cells: string[];
  /** Present when the record was mended. */
  anomaly?: Anomaly;
}

export interface Table {
  header: string[];
  /** Physical line of the header; 0 when there is none. */
  headerLine: number;
  records: SourceRecord[];
}

export interface ReadFile {
  dialect: Dialect;
  header: string[];
  records: SourceRecord[];
  /** Those of the records and those of the file, by line. */
  anomalies: Anomaly[];
  blankLines: number;
  /** The other tables of the file, when there are several one under the other. */
  tables?: Table[];
}

/** How many clean records are enough to know a column. */
const LEARNT = 2000;

/** All records after the header, mended where need be, and then with an anomaly. Blank lines are passed over. */
export function* readRecords(text: string, dialect: Dialect): Generator<SourceRecord> {
  const grammar = grammarOf(dialect);
  const start = startOf(text, dialect, grammar);
  const columns = dialect.columns ?? commonWidth(text, start, grammar);
  const profiles = profilesOf(text, start, grammar, columns);
  for (const item of mendedRecords(text, start, grammar, columns, profiles)) if (!item.isBlank) yield item.record;
}

/** Reads a whole file: finds its encoding and dialect, merges its header, mends its records. */
export function readDelimited(bytes: Uint8Array, hints: DialectHints = {}): ReadFile {
  refuseBinary(bytes);
  const encoding = detectEncoding(bytes);
  const {text, foreignLines} = decodeWithLines(bytes, encoding);
  refuseMarkup(text);
  const {dialect: found, structure, grammar} = detect(text, hints);
  const dialect: Dialect = {...found, encoding};
  const anomalies: Anomaly[] = [];
  if (text.trim() === "") return {dialect, header: [], records: [], anomalies: [anomaly(1, "fichier_vide")], blankLines: 0};

  const columns = structure.columns;
  const start = startOf(text, dialect, grammar);
  const header = headerOf(structure.headerRecords, columns);
  const profiles = profilesOf(text, start, grammar, columns);
  const records: SourceRecord[] = [];
  let blankLines = 0;
  for (const item of mendedRecords(text, start, grammar, columns, profiles)) {
    if (item.isBlank) {
      blankLines += 1;
      continue;
    }
    const {record} = item;
    if (record.anomaly === undefined && foreignLines.has(record.line)) record.anomaly = anomaly(record.line, "autre_encodage");
    if (record.anomaly !== undefined) anomalies.push(record.anomaly);
    records.push(record);
  }
  return {dialect, header, records, anomalies: anomalies.sort((one, other) => one.line - other.line), blankLines};
}

function grammarOf(dialect: Dialect): Grammar {
  return {delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.escape};
}

interface Start {
  at: number;
  line: number;
  row: number;
}

/** Where the data begins: after the `sep=` line, the preamble and the header. */
function startOf(text: string, dialect: Dialect, grammar: Grammar): Start {
  const declared = declaredSeparator(text);
  const start: Start = {at: declared?.bodyStart ?? 0, line: declared === null ? 1 : 2, row: 1};
  let toPass = dialect.preamble + dialect.headerRows;
  while (toPass > 0 && start.at < text.length) {
    const record = readRecordAt(text, start.at, start.line, grammar);
    if (!isBlank(record)) toPass -= 1;
    start.at = record.next;
    start.line += record.lines;
    start.row += 1;
  }
  return start;
}

function* rawRecords(text: string, start: Start, grammar: Grammar): Generator<RawRecord> {
  let {at, line} = start;
  while (at < text.length) {
    const record = readRecordAt(text, at, line, grammar);
    yield record;
    at = record.next;
    line += record.lines;
  }
}

function commonWidth(text: string, start: Start, grammar: Grammar): number {
  const counts = new Map<number, number>();
  let seen = 0;
  for (const record of rawRecords(text, start, grammar)) {
    if (isBlank(record)) continue;
    counts.set(record.cells.length, (counts.get(record.cells.length) ?? 0) + 1);
    if ((seen += 1) >= LEARNT) break;
  }
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 1;
}

function profilesOf(text: string, start: Start, grammar: Grammar, columns: number): ColumnProfile[] {
  const clean: string[][] = [];
  let seen = 0;
  for (const record of rawRecords(text, start, grammar)) {
    seen += 1;
    if (record.trouble === 0 && record.cells.length === columns && !isBlank(record)) clean.push(record.cells);
    if (clean.length >= LEARNT || seen >= LEARNT * 10) break;
  }
  return learnProfiles(clean, columns);
}

type Item = {isBlank: true; line: number; row: number} | {isBlank: false; record: SourceRecord; raw: RawRecord};

function* mendedRecords(text: string, start: Start, grammar: Grammar, columns: number, profiles: readonly ColumnProfile[]): Generator<Item> {
  let {at, line, row} = start;
  while (at < text.length) {
    const raw = readRecordAt(text, at, line, grammar);
    if (isBlank(raw)) {
      yield {isBlank: true, line, row};
      at = raw.next;
      line += raw.lines;
      row += 1;
      continue;
    }
    const isClean = raw.cells.length === columns && (raw.trouble & ~TROUBLE.quoteInBareCell) === 0;
    if (isClean) {
      yield {isBlank: false, raw, record: {line, row, cells: raw.cells}};
      at = raw.next;
      line += raw.lines;
    } else {
      const mended: Mended = mend(text, raw, grammar, columns, profiles);
      yield {isBlank: false, raw, record: {line, row, cells: mended.cells, ...(mended.code === null ? {} : {anomaly: anomaly(line, mended.code, mended.detail)})}};
      at = mended.next;
      line += mended.lines;
    }
    row += 1;
  }
}

function headerOf(records: readonly RawRecord[], columns: number): string[] {
  const header: string[] = [];
  for (let column = 0; column < columns; column += 1) {
    header.push(
      records
        .map((record) => (record.cells[column] ?? "").trim())
        .filter((title) => title !== "")
        .join(" ")
    );
  }
  return header;
}

