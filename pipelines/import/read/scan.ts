import {createHash} from "node:crypto";
import {isAscii, isUtf8} from "node:buffer";
import {open} from "node:fs/promises";

export interface Scan {
  /** Records after the skipped lines, blank lines left out. */
  records: number;
  blankLines: number;
  /**
   * True only when a strict RFC 4180 reader with this delimiter and this quote finds exactly these records: each has `columns` cells,
   * quotes only around whole cells and doubled inside, one kind of line end, no blank line, no NUL, no cut at the end.
   */
  isRegular: boolean;
  /** First physical line, from 1, where that is not so. */
  firstIrregularLine?: number;
  isUtf8: boolean;
  /** The file ends inside a quoted cell, or in a record that is too short and has no line end. */
  truncated: boolean;
  multilineCells: boolean;
  /** False proves that no cell of a regular file begins or ends with a blank of any width. */
  hasOuterBlanks: boolean;
  /** False proves that no cell holds an apostrophe. */
  hasApostrophes: boolean;
  sha256: string;
  bytes: number;
}

export interface ScanDialect {
  delimiter: string;
  quote: string;
  columns: number;
  /** Physical lines to pass over before the first data record. */
  skipLines: number;
}

const CHUNK = 1 << 20;
const LF = 10;
const CR = 13;
const CRLF = 23;

/** Classes of bytes: everything that is not listed is ordinary. */
const ORDINARY = 0;
const DELIMITER = 1;
const QUOTE = 2;
const LINE_FEED = 3;
const RETURN = 4;
const NUL = 5;
const SPACE = 6;

/** Where the machine is. In `spaces` a cell has shown nothing else yet. */
const CELL_START = 0;
const SPACES = 1;
const BARE = 2;
const QUOTED = 3;
const QUOTE_IN_QUOTED = 4;
const AFTER_RETURN = 5;

/**
 * One pass over a file of any size, in constant memory: its structure, its SHA-256 and whether it is UTF-8.
 * `onBytes` hears how many bytes are behind. Bytes are looked at, not characters: the delimiter and the quote must be ASCII, and the file not UTF-16; otherwise it is not regular.
 */
export async function scanFile(path: string, dialect: ScanDialect, onBytes?: (bytes: number) => void): Promise<Scan> {
  const machine = new StructureMachine(dialect);
  const hash = createHash("sha256");
  const utf8 = new Utf8Check();
  const wideBlanks = new Search("\u00a0", "\u202f", "\u2009", "\ufeff");
  const apostrophes = new Search("'");
  const file = await open(path, "r");
  let bytes = 0;
  try {
    const buffers = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
    let turn = 0;
    let pending = file.read(buffers[turn] as Buffer, 0, CHUNK, 0);
    for (;;) {
      const {bytesRead} = await pending;
      if (bytesRead === 0) break;
      const chunk = (buffers[turn] as Buffer).subarray(0, bytesRead);
      const isFirst = bytes === 0;
      bytes += bytesRead;
      turn = 1 - turn;
      // The next chunk is read while this one is looked at.
      pending = file.read(buffers[turn] as Buffer, 0, CHUNK, bytes);
      hash.update(chunk);
      utf8.push(chunk);
      const text = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
      const cells = text.subarray(machine.push(text));
      wideBlanks.push(cells);
      apostrophes.push(cells);
      onBytes?.(bytes);
    }
  } finally {
    await file.close();
  }
  const isUtf8File = utf8.end();
  const structure = machine.end(isUtf8File);
  return {...structure, hasOuterBlanks: structure.hasOuterBlanks || wideBlanks.isFound, hasApostrophes: apostrophes.isFound, isUtf8: isUtf8File, sha256: hash.digest("hex"), bytes};
}

/** The head of a file, cut after a line end, so that no character and no record is cut when the file is longer. */
export async function sampleFile(path: string, size = 1 << 20): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(size);
    let length = 0;
    while (length < size) {
      const {bytesRead} = await file.read(buffer, length, size - length, length);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
    }
    const {size: whole} = await file.stat();
    if (whole <= size) return buffer;
    const isWide = (buffer[0] === 0xff && buffer[1] === 0xfe) || buffer[1] === 0;
    let cut = Math.max(buffer.lastIndexOf(LF), buffer.lastIndexOf(CR));
    if (cut === -1) return buffer;
    cut += 1;
    // In UTF-16 the line end is two bytes: the second one goes with it.
    if (isWide && cut % 2 === 1) cut += 1;
    return buffer.subarray(0, cut);
  } finally {
    await file.close();
  }
}

