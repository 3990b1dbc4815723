import {StringDecoder} from "node:string_decoder";
import {VigieError} from "../../lib/errors.ts";
import {extractedStream, type Archive, type Member} from "./archive.ts";
import {dateText, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, numberText, percentText, plainText, type Sheet, type SheetFacts, type Workbook} from "./workbook.ts";
import {readXml, type Attributes} from "./xml.ts";

/** Opens the package of an OpenDocument spreadsheet: its tables by name, nothing of their cells. */
export async function openOds(archive: Archive): Promise<Workbook> {
  const find = (name: string): Member | undefined => archive.members.find((member) => member.name === name);
  const manifest = find("META-INF/manifest.xml");
  let isEncrypted = false;
  if (manifest) await readXml(archive, manifest, {open: (name) => void (isEncrypted ||= name === "encryption-data")});
  if (isEncrypted) throw passwordProtected();
  const content = find("content.xml");
  if (!content) throw new VigieError("Ce classeur n'a pas de feuille lisible (content.xml manque).", {mend: "Enregistrez-le de nouveau en .ods depuis un tableur."});

  const {tables, links} = await listTables(archive, content);
  return {format: "ods", externalLinks: links, sheets: tables.map(({name, isHidden}, index): Sheet => ({name, isHidden, read: (onRow) => readTable(archive, content, index, onRow)}))};
}

