import {fold} from "../../lib/text.ts";
import {readLines, writeText} from "../text-file.ts";
import type {Merge, Sheet, SheetFacts} from "./workbook.ts";

/** A sheet laid down as rows of JSON (`[row, cells]`, one a line), so that it is never held in memory. */
export interface LaidSheet {
  readonly file: string;
  readonly columns: number;
  /** Rows that hold something. */
  readonly rows: number;
  readonly facts: SheetFacts;
}

export async function laySheet(sheet: Sheet, file: string): Promise<LaidSheet> {
  let columns = 0;
  let rows = 0;
  const facts = await writeText(file, (write) =>
    sheet.read((row, cells) => {
      rows += 1;
      columns = Math.max(columns, cells.length);
      return write(`${JSON.stringify([row, cells])}\n`);
    })
  );
  return {file, columns, rows, facts};
}

/**
 * The same sheet as a csv whose record n is the row n of the spreadsheet: a blank line for an empty row, titles of several rows made
 * one, the value of cells merged downwards given to each of their rows from `firstRecord` on.
 */
export async function writeSheetText(sheet: LaidSheet, file: string, knownHeaders: ReadonlySet<string>, firstRecord = Infinity): Promise<void> {
  const columns = Math.max(sheet.columns, 1);
  const below = new Map<string, string>();
  const downwards = sheet.facts.merges.filter(({top, bottom}) => bottom > top && top >= firstRecord);
  const header = await groupedHeader(sheet, knownHeaders);
  let next = 0;
  await writeText(file, async (write) => {
    for await (const [row, cells] of readLaid(sheet)) {
      if (row >= (header?.top ?? Infinity) && row < (header?.bottom ?? 0)) continue;
      const full = row === header?.bottom ? header.titles : cells;
      for (; next < row; next += 1) await write("\n");
      for (const {top, left, bottom} of downwards) {
        if (row === top) below.set(`${top},${left}`, full[left] ?? "");
        else if (row > top && row <= bottom && (full[left] ?? "") === "") full[left] = below.get(`${top},${left}`) ?? "";
      }
      await write(`${Array.from({length: columns}, (_, column) => quote(full[column] ?? "")).join(",")}\n`);
      next = row + 1;
    }
  });
}

/** How far down a header may begin: title, date, service, notes above a table. */
const DEEPEST_HEADER = 40;

/** A header whose titles are grouped by merged cells (« Effectifs » above « élèves » and « classes »), made one row. */
async function groupedHeader(sheet: LaidSheet, known: ReadonlySet<string>): Promise<{top: number; bottom: number; titles: string[]} | undefined> {
  const {merges} = sheet.facts;
  const groups = merges.filter((merge) => merge.top < DEEPEST_HEADER && merge.bottom - merge.top <= 3);
  if (groups.length === 0) return undefined;
  const rows = new Map<number, string[]>();
  for await (const [row, cells] of readLaid(sheet)) {
    if (row > DEEPEST_HEADER + 3) break;
    rows.set(row, cells);
  }
  for (const [top, titles] of rows) {
    const across = groups.filter((merge) => merge.top === top && merge.right > merge.left && merge.right - merge.left < sheet.columns - 1);
    const down = groups.filter((merge) => merge.top === top && merge.bottom > top && merge.left === merge.right);
    if (across.length === 0 && down.length === 0) continue;
    const bottom = Math.max(...[...across, ...down].map((merge) => merge.bottom), across.length > 0 ? top + 1 : top);
    const last = rows.get(bottom);
    if (!last || bottom === top || titles.filter((title) => title !== "").length < 2) continue;
    const names = Array.from({length: sheet.columns}, (_, column) => join(title(merges, rows, top, bottom, column), known));
    // Data may be merged too: a header is where most names are filled and at least two are names of a contract.
    if (names.filter((name) => known.has(fold(name))).length >= 2) return {top, bottom, titles: names};
  }
  return undefined;
}

function title(merges: readonly Merge[], rows: ReadonlyMap<number, string[]>, top: number, bottom: number, column: number): string[] {
  const parts: string[] = [];
  for (let row = top; row <= bottom; row += 1) {
    const merge = merges.find((item) => item.top <= row && row <= item.bottom && item.left <= column && column <= item.right);
    const text = (rows.get(merge?.top ?? row)?.[merge?.left ?? column] ?? "").trim();
    if (text !== "" && parts.at(-1) !== text) parts.push(text);
  }
  return parts;
}

/** The most precise title when a contract knows it, else all of them from the group down. */
function join(parts: readonly string[], known: ReadonlySet<string>): string {
  const last = parts.at(-1) ?? "";
  return known.has(fold(last)) ? last : parts.join(" ");
}

async function* readLaid(sheet: LaidSheet): AsyncGenerator<[row: number, cells: string[]]> {
  for await (const line of readLines(sheet.file)) yield JSON.parse(line) as [number, string[]];
}

function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