class StructureMachine {
  private readonly classes = new Uint8Array(256);
  private readonly columns: number;
  private readonly isReadable: boolean;
  private state = CELL_START;
  private cells = 1;
  private line = 1;
  private recordLine = 1;
  private toSkip: number;
  private isBlankRecord = true;
  private afterReturn = false;
  private records = 0;
  private blankLines = 0;
  private multiline = false;
  private outerBlanks = false;
  private previous = LINE_FEED;
  private irregular = 0;
  private ending: 0 | typeof LF | typeof CR | typeof CRLF = 0;

  constructor(dialect: ScanDialect) {
    this.columns = dialect.columns;
    this.toSkip = dialect.skipLines;
    this.isReadable = isAsciiCharacter(dialect.delimiter) && isAsciiCharacter(dialect.quote) && dialect.columns >= 1 && (dialect.delimiter !== "" || dialect.columns === 1);
    this.classes[LF] = LINE_FEED;
    this.classes[CR] = RETURN;
    this.classes[0] = NUL;
    this.classes[0x20] = SPACE;
    this.classes[0x09] = SPACE;
    if (dialect.delimiter !== "") this.classes[dialect.delimiter.charCodeAt(0) & 0xff] = DELIMITER;
    if (dialect.quote !== "") this.classes[dialect.quote.charCodeAt(0) & 0xff] = QUOTE;
  }

  /** Returns where the skipped lines end in the chunk. */
  push(chunk: Uint8Array): number {
    const {classes} = this;
    const size = chunk.length;
    let at = 0;
    while (this.toSkip > 0 && at < size) at = this.skip(chunk, at);
    const start = at;
    if (this.toSkip === 0 && this.afterReturn && at < size) {
      this.afterReturn = false;
      if (chunk[at] === LF) at += 1;
    }
    let {state, previous} = this;
    for (; at < size; at += 1) {
      let kind = classes[chunk[at] as number] as number;
      if (kind === ORDINARY) {
        previous = ORDINARY;
        if (state === CELL_START || state === SPACES) {
          state = BARE;
          this.isBlankRecord = false;
        } else if (state !== BARE && state !== QUOTED) {
          state = this.step(kind, state);
        }
        // Nearly all bytes are ordinary ones after another: they change nothing.
        do at += 1; while (at < size && (kind = classes[chunk[at] as number] as number) === ORDINARY);
        if (at === size) break;
      }
      if (kind === SPACE ? previous !== ORDINARY && previous !== SPACE : previous === SPACE) this.outerBlanks = true;
      previous = kind;
      if (kind === DELIMITER && state !== AFTER_RETURN) {
        if (state !== QUOTED) {
          this.cells += 1;
          state = CELL_START;
        }
        continue;
      }
      state = this.step(kind, state);
    }
    this.state = state;
    this.previous = previous;
    return start;
  }