const TAG = /<(?:[\w-]+:)?(table|style|table-properties|table-source)(?=[\s/>])([^>]*)>|<\/(?:[\w-]+:)?table>/g;
const ATTRIBUTE = /(?:[\w-]+:)?([\w-]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = {lt: "<", gt: ">", amp: "&", quot: '"', apos: "'"};

/** The tables of a content by name, from four kinds of tags: the cells, ten times longer to parse, come when a table is read. */
async function listTables(archive: Archive, content: Member): Promise<{tables: {name: string; isHidden: boolean}[]; links: number}> {
  const tables: {name: string; isHidden: boolean}[] = [];
  const hiddenStyles = new Set<string>();
  let style = "";
  let depth = 0;
  let links = 0;
  let rest = "";
  const decoder = new StringDecoder("utf8");
  for await (const chunk of extractedStream(archive, content)) {
    const text = rest + decoder.write(chunk);
    const cut = text.lastIndexOf("<");
    rest = cut >= 0 && !text.includes(">", cut) ? text.slice(cut) : "";
    for (const [tag, name, inside = ""] of text.slice(0, text.length - rest.length).matchAll(TAG)) {
      const attributes = new Map([...inside.matchAll(ATTRIBUTE)].map(([, key = "", value = ""]) => [key, plain(value)]));
      if (name === undefined) depth -= 1;
      else if (name === "style") style = attributes.get("name") ?? "";
      else if (name === "table-properties" && attributes.get("display") === "false") hiddenStyles.add(style);
      else if (name === "table-source") links += 1;
      else if (name === "table") {
        if (depth === 0) tables.push({name: attributes.get("name") ?? "", isHidden: hiddenStyles.has(attributes.get("style-name") ?? "")});
        if (!tag.endsWith("/>")) depth += 1;
      }
    }
  }
  return {tables, links};
}

function plain(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}

export function passwordProtected(): VigieError {
  return new VigieError("Ce classeur est protégé par un mot de passe : Vigie ne peut pas le lire.", {mend: "Ouvrez-le dans un tableur, retirez le mot de passe et enregistrez-le de nouveau."});
}

async function readTable(archive: Archive, content: Member, wanted: number, onRow: (row: number, cells: string[]) => Promise<void> | undefined): Promise<SheetFacts> {
  const facts: SheetFacts = {merges: [], formulas: 0, uncomputed: 0, errors: 0};
  let table = -1;
  let depth = 0;
  let row = 0;
  let rowRepeat = 1;
  let column = 0;
  let cells: string[] = [];
  let cell: Attributes = {};
  let text = "";
  let paragraphs = 0;
  let isParagraph = 0;
  let aside = 0;
  let count = 0;
  const writes: (() => Promise<void> | undefined)[] = [];
  const isWanted = (): boolean => table === wanted && depth === 1;
  await readXml(archive, content, {
    open: (name, attributes) => {
      if (name === "table" && (depth += 1) === 1) table += 1;
      if (!isWanted()) return;
      if (name === "annotation") aside += 1;
      if (aside > 0) return;
      switch (name) {
        case "table-row":
          rowRepeat = repeats(attributes["number-rows-repeated"]);
          column = 0;
          cells = [];
          break;
        case "table-cell":
        case "covered-table-cell":
          cell = attributes;
          text = "";
          paragraphs = 0;
          break;
        case "p":
          if (paragraphs > 0) text += "\n";
          paragraphs += 1;
          isParagraph += 1;
          break;
        case "s":
          if (isParagraph > 0) text += " ".repeat(Math.min(repeats(attributes["c"]), 1000));
          break;
        case "tab":
          if (isParagraph > 0) text += "\t";
          break;
        case "line-break":
          if (isParagraph > 0) text += "\n";
      }
    },
    text: (chunk) => {
      if (isParagraph > 0 && aside === 0) text += chunk;
    },
    close: (name) => {
      if (name === "table") {
        depth -= 1;
        return;
      }
      if (!isWanted()) return;
      if (name === "annotation") aside -= 1;
      if (aside > 0) return;
      if (name === "p") isParagraph -= 1;
      if (name === "table-cell" || name === "covered-table-cell") {
        const repeat = repeats(cell["number-columns-repeated"]);
        const value = cellText(cell, text);
        if (cell["formula"] !== undefined) facts.formulas += repeat;
        if (cell["formula"] !== undefined && value === "") facts.uncomputed += repeat;
        if (/^(#|Err:)/.test(value) && cell["formula"] !== undefined) facts.errors += repeat;
        const right = column + Number(cell["number-columns-spanned"] ?? 1) - 1;
        const bottom = row + Number(cell["number-rows-spanned"] ?? 1) - 1;
        if (right > column || bottom > row) facts.merges.push({top: row, left: column, bottom, right});
        if (value.trim() !== "") {
          count += repeat * rowRepeat;
          if (column + repeat > MOST_COLUMNS || count > MOST_CELLS) throw tooLarge();
          while (cells.length < column) cells.push("");
          for (let index = 0; index < repeat; index += 1) cells.push(value);
        }
        column += repeat;
      }
      if (name === "table-row") {
        const from = row;
        row += rowRepeat;
        if (cells.length === 0) return;
        if (row > MOST_ROWS) throw tooLarge();
        for (let index = from; index < row; index += 1) {
          const kept = cells;
          writes.push(() => onRow(index, kept));
        }
      }
    },
    rest: () => (writes.length > 0 ? flush(writes) : undefined)
  });
  await flush(writes);
  return facts;
}

async function flush(writes: (() => Promise<void> | undefined)[]): Promise<void> {
  for (const write of writes.splice(0)) {
    const pause = write();
    if (pause) await pause;
  }
}

function repeats(attribute: string | undefined): number {
  const count = Number(attribute ?? 1);
  return Number.isInteger(count) && count > 0 ? count : 1;
}

function cellText(cell: Attributes, text: string): string {
  switch (cell["value-type"]) {
    case "float":
    case "currency": return numberText(cell["value"] ?? text);
    case "percentage": return percentText(cell["value"] ?? text);
    case "date": return dateText(cell["date-value"] ?? text);
    case "time": {
      const match = /^PT(\d+)H(\d+)M(\d+)/.exec(cell["time-value"] ?? "");
      return match ? `${match[1]?.padStart(2, "0")}:${match[2]?.padStart(2, "0")}${Number(match[3]) === 0 ? "" : `:${match[3]?.padStart(2, "0")}`}` : text;
    }
    case "boolean": return cell["boolean-value"] === "true" ? "vrai" : "faux";
    default: return plainText(cell["string-value"] ?? text);
  }
}

function tooLarge(): VigieError {
  return new VigieError("Cette feuille est démesurée : aucun tableur ne l'ouvrirait.", {mend: "Enregistrez le tableau utile seul, en csv ou dans un classeur neuf."});
}
