import {isAscii, isUtf8} from "node:buffer";

/** The last one is a file whose lines do not all speak the same encoding: two exports pasted one under the other. */
export type Encoding = "utf-8" | "utf-8-bom" | "utf-16le" | "utf-16be" | "windows-1252" | "utf-8+windows-1252";

/** A decoded text, with the physical lines (from 1) that were not in the file's main encoding. */
export interface DecodedText {
  text: string;
  foreignLines: ReadonlySet<number>;
}

/**
 * Bytes 0x80–0x9F of Windows-1252 (WHATWG index, where the five unused bytes keep their C1 code point).
 * The table is ours because TextDecoder("windows-1252") of Node 20 leaves C1 controls in place of ’ œ €.
 */
const WINDOWS_1252_C1 =
  "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
  "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

const LF = 0x0a;
const CR = 0x0d;

/** Finds the encoding from a byte order mark, from the place of zero bytes, then from whether the bytes are valid UTF-8, line by line. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return isUtf8(withoutCutCharacter(bytes)) ? "utf-8-bom" : "utf-8+windows-1252";
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const wide = wideWithoutMark(bytes);
  if (wide !== null) return wide;
  if (isAscii(bytes) || isUtf8(withoutCutCharacter(bytes))) return "utf-8";
  for (const [start, end] of lines(bytes)) {
    const line = bytes.subarray(start, end);
    if (!isAscii(line) && isUtf8(line)) return "utf-8+windows-1252";
  }
  return "windows-1252";
}

/** The text without its byte order mark. Never throws: what cannot be read becomes U+FFFD. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  return decodeWithLines(bytes, encoding).text;
}

/** The same, and which lines of a mixed file were read as Windows-1252. */
export function decodeWithLines(bytes: Uint8Array, encoding: Encoding): DecodedText {
  if (encoding === "windows-1252") return {text: decodeWindows1252(bytes), foreignLines: new Set()};
  if (encoding === "utf-8+windows-1252") return decodeMixed(bytes);
  return {text: new TextDecoder(encoding === "utf-8-bom" ? "utf-8" : encoding).decode(bytes), foreignLines: new Set()};
}

function decodeMixed(bytes: Uint8Array): DecodedText {
  const decoder = new TextDecoder("utf-8", {ignoreBOM: true});
  const foreignLines = new Set<number>();
  const parts: string[] = [];
  let line = 0;
  for (const [start, end, next] of lines(bytes)) {
    line += 1;
    // The end of the line goes with it, so that the physical lines stay what they were.
    const whole = bytes.subarray(start, next);
    if (isUtf8(bytes.subarray(start, end))) {
      parts.push(decoder.decode(whole));
    } else {
      parts.push(decodeWindows1252(whole));
      foreignLines.add(line);
    }
  }
  const text = parts.join("");
  return {text: text.startsWith("\uFEFF") ? text.slice(1) : text, foreignLines};
}

function decodeWindows1252(bytes: Uint8Array): string {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return latin.replace(/[\u0080-\u009F]/g, (control) => WINDOWS_1252_C1[control.charCodeAt(0) - 0x80] as string);
}

/** Text in a Latin script has a zero in every other byte when it is UTF-16. */
function wideWithoutMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const size = Math.min(bytes.length - (bytes.length % 2), 4096);
  if (size < 4) return null;
  let zeroEven = 0;
  let zeroOdd = 0;
  for (let index = 0; index < size; index += 2) {
    if (bytes[index] === 0) zeroEven += 1;
    if (bytes[index + 1] === 0) zeroOdd += 1;
  }
  const pairs = size / 2;
  if (zeroOdd > pairs * 0.6 && zeroEven < pairs * 0.1) return "utf-16le";
  if (zeroEven > pairs * 0.6 && zeroOdd < pairs * 0.1) return "utf-16be";
  return null;
}

/** A file cut in the middle of a UTF-8 character is still UTF-8: the one to three last bytes are left out of the judgement. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc2 && byte <= 0xf4) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      // A lone accented letter at the end of a Windows-1252 line looks the same: only a file that is UTF-8 elsewhere is one.
      const rest = bytes.subarray(0, bytes.length - back);
      return needed > back && !isAscii(rest) ? rest : bytes;
    }
    if (byte < 0x80) return bytes;
  }
  return bytes;
}

/** Start, end and beginning of the next line, for ends CR, LF and CRLF alike. */
function* lines(bytes: Uint8Array): Generator<[start: number, end: number, next: number]> {
  let start = 0;
  while (start < bytes.length) {
    let end = start;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
    const next = end >= bytes.length ? end : bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
    yield [start, end, next];
    start = next;
  }
}
