import {refuseBinary, refuseMarkup} from "./binary.ts";
import {type Anomaly, anomaly} from "./causes.ts";
import {declaredSeparator, detect, type Dialect, type DialectHints} from "./dialect.ts";
import {decodeWithLines, detectEncoding} from "./encoding.ts";
import {mergeHeader, spreadsOver} from "./header.ts";
import {type Item, learnColumns, type Place, rawRecords, readTables, type TableShape} from "./tables.ts";
import {type Grammar, isBlank, readRecordAt} from "./tokens.ts";

export type {Anomaly, } from "./causes.ts";

export interface SourceRecord {
  /** Physical line, from 1, where the record begins. */
  line: number;
  /** Row as a spreadsheet shows it: a cell of several lines is in one row, a blank line is a row, `sep=` is none. */
  row: number;
  cells: string[];
  /** Present when the record was mended. */
  anomaly?: Anomaly;
}

interface Table {
  header: string[];
  /** Physical line of the header. */
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

/** What `readRecords` passed over: it returns it when it is done. */
export interface ReadSummary {
  blankLines: number;
  anomalies: Anomaly[];
}

/**
 * All records after the header, one by one, mended where need be and then with an anomaly. Blank lines, repeated headers and footers
 * are passed over and told in the summary that the generator returns. The records of another table below come too, with an anomaly.
 */
export function* readRecords(text: string, dialect: Dialect): Generator<SourceRecord, ReadSummary, undefined> {
  const grammar = grammarOf(dialect);
  const {place, header} = startOf(text, dialect, grammar);
  const columns = dialect.columns ?? commonWidth(text, place, grammar);
  const shape: TableShape = {columns, width: dialect.width ?? columns, header};
  const knowledge = learnColumns(text, place, grammar, shape);
  const reader = new AnomalyReader(text, new Set());
  const summary: ReadSummary = {blankLines: 0, anomalies: []};
  for (const item of readTables(text, place, grammar, shape, knowledge)) {
    if (item.kind === "record") {
      const record = reader.record(item);
      if (item.table > 0) record.anomaly ??= anomaly(item.line, "hors_tableau");
      yield record;
    } else if (item.kind === "blank") {
      summary.blankLines += 1;
    } else {
      summary.anomalies.push(reader.passed(item));
    }
  }
  return summary;
}

/**
 * Reads a whole file: finds its encoding and dialect alone, merges its header, mends its records.
 * @throws VigieError when the file is no text table (image, archive, HTML page…), saying which.
 */
export function readDelimited(bytes: Uint8Array, hints: DialectHints = {}): ReadFile {
  refuseBinary(bytes);
  const encoding = detectEncoding(bytes);
  const {text, foreignLines} = decodeWithLines(bytes, encoding);
  refuseMarkup(text);
  const {dialect: found, structure, grammar, bodyStart} = detect(text, hints);
  const dialect: Dialect = {...found, encoding};
  if (text.trim() === "") return {dialect, header: [], records: [], anomalies: [anomaly(1, "fichier_vide")], blankLines: 0};

  const {place} = startOf(text, dialect, grammar);
  const known = hints.knownHeaders ?? new Set<string>();
  const body = text.slice(bodyStart);
  let bare: TableShape = {columns: structure.columns, width: structure.width, header: []};
  let knowledge = learnColumns(text, place, grammar, bare);
  const [titles] = structure.headerRecords;
  if (titles !== undefined && structure.headerRecords.length === 1 && titles.cells.length < bare.width && bare.width > bare.columns) {
    const whole = {...bare, columns: bare.width};
    const learnt = learnColumns(text, place, grammar, whole);
    if (spreadsOver(titles, body, grammar, whole.columns, learnt.profiles, known)) [bare, knowledge] = [whole, learnt];
  }
  dialect.columns = bare.columns;
  const header = mergeHeader(structure.headerRecords, body, grammar, bare.columns, knowledge.profiles, known);
  const shape = {...bare, header: header.names};

  const anomalies: Anomaly[] = [];
  if (dialect.preamble > 0) anomalies.push(anomaly(1, "preambule", `${dialect.preamble} ligne${dialect.preamble > 1 ? "s" : ""}`));
  if (dialect.headerRows === 0) anomalies.push(anomaly(1, "entete_absent"));
  if (header.code !== null) anomalies.push(anomaly(structure.headerLine, header.code));
  if (shape.width > shape.columns) anomalies.push(anomaly(Math.max(1, structure.headerLine), "colonnes_vides"));

  const reader = new AnomalyReader(text, foreignLines);
  const tables: Table[] = [{header: header.names, headerLine: structure.headerLine, records: []}];
  let blankLines = 0;
  for (const item of readTables(text, place, grammar, shape, knowledge)) {
    if (item.kind === "record") {
      const record = reader.record(item);
      if (record.anomaly !== undefined) anomalies.push(record.anomaly);
      tables[item.table]?.records.push(record);
    } else if (item.kind === "blank") {
      blankLines += 1;
    } else {
      anomalies.push(reader.passed(item));
      if (item.kind === "table") tables.push({header: item.header, headerLine: item.line, records: []});
      if (item.kind === "footer") dialect.footer += 1;
    }
  }
  const [main, ...others] = tables as [Table, ...Table[]];
  anomalies.sort((one, other) => one.line - other.line);
  return {dialect, header: main.header, records: main.records, anomalies, blankLines, ...(others.length > 0 ? {tables: others} : {})};
}

function grammarOf(dialect: Dialect): Grammar {
  return {delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.escape};
}

/** Where the data begins: after the `sep=` line, the preamble and the header; and the last row of the header as written. */
function startOf(text: string, dialect: Dialect, grammar: Grammar): {place: Place; header: string[]} {
  const declared = declaredSeparator(text);
  const place: Place = {at: declared?.bodyStart ?? 0, line: declared === null ? 1 : 2, row: 1};
  let header: string[] = [];
  let toPass = dialect.preamble + dialect.headerRows;
  while (toPass > 0 && place.at < text.length) {
    const record = readRecordAt(text, place.at, place.line, grammar);
    if (!isBlank(record)) {
      toPass -= 1;
      if (toPass === 0 && dialect.headerRows > 0) header = record.cells;
    }
    place.at = record.next;
    place.line += record.lines;
    place.row += 1;
  }
  return {place, header};
}

/** The most frequent number of cells, for a dialect that does not say it. */
function commonWidth(text: string, start: Place, grammar: Grammar): number {
  const counts = new Map<number, number>();
  let seen = 0;
  for (const record of rawRecords(text, start, grammar)) {
    if (isBlank(record)) continue;
    counts.set(record.cells.length, (counts.get(record.cells.length) ?? 0) + 1);
    if ((seen += 1) >= 2000) break;
  }
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 1;
}

/** Puts what the text itself tells (lost characters, foreign lines) on the records. */
class AnomalyReader {
  private readonly hasNul: boolean;

  constructor(
    text: string,
    private readonly foreignLines: ReadonlySet<number>
  ) {
    this.hasNul = text.includes("\0");
  }

  record(item: Extract<Item, {kind: "record"}>): SourceRecord {
    const {line, row} = item;
    let {cells, code} = item;
    if (this.hasNul && cells.some((cell) => cell.includes("\0"))) {
      cells = cells.map((cell) => cell.replaceAll("\0", ""));
      code ??= "caractere_nul";
    }
    if (code === null && this.foreignLines.has(line)) code = "autre_encodage";
    return code === null ? {line, row, cells} : {line, row, cells, anomaly: anomaly(line, code)};
  }

  passed(item: Exclude<Item, {kind: "record" | "blank"}>): Anomaly {
    if (item.kind === "repeat") return anomaly(item.line, "entete_repete");
    return anomaly(item.line, item.kind === "footer" ? "pied" : "autre_tableau");
  }
}
