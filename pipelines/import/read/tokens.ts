/** How a text is cut into cells. `delimiter` is empty for a file of one column; `quote` is empty when nothing is quoted. */
export interface Grammar {
  delimiter: string;
  quote: string;
  escape: string;
}

/** What a strict reader would not have accepted in a record, as bits. */
export const TROUBLE = {
  /** A lone quote inside a quoted cell: read as a character. */
  strayQuote: 1,
  /** A quoted cell that never ends. */
  unclosed: 2,
  /** Spaces between a quote and the delimiter: left out. */
  spaceAroundQuote: 4,
  /** A quote inside a cell that is not quoted: read as a character, which is what was meant. */
  quoteInBareCell: 8
} as const;

export interface RawRecord {
  /** Place of the first character, of the end (its line end excluded) and of the next record. */
  start: number;
  end: number;
  next: number;
  /** Physical line where it begins, and how many it covers. */
  line: number;
  lines: number;
  cells: string[];
  /** True when at least one cell was quoted: a record of quoted empty cells is no blank line. */
  hasQuoted: boolean;
  trouble: number;
}

const LF = 10;
const CR = 13;

/** The place where the line that holds `from` ends (LF, CR or end of the text). */
export function endOfLine(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) break;
  }
  return at;
}

/** The place after the line end that is at `end`. */
export function afterLineEnd(text: string, end: number): number {
  if (end >= text.length) return end;
  return text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
}

/**
 * Reads the record that begins at `start`, leniently: a quote closes a cell only when a delimiter, a line end or the end of the
 * text follows it (spaces allowed); any other quote is a character, and is told in `trouble`.
 */
export function readRecordAt(text: string, start: number, line: number, grammar: Grammar): RawRecord {
  const {delimiter, quote} = grammar;
  const end = endOfLine(text, start);
  if (quote === "" || firstQuote(text, quote, start, end) === -1) {
    const content = text.slice(start, end);
    return {
      start,
      end,
      next: afterLineEnd(text, end),
      line,
      lines: 1,
      cells: delimiter === "" ? [content] : content.split(delimiter),
      hasQuoted: false,
      trouble: 0
    };
  }
  return readQuotedRecord(text, start, line, grammar);
}

function firstQuote(text: string, quote: string, start: number, end: number): number {
  const code = quote.charCodeAt(0);
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === code) return at;
  return -1;
}

function readQuotedRecord(text: string, start: number, line: number, grammar: Grammar): RawRecord {
  const {delimiter, quote} = grammar;
  const cells: string[] = [];
  let trouble = 0;
  let lines = 1;
  let hasQuoted = false;
  let at = start;
  let lineEnd = -1;
  for (;;) {
    const opening = skipSpaces(text, at, delimiter);
    if (text.startsWith(quote, opening)) {
      const cell = readQuotedCell(text, opening + quote.length, grammar);
      if (opening > at || cell.spaceAfter) trouble |= TROUBLE.spaceAroundQuote;
      if (cell.stray) trouble |= TROUBLE.strayQuote;
      if (cell.unclosed) trouble |= TROUBLE.unclosed;
      cells.push(cell.value);
      hasQuoted = true;
      lines += cell.lines;
      at = cell.end;
    } else {
      if (at > lineEnd) lineEnd = endOfLine(text, at);
      const found = delimiter === "" ? -1 : text.indexOf(delimiter, at);
      const cellEnd = found === -1 || found > lineEnd ? lineEnd : found;
      const value = text.slice(at, cellEnd);
      if (value.includes(quote)) trouble |= TROUBLE.quoteInBareCell;
      cells.push(value);
      at = cellEnd;
    }
    if (delimiter !== "" && text.startsWith(delimiter, at)) {
      at += delimiter.length;
      continue;
    }
    return {start, end: at, next: afterLineEnd(text, at), line, lines, cells, hasQuoted, trouble};
  }
}

interface QuotedCell {
  value: string;
  /** Place of the delimiter or line end that follows the cell. */
  end: number;
  lines: number;
  stray: boolean;
  unclosed: boolean;
  spaceAfter: boolean;
}

function readQuotedCell(text: string, from: number, grammar: Grammar): QuotedCell {
  const {delimiter, quote, escape} = grammar;
  const backslash = escape !== quote && escape !== "" ? escape : "";
  let value = "";
  let at = from;
  let stray = false;
  let crossed = false;
  for (;;) {
    const found = text.indexOf(quote, at);
    if (found === -1) {
      // Unclosed: the caller mends it. The value stops at the end of the first line so that nothing is built for nothing.
      const end = endOfLine(text, from);
      return {value: text.slice(from, end), end, lines: 0, stray, unclosed: true, spaceAfter: false};
    }
    if (backslash !== "" && isEscaped(text, found, from, backslash)) {
      value += unescapeBackslash(text.slice(at, found - 1), backslash) + quote;
      at = found + quote.length;
      continue;
    }
    const after = found + quote.length;
    if (text.startsWith(quote, after)) {
      value += text.slice(at, found) + quote;
      at = after + quote.length;
      continue;
    }
    const closing = skipSpaces(text, after, delimiter);
    if (isCellEnd(text, closing, delimiter)) {
      const tail = text.slice(at, found);
      value += backslash === "" ? tail : unescapeBackslash(tail, backslash);
      return {value, end: closing, lines: countLineEnds(text, from, found), stray, unclosed: false, spaceAfter: closing > after};
    }
    // A lone quote after a line end: this cell has swallowed the next record. It is left to the caller, and nothing more is read.
    crossed ||= hasLineEnd(text, at, found);
    if (crossed) {
      const end = endOfLine(text, from);
      return {value: text.slice(from, end), end, lines: 0, stray: true, unclosed: true, spaceAfter: false};
    }
    stray = true;
    value += text.slice(at, after);
    at = after;
  }
}

function isCellEnd(text: string, at: number, delimiter: string): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === LF || code === CR || (delimiter !== "" && text.startsWith(delimiter, at));
}

/** Spaces (not line ends, not the delimiter itself) are passed over on both sides of a quoted cell. */
function skipSpaces(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 0xa0 && code !== 0x202f && code !== 9) break;
    if (delimiter !== "" && text.startsWith(delimiter, at)) break;
    at += 1;
  }
  return at;
}

function isEscaped(text: string, at: number, from: number, backslash: string): boolean {
  let count = 0;
  for (let back = at - 1; back >= from && text[back] === backslash; back -= 1) count += 1;
  return count % 2 === 1;
}

function unescapeBackslash(text: string, backslash: string): string {
  return text.includes(backslash + backslash) ? text.replaceAll(backslash + backslash, backslash) : text;
}

function hasLineEnd(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) return true;
  }
  return false;
}

/** Line ends between two places, CRLF counting for one. */
export function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF) count += 1;
    else if (code === CR && text.charCodeAt(at + 1) !== LF) count += 1;
  }
  return count;
}

/** A line with nothing but spaces, tabs or delimiters: a spreadsheet writes them below and around its tables. */
export function isBlank(record: Pick<RawRecord, "cells" | "hasQuoted">): boolean {
  return !record.hasQuoted && record.cells.every((cell) => /^[ \t]*$/.test(cell));
}