  /** Skipped lines are physical lines: quotes mean nothing there. */
  private skip(chunk: Uint8Array, from: number): number {
    let at = from;
    if (this.afterReturn) {
      this.afterReturn = false;
      if (chunk[at] === LF) at += 1;
    }
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte !== LF && byte !== CR) continue;
      this.toSkip -= 1;
      this.line += 1;
      this.recordLine = this.line;
      if (byte === CR) {
        if (chunk[at + 1] === LF) at += 1;
        else if (at + 1 === chunk.length) this.afterReturn = true;
      }
      return at + 1;
    }
    return at;
  }

  private step(kind: number, before: number): number {
    let state = before;
    if (state === AFTER_RETURN) {
      state = CELL_START;
      if (kind === LINE_FEED) {
        this.sawEnd(CRLF);
        return state;
      }
      this.sawEnd(CR);
    }
    if (state === QUOTED) {
      if (kind === QUOTE) return QUOTE_IN_QUOTED;
      if (kind === LINE_FEED || kind === RETURN) {
        this.multiline = true;
        // CRLF is one line end.
        if (!(kind === LINE_FEED && this.afterReturn)) this.line += 1;
        this.afterReturn = kind === RETURN;
        return state;
      }
      if (kind === NUL) this.flag();
      return state;
    }
    this.afterReturn = false;
    switch (kind) {
      case DELIMITER:
        this.cells += 1;
        return CELL_START;
      case QUOTE:
        if (state === QUOTE_IN_QUOTED) return QUOTED;
        this.isBlankRecord = false;
        if (state === CELL_START) return QUOTED;
        this.flag();
        return BARE;
      case LINE_FEED:
        this.sawEnd(LF);
        this.endRecord();
        return CELL_START;
      case RETURN:
        this.endRecord();
        return AFTER_RETURN;
      case SPACE:
        if (state === CELL_START) return SPACES;
        if (state === QUOTE_IN_QUOTED) this.flag();
        return state;
      default:
        // An ordinary byte or NUL, at the start of a cell or after a closing quote.
        if (kind === NUL || state === QUOTE_IN_QUOTED) this.flag();
        this.isBlankRecord = false;
        return BARE;
    }
  }

  /** A regular file has one kind of line end. */
  private sawEnd(ending: typeof LF | typeof CR | typeof CRLF): void {
    if (this.ending === 0) this.ending = ending;
    else if (this.ending !== ending) this.flag();
  }

  private endRecord(): void {
    if (this.isBlankRecord) {
      this.blankLines += 1;
      this.flag();
    } else {
      this.records += 1;
      if (this.cells !== this.columns) this.flag();
    }
    this.line += 1;
    this.recordLine = this.line;
    this.cells = 1;
    this.isBlankRecord = true;
  }

  private flag(): void {
    if (this.irregular === 0) this.irregular = this.recordLine;
  }

  end(isUtf8File: boolean): Omit<Scan, "isUtf8" | "hasApostrophes" | "sha256" | "bytes"> {
    if (this.state === AFTER_RETURN) this.sawEnd(CR);
    let isTruncated = false;
    const isOpen = !this.isBlankRecord || this.cells > 1 || this.state === SPACES;
    if (isOpen) {
      isTruncated = this.state === QUOTED || (!this.isBlankRecord && this.cells < this.columns);
      if (isTruncated) this.flag();
      this.endRecord();
    }
    return {
      records: this.records,
      blankLines: this.blankLines,
      isRegular: this.isReadable && isUtf8File && this.irregular === 0,
      ...(this.irregular > 0 ? {firstIrregularLine: this.irregular} : {}),
      truncated: isTruncated,
      multilineCells: this.multiline,
      hasOuterBlanks: this.outerBlanks || this.multiline || this.previous === SPACE
    };
  }
}

function isAsciiCharacter(text: string): boolean {
  return text === "" || (text.length === 1 && text.charCodeAt(0) < 128);
}

/** Looks for short texts in chunks, at the engine's own speed; a chunk's end is looked at again with the next. */
class Search {
  isFound = false;
  private readonly texts: readonly Buffer[];
  private rest: Uint8Array = new Uint8Array(0);

  constructor(...texts: readonly string[]) {
    this.texts = texts.map((text) => Buffer.from(text));
  }

  push(chunk: Buffer): void {
    if (this.isFound) return;
    const seam = this.rest.length === 0 ? undefined : Buffer.concat([this.rest, chunk.subarray(0, 2)]);
    this.isFound = this.texts.some((text) => chunk.includes(text) || (seam !== undefined && text.length > 1 && seam.includes(text)));
    this.rest = Uint8Array.from(chunk.subarray(-2));
  }
}

/** UTF-8 over chunks: the bytes of a cut character wait for the next chunk. */
class Utf8Check {
  private isValid = true;
  private rest: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): void {
    if (!this.isValid) return;
    if (this.rest.length === 0 && isAscii(chunk)) return;
    const whole = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const cut = lastWholeCharacter(whole);
    this.isValid = isUtf8(whole.subarray(0, cut));
    this.rest = Uint8Array.from(whole.subarray(cut));
  }

  end(): boolean {
    return this.isValid && this.rest.length === 0;
  }
}

function lastWholeCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
