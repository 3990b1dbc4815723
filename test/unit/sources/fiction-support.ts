import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {parse} from "csv-parse/sync";
import {writeFiction, type FictionSummary} from "../../../sources/fiction/fiction.ts";

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads a raw file as its bytes say: UTF-16 by its mark, UTF-8 when it is, Latin-1 otherwise (enough for the letters tested here). */
function readTable(file: string): Table {
  const bytes = readFileSync(file);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = isUtf16 ? bytes.toString("utf16le") : isUtf8(bytes) ? bytes.toString("utf8") : bytes.toString("latin1");
  const [header = [], ...rows] = parse(text.replace(/^\ufeff/, ""), {delimiter: isUtf16 ? "\t" : ";"});
  return {header, rows};
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", {fatal: true}).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The columns of a table, by header. */
export function records(table: Table): Record<string, string>[] {
  return table.rows.map((row) => Object.fromEntries(table.header.map((label, index) => [label, row[index] ?? ""])));
}

export interface Written extends FictionSummary {
  readonly read: (file: string) => Table;
  readonly remove: () => void;
}

export async function writeSomewhere(seed: number, scale: number): Promise<Written> {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-fiction-"));
  const summary = await writeFiction({dir, seed, scale});
  return {...summary, read: (file) => readTable(path.join(dir, file)), remove: () => rmSync(dir, {recursive: true, force: true})};
}
