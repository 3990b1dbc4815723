import {readFileSync} from "node:fs";
import {fontFiles} from "./fonts.ts";

/** Advance widths of a TrueType font, in thousandths of its size, by character. */
type Widths = ReadonlyMap<number, number>;

/** Measures texts set in the typeface of the documents: what a column must hold, where a label of a chart begins. */
export interface Ruler {
  /** In the unit of `size`; without kerning, which only tightens. */
  width(text: string, size: number, isBold?: boolean): number;
  /** The height of a text in lines of a width, at the least. */
  height(text: string, style: {size: number; width: number; leading: number; isBold?: boolean}): number;
}

/** From the baseline to the top of a capital. */
const CAPITAL = 0.668;

export function createRuler(fontDir?: string): Ruler {
  const files = fontFiles(fontDir);
  const read = (face: string): Widths => readWidths(readFileSync(files.find((file) => file.includes(`_${face}.`)) as string));
  const [regular, bold] = [read("400Regular"), read("700Bold")];
  const width: Ruler["width"] = (text, size, isBold = false) => {
    const widths = isBold ? bold : regular;
    let sum = 0;
    for (const character of text) sum += widths.get(character.codePointAt(0) ?? 0) ?? 600;
    return (sum * size) / 1000;
  };
  return {
    width,
    height(text, {size, width: available, leading, isBold = false}) {
      const lines = Math.max(1, Math.ceil((0.97 * width(text, size, isBold)) / available));
      return size * (lines * CAPITAL + (lines - 1) * leading);
    }
  };
}

/** Reads the tables `cmap` (format 4), `hhea` and `hmtx`, which every such font has. */
function readWidths(font: Buffer): Widths {
  const tables = new Map(Array.from({length: font.readUInt16BE(4)}, (_, index) => {
    const at = 12 + index * 16;
    return [font.toString("latin1", at, at + 4), font.readUInt32BE(at + 8)] as const;
  }));
  const table = (name: string): number => tables.get(name) ?? 0;
  const scale = 1000 / font.readUInt16BE(table("head") + 18);
  const advances = font.readUInt16BE(table("hhea") + 34);
  const advance = (glyph: number): number => font.readUInt16BE(table("hmtx") + 4 * Math.min(glyph, advances - 1)) * scale;
  const encodings = Array.from({length: font.readUInt16BE(table("cmap") + 2)}, (_, index) => table("cmap") + font.readUInt32BE(table("cmap") + 8 + index * 8));
  const map = encodings.find((at) => font.readUInt16BE(at) === 4);
  const widths = new Map<number, number>();
  if (map === undefined) return widths;
  const segments = font.readUInt16BE(map + 6);
  for (let at = 0; at < segments; at += 2) {
    const [end, start, delta, offset] = [14, 16 + segments, 16 + 2 * segments, 16 + 3 * segments].map((column) => font.readUInt16BE(map + column + at)) as [number, number, number, number];
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const glyph = offset === 0 ? code + delta : font.readUInt16BE(map + 16 + 3 * segments + at + offset + 2 * (code - start));
      widths.set(code, advance((offset === 0 || glyph === 0 ? glyph : glyph + delta) & 0xffff));
    }
  }
  return widths;
}
