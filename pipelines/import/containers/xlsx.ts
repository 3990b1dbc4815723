import path from "node:path";
import {VigieError} from "../../lib/errors.ts";
import type {Archive, Member} from "./archive.ts";
import {dateText, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, numberText, percentText, plainText, type Sheet, type SheetFacts, type Workbook} from "./workbook.ts";
import {readXml, type Attributes} from "./xml.ts";

/** How the format of a cell shows its number. */
type Shown = "nombre" | "pourcentage" | "date" | "heure" | "moment";

/** Text of all cells, shared once: kept in memory, hence bounded. */
const MOST_SHARED = 300 * 1024 ** 2;

/** Opens the package of an xlsx: its sheets by name, nothing of their cells. */
export async function openXlsx(archive: Archive): Promise<Workbook> {
  const members = new Map(archive.members.map((member) => [member.name.toLowerCase(), member]));
  const find = (name: string): Member | undefined => members.get(name.replace(/^\//, "").toLowerCase());
  const book = find(await mainPart(archive, find("_rels/.rels"))) ?? find("xl/workbook.xml");
  if (!book) throw new VigieError("Ce classeur n'a pas de feuille lisible (xl/workbook.xml manque).", {mend: "Enregistrez-le de nouveau en .xlsx depuis un tableur."});
  const folder = path.posix.dirname(book.name);
  const targets = await relations(archive, find(`${folder}/_rels/${path.posix.basename(book.name)}.rels`), folder);

  const listed: {name: string; id: string; isHidden: boolean}[] = [];
  let is1904 = false;
  await readXml(archive, book, {
    open: (name, attributes) => {
      if (name === "workbookPr") is1904 = /^(1|true)$/.test(attributes["date1904"] ?? "");
      if (name === "sheet") listed.push({name: attributes["name"] ?? "", id: attributes["id"] ?? "", isHidden: (attributes["state"] ?? "visible") !== "visible"});
    }
  });
  const shown = await formats(archive, find(`${folder}/styles.xml`));
  let shared: Promise<readonly string[]> | undefined;
  const strings = (): Promise<readonly string[]> => (shared ??= sharedStrings(archive, find(`${folder}/sharedStrings.xml`)));
  return {
    format: "xlsx",
    externalLinks: [...members.keys()].filter((name) => /externallinks\/[^/]+\.xml$/.test(name)).length,
    sheets: listed.flatMap(({name, id, isHidden}): Sheet[] => {
      const part = find(targets.get(id) ?? "");
      if (!part || !/worksheets?\//i.test(part.name)) return [];
      return [{name, isHidden, read: async (onRow) => readSheet(archive, part, {strings: await strings(), shown, is1904}, onRow)}];
    })
  };
}

async function mainPart(archive: Archive, rels: Member | undefined): Promise<string> {
  let main = "xl/workbook.xml";
  if (rels) await readXml(archive, rels, {open: (name, attributes) => void (name === "Relationship" && attributes["Type"]?.endsWith("/officeDocument") && (main = attributes["Target"] ?? main))});
  return main;
}

async function relations(archive: Archive, rels: Member | undefined, folder: string): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  if (!rels) return targets;
  await readXml(archive, rels, {
    open: (name, attributes) => {
      const {Id: id, Target: target, TargetMode: mode} = attributes;
      if (name === "Relationship" && id && target && mode !== "External") targets.set(id, target.startsWith("/") ? target.slice(1) : path.posix.join(folder, target));
    }
  });
  return targets;
}

async function sharedStrings(archive: Archive, part: Member | undefined): Promise<readonly string[]> {
  const strings: string[] = [];
  if (!part) return strings;
  if (part.bytes > MOST_SHARED) throw tooLarge();
  let text = "";
  let isText = false;
  let isPhonetic = false;
  await readXml(archive, part, {
    open: (name) => {
      if (name === "si") text = "";
      if (name === "rPh") isPhonetic = true;
      isText = name === "t" && !isPhonetic;
    },
    text: (chunk) => {
      if (isText) text += chunk;
    },
    close: (name) => {
      if (name === "si") strings.push(text);
      if (name === "rPh") isPhonetic = false;
      isText = false;
    }
  });
  return strings;
}

/** ECMA-376 part 1, §18.8.30: the formats that no file needs to spell. */
const BUILT_IN = new Map<number, Shown>([
  [9, "pourcentage"], [10, "pourcentage"], [14, "date"], [15, "date"], [16, "date"], [17, "date"], [18, "heure"], [19, "heure"], [20, "heure"], [21, "heure"], [22, "moment"],
  [45, "heure"], [46, "heure"], [47, "heure"], ...Array.from({length: 10}, (_, index): [number, Shown] => [27 + index, "date"]), ...Array.from({length: 9}, (_, index): [number, Shown] => [50 + index, "date"])
]);

export function shownBy(format: string): Shown {
  // Quoted text, escaped and padding characters, colours and locales say nothing of the value; only the first of the four parts does.
  const [first = ""] = format.replace(/"[^"]*"|\\.|_.|\*./g, "").split(";");
  const bare = first.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "").replace(/general|standard|e[+-]0+/gi, "");
  if (bare.includes("%")) return "pourcentage";
  const hasTime = /[hs]|\[m+\]/i.test(bare);
  const hasDay = /[yad]|j/i.test(bare.replace(/am\/pm|a\/p/gi, "")) || (/m/i.test(bare) && !hasTime);
  if (hasDay) return hasTime ? "moment" : "date";
  return hasTime ? "heure" : "nombre";
}

async function formats(archive: Archive, part: Member | undefined): Promise<readonly Shown[]> {
  const shown: Shown[] = [];
  if (!part) return shown;
  const own = new Map<number, Shown>();
  let isCell = false;
  await readXml(archive, part, {
    open: (name, attributes) => {
      if (name === "numFmt") own.set(Number(attributes["numFmtId"]), shownBy(attributes["formatCode"] ?? ""));
      if (name === "cellXfs") isCell = true;
      if (name === "xf" && isCell) {
        const id = Number(attributes["numFmtId"] ?? 0);
        shown.push(own.get(id) ?? BUILT_IN.get(id) ?? "nombre");
      }
    },
    close: (name) => {
      if (name === "cellXfs") isCell = false;
    }
  });
  return shown;
}

interface Context {
  readonly strings: readonly string[];
  readonly shown: readonly Shown[];
  readonly is1904: boolean;
}

async function readSheet(archive: Archive, part: Member, context: Context, onRow: (row: number, cells: string[]) => Promise<void> | undefined): Promise<SheetFacts> {
  const facts: SheetFacts = {merges: [], formulas: 0, uncomputed: 0, errors: 0};
  let row = -1;
  let column = -1;
  let cells: string[] = [];
  let cell: Attributes = {};
  let value = "";
  let hasFormula = false;
  let takes = false;
  let isPhonetic = false;
  let count = 0;
  let pending: Promise<void> | undefined;
  await readXml(archive, part, {
    open: (name, attributes) => {
      switch (name) {
        case "row":
          row = attributes["r"] === undefined ? row + 1 : Number(attributes["r"]) - 1;
          if (!(row >= 0 && row < MOST_ROWS)) throw tooLarge();
          column = -1;
          cells = [];
          break;
        case "c":
          cell = attributes;
          column = attributes["r"] === undefined ? column + 1 : columnOf(attributes["r"]);
          if (!(column >= 0 && column < MOST_COLUMNS)) throw tooLarge();
          value = "";
          hasFormula = false;
          break;
        case "f":
          hasFormula = true;
          break;
        case "rPh":
          isPhonetic = true;
          break;
        case "mergeCell": {
          const [from = "", to = from] = (attributes["ref"] ?? "").split(":");
          facts.merges.push({top: rowOf(from), left: columnOf(from), bottom: rowOf(to), right: columnOf(to)});
        }
      }
      takes = name === "v" || (name === "t" && !isPhonetic);
    },
    text: (chunk) => {
      if (takes) value += chunk;
    },
    close: (name) => {
      takes = false;
      if (name === "rPh") isPhonetic = false;
      if (name === "c") {
        const text = cellText(cell, value, context);
        if (hasFormula) facts.formulas += 1;
        if (hasFormula && value === "") facts.uncomputed += 1;
        if (cell["t"] === "e") facts.errors += 1;
        if (text.trim() !== "") {
          while (cells.length < column) cells.push("");
          cells[column] = text;
        }
      }
      if (name === "row" && cells.length > 0) {
        count += cells.length;
        if (count > MOST_CELLS) throw tooLarge();
        const write = onRow(row, cells);
        if (write) pending = pending ? pending.then(() => write) : write;
      }
    },
    rest: () => {
      const waited = pending;
      pending = undefined;
      return waited;
    }
  });
  return facts;
}

function cellText(cell: Attributes, value: string, {strings, shown, is1904}: Context): string {
  switch (cell["t"]) {
    case "s": return plainText(strings[Number(value)] ?? "");
    case "str":
    case "inlineStr": return plainText(value);
    case "b": return value === "1" || value === "true" ? "vrai" : value === "" ? "" : "faux";
    case "e": return value;
    case "d": return dateText(value);
  }
  const how = shown[Number(cell["s"] ?? 0)] ?? "nombre";
  if (value === "" || how === "nombre") return numberText(value);
  if (how === "pourcentage") return percentText(value);
  return serialText(Number(value), how, is1904) ?? numberText(value);
}

/** A serial date as its format shows it. 1900 is no leap year but Excel's calendar has its 29 February: serials before it lag by one. */
export function serialText(serial: number, how: Shown, is1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return undefined;
  const days = is1904 ? serial + 1462 : serial;
  const seconds = Math.round((days + (days < 60 ? 1 : 0) - 25_569) * 86_400);
  const iso = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (how === "date") return iso.slice(0, 10);
  if (how === "heure" && serial < 1) return iso.slice(11).replace(/:00$/, "");
  return dateText(iso);
}

function columnOf(reference: string): number {
  let column = 0;
  for (const char of reference) {
    const code = char.charCodeAt(0) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > MOST_COLUMNS) break;
  }
  return column - 1;
}

function rowOf(reference: string): number {
  return Number(reference.replace(/^[^0-9]*/, "")) - 1;
}

function tooLarge(): VigieError {
  return new VigieError("Cette feuille est démesurée : aucun tableur ne l'ouvrirait.", {mend: "Enregistrez le tableau utile seul, en csv ou dans un classeur neuf."});
}
