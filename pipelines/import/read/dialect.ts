import {fold} from "../../lib/text.ts";
import type {Encoding} from "./encoding.ts";
import {FORMAL, kindOf} from "./kinds.ts";
import {findStructure, type Structure} from "./structure.ts";
import {type Grammar, isBlank, type RawRecord, readRecordAt, TROUBLE} from "./tokens.ts";

export interface Dialect {
  encoding: Encoding;
  /** Empty when the file has one column. May be two characters (", "). */
  delimiter: string;
  /** Empty when nothing is quoted. */
  quote: string;
  escape: string;
  newline: "\n" | "\r\n" | "\r" | "mixed";
  /** Records before the header; blank lines and a `sep=` line are not records. */
  preamble: number;
  /** 0 when the file begins with its data. */
  headerRows: number;
  /** Records after the data: totals, notes. */
  footer: number;
  /** Cells of a record of the (first) table. Found again from the text when absent. */
  columns?: number;
  /** Cells of a record as written: more than `columns` when every record ends with delimiters for nothing. */
  width?: number;
  /** Physical line, from 1, where the header begins; 0 when there is none. */
  headerLine?: number;
  /** Physical line, from 1, where the first data record begins (one past the end when there is none): a reader skips `dataLine - 1` lines. */
  dataLine?: number;
}

export interface DialectHints {
  /** Header names that contracts know, folded. */
  knownHeaders?: ReadonlySet<string>;
}

/** Detection reads no further than this: a dialect shows in the first lines. */
const SAMPLE_CHARS = 400_000;
const SAMPLE_RECORDS = 600;

/** Ordinary delimiters first; the others must earn their place. */
const DELIMITERS: readonly {delimiter: string; prior: number}[] = [
  {delimiter: ";", prior: 1},
  {delimiter: ",", prior: 1},
  {delimiter: "\t", prior: 1},
  {delimiter: "|", prior: 0.95},
  {delimiter: "¦", prior: 0.8},
  {delimiter: "§", prior: 0.8},
  {delimiter: "¤", prior: 0.8},
  {delimiter: "\u001F", prior: 0.8},
  {delimiter: "\u0001", prior: 0.8},
  {delimiter: "~", prior: 0.7},
  {delimiter: "^", prior: 0.7},
  {delimiter: "#", prior: 0.5},
  {delimiter: "*", prior: 0.5},
  {delimiter: "&", prior: 0.5},
  {delimiter: "!", prior: 0.4},
  {delimiter: ":", prior: 0.35},
  {delimiter: " ", prior: 0.45},
  {delimiter: "/", prior: 0.15},
  {delimiter: "_", prior: 0.1},
  {delimiter: "-", prior: 0.1}
];

/** A file of one column must be beaten by this much before it is cut. */
const ONE_COLUMN_SCORE = 0.09;

/** Finds how the text is cut. The encoding is not its business: it answers `utf-8`, and `readDelimited` puts the real one. */
export function detectDialect(text: string, hints: DialectHints = {}): Dialect {
  return detect(text, hints).dialect;
}

/** The dialect and the structure it was found with, for those who go on reading. */
export function detect(text: string, hints: DialectHints = {}): {dialect: Dialect; structure: Structure; grammar: Grammar; bodyStart: number} {
  const declared = declaredSeparator(text);
  const bodyStart = declared?.bodyStart ?? 0;
  const sample = sampleOf(text, bodyStart);
  const grammar = detectGrammar(sample, hints, declared?.delimiter);
  const records = readAll(sample, grammar, declared === null ? 1 : 2);
  const structure = findStructure(records, grammar.delimiter, hints.knownHeaders);
  return {
    dialect: {
      encoding: "utf-8",
      delimiter: grammar.delimiter,
      quote: grammar.quote,
      escape: grammar.escape,
      newline: newlineOf(sample, records),
      preamble: structure.preamble,
      headerRows: structure.headerRows,
      footer: 0,
      columns: structure.columns,
      width: structure.width,
      headerLine: structure.headerLine,
      dataLine: structure.dataLine
    },
    structure,
    grammar,
    bodyStart
  };
}

/** Excel's own first line, `sep=;`: it names the delimiter and is not shown as a row. */
export function declaredSeparator(text: string): {delimiter: string; bodyStart: number} | null {
  const match = /^"?sep=(.)"?[ \t]*(\r\n|\n|\r|$)/i.exec(text);
  return match === null ? null : {delimiter: match[1] as string, bodyStart: match[0].length};
}

function sampleOf(text: string, start: number): string {
  if (text.length - start <= SAMPLE_CHARS) return text.slice(start);
  const end = start + SAMPLE_CHARS;
  const cut = Math.max(text.lastIndexOf("\n", end), text.lastIndexOf("\r", end));
  return text.slice(start, cut > start ? cut + 1 : end);
}

