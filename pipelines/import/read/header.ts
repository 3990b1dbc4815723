import {fold} from "../../lib/text.ts";
import {align, type AlignmentRules, naturalSeam} from "./align.ts";
import type {AnomalyCode} from "./causes.ts";
import {type ColumnProfile, FORMAL, type Kind, kindOf} from "./kinds.ts";
import {type Grammar, type RawRecord} from "./tokens.ts";

export interface Header {
  names: string[];
  /** What had to be done to it, if anything. */
  code: AnomalyCode | null;
}

/**
 * Rows wider than their header by empty cells: delimiters for nothing, or a header that lost a delimiter above a column nobody filled?
 * Whichever lays its titles better on what the columns hold. True when the titles spread over all the cells of the rows.
 */
export function spreadsOver(record: RawRecord, text: string, grammar: Grammar, width: number, profiles: readonly ColumnProfile[], known: ReadonlySet<string>): boolean {
  return repair(record, text, grammar, width, profiles, known).every((name) => name !== "");
}

/** One name a column: rows of titles merged, damaged rows laid on the columns. */
export function mergeHeader(records: readonly RawRecord[], text: string, grammar: Grammar, columns: number, profiles: readonly ColumnProfile[], known: ReadonlySet<string>): Header {
  if (records.length === 0) return {names: [], code: null};
  const rows: string[][] = [];
  let code: AnomalyCode | null = null;
  for (const record of records) {
    const width = record.cells.length;
    const isSound = record.trouble === 0 && (width === columns || (width > columns && record.cells.slice(columns).every((cell) => cell.trim() === "")));
    if (isSound) {
      rows.push(record.cells.slice(0, columns).map((cell) => cell.trim()));
      continue;
    }
    rows.push(repair(record, text, grammar, columns, profiles, known));
    code = "entete_repare";
  }
  if (rows.length === 1) return {names: rows[0] as string[], code};
  const last = rows.length - 1;
  const filled = rows.map((row, index) => (index < last ? spread(row) : row));
  const names = Array.from({length: columns}, (_, column) => filled.map((row) => row[column] ?? "").filter((title) => title !== "").join(" "));
  return {names, code: code ?? "entete_multiple"};
}

/** A title over several columns is written once, above the first: merged cells of a spreadsheet. */
function spread(row: readonly string[]): string[] {
  if (row.every((title) => title !== "")) return [...row];
  let current = "";
  return row.map((title) => (current = title === "" ? current : title));
}

function repair(record: RawRecord, text: string, grammar: Grammar, columns: number, profiles: readonly ColumnProfile[], known: ReadonlySet<string>): string[] {
  const line = text.slice(record.start, record.end);
  const {quote} = grammar;
  const isKnown = (name: string): boolean => known.has(fold(name)) || COMMON.has(fold(name));
  const rules: AlignmentRules = {
    ...grammar,
    columns,
    surprise: (column, value) => {
      const name = quote === "" ? value : value.replaceAll(quote, "");
      if (name.trim() === "") return profiles[column]?.isEmpty() === true ? -1.5 : 2;
      const kind = kindOf(name);
      const form = FORMAL.has(kind) && !/^\d\.\d$|^\p{L}/u.test(name) ? 1.5 : 0;
      return form + (isKnown(name) ? 0 : 0.6) + unlikeliness(name, profiles[column]);
    },
    mayCut: true,
    cutsAnywhere: true,
    seam: (left, right) => {
      if (/[_\s-]$/.test(left) || /^[_\s-]/.test(right)) return 6;
      const isWhole = isKnown(left) && isKnown(right);
      // Without a capital, a quote or a known name, nothing tells where two glued titles part.
      return isWhole ? 0 : isKnown(left) || isKnown(right) ? naturalSeam(left, right) * 0.5 : naturalSeam(left, right) + 1;
    }
  };
  const found = line.length > 50_000 ? null : align(line, rules);
  const cells = found?.cells ?? record.cells.slice(0, columns);
  const names = cells.map((cell) => cell.trim());
  while (names.length < columns) names.push("");
  // A stray quote stays in the name, unless without it the name is one that a contract knows.
  return names.map((name) => (quote !== "" && name.includes(quote) && !known.has(fold(name)) && known.has(fold(name.replaceAll(quote, ""))) ? name.replaceAll(quote, "") : name));
}

/** What a title promises, and whether the column holds it. */
const PROMISES: readonly {title: RegExp; kinds: readonly Kind[]}[] = [
  {title: /(^|[ _])(date|jour|debut|fin|day)/, kinds: ["date"]},
  {title: /^(heure|time|horaire|duree)/, kinds: ["time", "integer", "decimal"]},
  {title: /(^|[ _])(prix|price|montant|cout|amount)/, kinds: ["money", "integer", "decimal"]},
  {title: /^(qte|qty|quantite|quantity|nombre|nb|effectif|eleves|total|latitude|longitude|ips)/, kinds: ["integer", "decimal"]},
  {title: /(url|lien|site|link|web)$/, kinds: ["url"]},
  {title: /(mail|courriel)/, kinds: ["email"]},
  {title: /^(uai|rne|code uai|numero ecole)$/, kinds: ["uai"]},
  {title: /^(id|code|numero|ref|reference|productid|num)/, kinds: ["code", "integer", "uai"]},
  {title: /(nom|name|libelle|type|commune|ville|description|commentaire|comment|remarque|adresse)/, kinds: ["prose", "word", "code"]}
];

function unlikeliness(name: string, profile: ColumnProfile | undefined): number {
  if (profile === undefined || profile.total === 0) return 0;
  const title = fold(name);
  for (const {title: pattern, kinds} of PROMISES) {
    if (!pattern.test(title)) continue;
    if (profile.isEmpty()) return 0.5;
    return profile.share((kind) => kinds.includes(kind)) >= 0.5 ? -0.6 : 1;
  }
  return 0;
}

/** Titles met everywhere: they show where two titles glued together part. */
const COMMON: ReadonlySet<string> = new Set(
  (
    "date heure time jour annee year mois month qte qty quantite quantity prix price montant amount id code numero ref reference productid nom name prenom libelle label type producttype typeproduit " +
    "description productdescription url lien link remarques remarque comments comment commentaire commentaires uai rne commune ville departement region academie secteur effectifs eleves classes ips " +
    "latitude longitude statut status debut fin adresse mail email telephone note total categorie category annee_scolaire date_reponse classe niveau score session"
  ).split(" ")
);