function readAll(text: string, grammar: Grammar, firstLine: number, limit = SAMPLE_RECORDS * 4): RawRecord[] {
  const records: RawRecord[] = [];
  let at = 0;
  let line = firstLine;
  while (at < text.length && records.length < limit) {
    const record = readRecordAt(text, at, line, grammar);
    records.push(record);
    at = record.next;
    line += record.lines;
  }
  return records;
}

function newlineOf(text: string, records: readonly RawRecord[]): Dialect["newline"] {
  const seen = new Set<string>();
  for (const record of records) if (record.next > record.end) seen.add(text.slice(record.end, record.next));
  if (seen.size > 1) return "mixed";
  const [only] = seen;
  return (only as "\n" | "\r\n" | "\r" | undefined) ?? "\n";
}

// --- Grammar: every candidate cuts the same sample, and the one that makes the most regular and most meaningful table wins.

interface Candidate extends Grammar {
  score: number;
}

function detectGrammar(sample: string, hints: DialectHints, declared: string | undefined): Grammar {
  const quotes = quoteCandidates(sample);
  let best: Candidate = {delimiter: "", quote: '"', escape: '"', score: ONE_COLUMN_SCORE};
  const delimiters = declared === undefined ? DELIMITERS.filter(({delimiter}) => sample.includes(delimiter)) : [{delimiter: declared, prior: 1}];
  for (const {delimiter, prior} of delimiters) {
    for (const quote of quotes) {
      const grammar = {delimiter, quote, escape: quote};
      const score = scoreOf(sample, grammar, hints) * prior;
      if (score > best.score || (declared !== undefined && best.delimiter === "")) best = {...grammar, score};
    }
  }
  if (best.delimiter === "") best = byHeader(sample, best, delimiters);
  best = widened(sample, best, hints);
  return {delimiter: best.delimiter, quote: best.quote, escape: escapeOf(sample, best)};
}

/**
 * Second chance, when rows are too unlike one another to show a table: a header of single words, no row narrower than it, and quotes
 * or values with a form of their own in the first columns. Texts that hold their own delimiter, unquoted, make such files.
 */
function byHeader(sample: string, one: Candidate, delimiters: readonly {delimiter: string; prior: number}[]): Candidate {
  let best = one;
  let widest = 2;
  for (const {delimiter, prior} of delimiters) {
    if (prior < 0.4) continue;
    const grammar = {delimiter, quote: '"', escape: '"'};
    const records = readAll(sample, grammar, 1, 200).filter((record) => !isBlank(record));
    const [header, ...data] = records;
    if (header === undefined || data.length < 3) continue;
    const width = header.cells.length;
    if (width <= widest || !header.cells.every((cell) => kindOf(cell) === "word" || /^[\p{L}_]+$/u.test(cell))) continue;
    if (data.filter((record) => record.cells.length >= width).length < data.length * 0.9) continue;
    const formal = Array.from({length: width}, (_, column) => data.filter((record) => FORMAL.has(kindOf(record.cells[column] ?? ""))).length >= data.length * 0.8);
    const quoted = data.filter((record) => record.hasQuoted && record.trouble === 0).length;
    if (formal.filter(Boolean).length >= 2 || (formal.includes(true) && quoted >= data.length / 2)) {
      best = {...grammar, score: ONE_COLUMN_SCORE};
      widest = width;
    }
  }
  return best;
}

/** The apostrophe is a quote only where it opens and closes whole cells, as often as one another. */
function quoteCandidates(sample: string): string[] {
  const candidates = sample.includes('"') ? ['"'] : [];
  const openings = sample.match(/(^|[;,\t|\r\n ])'(?=[^ ;,\t|\r\n])/g)?.length ?? 0;
  const closings = sample.match(/[^ ;,\t|\r\n]'(?=[;,\t|\r\n ]|$)/g)?.length ?? 0;
  if (Math.min(openings, closings) >= 2 && Math.abs(openings - closings) <= 0.2 * Math.max(openings, closings)) candidates.push("'");
  // No quote yet does not mean none further down: the ordinary one is expected.
  return candidates.length === 0 ? ['"'] : candidates;
}

/** A delimiter that is always followed by a space in the header, or always doubled there, is a delimiter of two characters. */
function widened(sample: string, best: Candidate, hints: DialectHints): Candidate {
  const one = best.delimiter;
  if (one.length !== 1) return best;
  let winner: Candidate | null = null;
  const narrow = scoreOf(sample, best, hints);
  for (const delimiter of [`${one} `, one + one]) {
    if (delimiter === "  ") continue;
    const wide = readAll(sample, {...best, delimiter}, 1, 200).filter((record) => !isBlank(record));
    const {count} = modeOf(wide);
    // A column nobody filled doubles the delimiter too, but neither in the header nor alone in its line.
    const isWhole = (record: RawRecord): boolean => record.hasQuoted || !record.cells.some((cell) => cell.includes(one));
    const isDoubled = !delimiter.endsWith(" ");
    if (count < (isDoubled ? 3 : 2) || !wide.slice(0, 1).every(isWhole)) continue;
    if (wide.filter((record) => (!isDoubled || isWhole(record)) && record.cells.length === count).length < wide.length * 0.9) continue;
    const score = scoreOf(sample, {...best, delimiter}, hints);
    if (score >= narrow * 0.7 && (winner === null || score > winner.score)) winner = {...best, delimiter, score};
  }
  return winner ?? best;
}

function scoreOf(sample: string, grammar: Grammar, hints: DialectHints): number {
  const records = readAll(sample, grammar, 1, SAMPLE_RECORDS).filter((record) => !isBlank(record));
  if (records.length === 0) return 0;
  const {count: mode, share} = modeOf(records);
  if (mode < 2) return 0;
  if (grammar.delimiter === "," && isDecimalComma(records, mode)) return 0;
  const regular = records.filter((record) => record.cells.length === mode);
  let meaningful = 0;
  let seen = 0;
  for (const record of regular.slice(0, 150)) {
    for (const cell of record.cells) {
      seen += 1;
      meaningful += meaningOf(cell, record.hasQuoted);
    }
  }
  const meaning = seen === 0 ? 0 : meaningful / seen;
  const width = Math.sqrt(1 - 1 / mode);
  let score = share * share * width * (0.15 + 0.85 * meaning) * quoteFit(records, grammar, sample);
  const header = records.slice(0, 40).find((record) => record.cells.length >= mode - 1);
  if (header === undefined || header.cells.length < mode / 2) score *= 0.5;
  if (hints.knownHeaders !== undefined) score *= 1 + 4 * knownShare(records.slice(0, 40), hints.knownHeaders);
  return score;
}

/** `nom;taux` over `a;1,5` cuts at both: one column of decimals is not two columns of integers. */
function isDecimalComma(records: readonly RawRecord[], mode: number): boolean {
  if (mode > 2) return false;
  const pairs = records.filter((record) => record.cells.length === 2);
  const decimals = pairs.filter((record) => /\d$/.test(record.cells[0] as string) && /^\d+\s*(%|€)?($|\D)/.test(record.cells[1] as string));
  return decimals.length >= pairs.length * 0.8 && (records[0]?.cells.length ?? 0) !== 2;
}

function meaningOf(cell: string, isQuoted: boolean): number {
  const kind = kindOf(cell);
  if (kind === "empty") return 0.6;
  if (FORMAL.has(kind) || kind === "yesNo" || kind === "missing") return 1;
  if (kind === "word") return 0.9;
  // Prose that holds another delimiter, or a lone quote, is perhaps two cells that were not cut.
  if (/[;\t|]/.test(cell) && !isQuoted) return 0.1;
  if (cell.includes('"') && !isQuoted) return 0.1;
  return /^\s|\s$/.test(cell) ? 0.3 : 0.6;
}

/** Quotes stand next to delimiters: how many of those in the sample do, under this grammar. */
function quoteFit(records: readonly RawRecord[], grammar: Grammar, sample: string): number {
  if (grammar.quote === "" || !sample.includes(grammar.quote)) return 1;
  let withQuotes = 0;
  let damaged = 0;
  for (const record of records) {
    if (!record.hasQuoted && (record.trouble & TROUBLE.quoteInBareCell) === 0) continue;
    withQuotes += 1;
    if (record.trouble !== 0) damaged += (record.trouble & (TROUBLE.unclosed | TROUBLE.quoteInBareCell)) === 0 ? 0.5 : 1;
  }
  if (withQuotes === 0) return grammar.quote === "'" ? 0.5 : 0.9;
  // A few stray quotes in a file that hardly has any are an accident; they prove nothing about the delimiter.
  return 1 - 0.75 * (damaged / Math.max(withQuotes, records.length * 0.3, 3));
}

function modeOf(records: readonly {cells: readonly string[]}[]): {count: number; share: number} {
  const counts = new Map<number, number>();
  for (const record of records) counts.set(record.cells.length, (counts.get(record.cells.length) ?? 0) + 1);
  let count = 0;
  let most = 0;
  for (const [length, times] of counts) {
    if (times > most || (times === most && length > count)) {
      count = length;
      most = times;
    }
  }
  return {count, share: records.length === 0 ? 0 : most / records.length};
}

function knownShare(records: readonly RawRecord[], known: ReadonlySet<string>): number {
  let best = 0;
  for (const record of records) {
    const found = record.cells.filter((cell) => cell.trim() !== "" && known.has(fold(cell))).length;
    if (found >= 2) best = Math.max(best, found / record.cells.length);
  }
  return best;
}

/** Backslashes escape quotes when reading them so leaves fewer troubles than doubling does. */
function escapeOf(sample: string, grammar: Grammar): string {
  const {quote} = grammar;
  if (quote === "" || !sample.includes(`\\${quote}`)) return quote;
  const troubles = (escape: string): number =>
    readAll(sample, {...grammar, escape}, 1, SAMPLE_RECORDS).reduce((sum, record) => sum + (record.trouble & (TROUBLE.strayQuote | TROUBLE.unclosed) ? 1 : 0), 0);
  return troubles("\\") < troubles(quote) ? "\\" : quote;
}
