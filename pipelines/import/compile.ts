import {createHmac} from "node:crypto";
import {quoteIdent, quoteText} from "../lib/duckdb.ts";
import {lakeColumns, type Contract} from "../lib/contract/contract.ts";
import {boundSql, foldSql, isFreeText, type Kind} from "../lib/contract/kinds.ts";
import type {Binding, BoundColumn} from "./binding.ts";

/** What the file itself gives to each of its rows. */
export interface FileContext {
  readonly fichier: string;
  readonly uai: string | null;
  readonly version: string;
  /** Row of the first record, when the relation leaves its rows unnumbered: their place in what is written then tells. */
  readonly firstRow?: number;
  /** Families stay structs, whose names are those of this file's columns: a map writes each name again on each row. `selectColumns` gives the map. */
  readonly hasStructs?: boolean;
}

/** What the structural scan of a file proved of its cells: the passes that would look for it are left out. */
export interface Purity {
  readonly hasOuterBlanks: boolean;
  readonly hasApostrophes: boolean;
}

/** Outer characters that are no content, the same for SQL and TypeScript. */
const BLANKS = " \t\r\n\u00a0\u202f\u2009\ufeff";

/**
 * The cell without outer blanks and without the apostrophe that a spreadsheet puts before what it must not read; null when nothing is left:
 * the TypeScript twin of `trimSql`, `bareSql` and `presentSql`.
 */
export function cleanCell(contract: Contract, kind: Kind, raw: string): string | null {
  let start = 0;
  let end = raw.length;
  while (start < end && BLANKS.includes(raw[start] as string)) start += 1;
  while (end > start && BLANKS.includes(raw[end - 1] as string)) end -= 1;
  const trimmed = raw.slice(start, end);
  const isEscape = trimmed.startsWith("'") && (!isFreeText(kind) || /^'[0-9]+$/.test(trimmed) || (contract.formulaEscape && /^'[=+@-]/.test(trimmed)));
  const cell = isEscape ? trimmed.slice(1) : trimmed;
  return cell === "" || contract.missing?.includes(cell) ? null : cell;
}

const BLANKS_SQL = `(' ' || chr(9) || chr(13) || chr(10) || chr(160) || chr(8239) || chr(8201) || chr(65279))`;

/** A raw cell without outer blanks. */
function trimSql(raw: string, {hasOuterBlanks}: Purity): string {
  if (!hasOuterBlanks) return raw;
  // Trimming by code points is slow, and hardly any cell needs it: only those whose first or last character is not plain ASCII.
  return `CASE WHEN ord(${raw}) BETWEEN 33 AND 126 AND ${raw}[-1] BETWEEN '!' AND '~' THEN ${raw} ELSE trim(${raw}, ${BLANKS_SQL}) END`;
}

/** True for a trimmed cell that begins with the apostrophe by which Excel keeps digits, dates… as text. In free text it is one only before digits alone. */
function hasExcelApostropheSql(kind: Kind, cell: string): string {
  return isFreeText(kind) ? `(starts_with(${cell}, '''') AND regexp_full_match(${cell}, '''[0-9]+'))` : `starts_with(${cell}, '''')`;
}

/** A trimmed cell without the apostrophe of Excel, nor that of formulas where the source writes one. */
function bareSql(contract: Contract, kind: Kind, cell: string, {hasApostrophes}: Purity): string {
  if (!hasApostrophes) return cell;
  const isFormula = contract.formulaEscape && isFreeText(kind) ? ` OR regexp_matches(${cell}, '^''[=+@-]')` : "";
  return `CASE WHEN ${hasExcelApostropheSql(kind, cell)}${isFormula} THEN substr(${cell}, 2) ELSE ${cell} END`;
}

/** A bare cell, NULL when it says that there is no answer. */
function presentSql(contract: Contract, cell: string): string {
  return `CASE WHEN ${cell} NOT IN (${["", ...(contract.missing ?? [])].map(quoteText).join(", ")}) THEN ${cell} END`;
}

/** Keyed pseudonym of the values that identify one person: HMAC-SHA-256, first 128 bits, hexadecimal; NULL when nothing identifies. */
export function pseudonym(key: Uint8Array, domain: string, values: readonly string[]): string {
  return createHmac("sha256", key).update(`${domain}\u001f${values.join("\u001f")}`).digest("hex").slice(0, 32);
}

function pad(key: Uint8Array, byte: number): string {
  // RFC 2104: the key fills one block of 64 bytes, xored with ipad or opad.
  const block = Buffer.alloc(64);
  Buffer.from(key).copy(block);
  return [...block].map((value) => `\\x${(value ^ byte).toString(16).padStart(2, "0")}`).join("");
}

/** The SQL twin of `pseudonym`, over cells folded to lower case without accents. */
export function pseudonymSql(key: Uint8Array, domain: string, cells: readonly string[]): string {
  const text = cells.map((cell) => `coalesce(lower(strip_accents(${cell})), '')`).join(` || chr(31) || `);
  const inner = `sha256('${pad(key, 0x36)}'::BLOB || encode(${quoteText(domain)} || chr(31) || ${text}))`;
  const hex = `left(sha256('${pad(key, 0x5c)}'::BLOB || unhex(${inner})), 32)`;
  return `CASE WHEN coalesce(${cells.join(", ")}) IS NOT NULL THEN ${hex} END`;
}

/** The names that the compiled SELECT adds to the lake's columns. */
export const REJECTED = "_rejet";
export const FIRST_ROW = "_premiere_ligne";

/** What is mended in a cell rather than refused, since it can mean one thing only: the flag of its rows, and what to say of them. */
export const MENDED = [
  {flag: "_repare_apostrophe", said: "une apostrophe d'Excel en tête de case a été ôtée"},
  {flag: "_repare_date", said: "une date écrite en numéro de jour d'Excel (45611 pour le 15/11/2024) a été lue comme cette date ; dans le tableur, mettez la colonne au format Date"}
] as const;

/**
 * The SELECT that does the whole contract to a whole file at once.
 * `raw` is a relation with `_ligne` and the cells `c0`, `c1`… as varchar; the answer has the lake's columns, `_rejet` (true when a cell or
 * a rule refuses the record), the flags of `MENDED`, one `_avertit_<code>` per warning rule and, for an unnumbered relation, `_premiere_ligne`.
 */
export function compileSelect(raw: string, binding: Binding, context: FileContext, key: Uint8Array, purity: Purity): string {
  const {contract} = binding;
  const kept = binding.columns.filter((column) => column.personal !== "drop");
  const notConcerned = contract.notConcerned ?? [];
  const place = new Map(binding.columns.map((column, index) => [column, index]));
  const position = (column: BoundColumn): number => place.get(column) as number;
  const isFamily = (column: BoundColumn): boolean => column.mapKey !== undefined;
  const isNotConcerned = (column: BoundColumn): string => `coalesce(k${position(column)} IN (${notConcerned.map(quoteText).join(", ")}), false)`;
  const hasNotConcerned = (column: BoundColumn): boolean => notConcerned.length > 0 && !column.required && column.personal === undefined && !isFamily(column);

  // Three steps, so that no expression is evaluated twice: cells without blanks, values read, values within their bounds.
  const cells: string[] = ["_ligne"];
  const reads: string[] = ["_ligne"];
  const values: string[] = ["_ligne"];
  const errors: string[] = [];
  const mended: Record<(typeof MENDED)[number]["flag"], string[]> = {_repare_apostrophe: [], _repare_date: []};
  for (const column of binding.columns) {
    const k = `k${position(column)}`;
    if (column.constant !== undefined) {
      cells.push(`${quoteText(column.constant)} AS ${k}`);
      continue;
    }
    const trimmed = trimSql(`c${column.index}`, purity);
    const cleaned = presentSql(contract, bareSql(contract, column.kind, trimmed, purity));
    cells.push(`${column.labels ? labelSql(cleaned, column.labels) : cleaned} AS ${k}`);
    if (purity.hasApostrophes && column.personal !== "drop") mended._repare_apostrophe.push(hasExcelApostropheSql(column.kind, trimmed));
  }
  if (mended._repare_apostrophe.length > 0) {
    cells.push(`(${mended._repare_apostrophe.join(" OR ")}) AS m_apostrophe`);
    reads.push("m_apostrophe");
    values.push("m_apostrophe");
  }

  for (const column of kept) {
    const k = `k${position(column)}`;
    const v = `v${position(column)}`;
    const w = `w${position(column)}`;
    if (column.personal === "pseudonym") {
      reads.push(`${pseudonymSql(key, `${contract.source}.${column.name}`, [k])} AS ${v}`);
      values.push(v);
      if (column.required) errors.push(`${v} IS NULL`);
      continue;
    }
    if (hasNotConcerned(column)) {
      const n = `n${position(column)}`;
      reads.push(`${isNotConcerned(column)} AS ${n}`, `CASE WHEN NOT ${isNotConcerned(column)} THEN ${column.kind.sql(k)} END AS ${w}`);
      values.push(n);
      errors.push(`(${k} IS NOT NULL AND ${v} IS NULL AND NOT ${n})`);
    } else {
      reads.push(`${column.kind.sql(k)} AS ${w}`);
      errors.push(column.required ? `${v} IS NULL` : `(${k} IS NOT NULL AND ${v} IS NULL)`);
    }
    if (column.kind.readsSerial) mended._repare_date.push(`(strlen(${k}) = 5 AND ${v} IS NOT NULL)`);
    reads.push(k);
    values.push(`${boundSql(column.kind, w)} AS ${v}`, k);
  }
  for (const [name, {from}] of Object.entries(contract.pseudonyms ?? {})) {
    const parts = from.flatMap((item) => binding.columns.filter((column) => column.name === item).map((column) => `k${position(column)}`));
    reads.push(`${parts.length > 0 ? pseudonymSql(key, `${contract.source}.${name}`, parts) : "NULL::VARCHAR"} AS ${quoteIdent(`p_${name}`)}`);
    values.push(quoteIdent(`p_${name}`));
  }

  const valueOf = (name: string): string => {
    const column = kept.find((item) => item.name === name && !isFamily(item));
    return column ? `v${position(column)}` : `NULL::${contract.columns[name]?.kind.type ?? "VARCHAR"}`;
  };
  const ruleSql = (sql: string, columns: readonly string[]): string => {
    let text = sql;
    for (const name of columns) text = text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), valueOf(name));
    return `coalesce(${text}, false)`;
  };
  const rules = contract.rules ?? [];
  for (const rule of rules) if (rule.level === "refus") errors.push(ruleSql(rule.sql, rule.columns));

  const outputs: string[] = lakeColumns(contract).map(({name, type}) => {
    switch (name) {
      case "_fichier": return `${quoteText(context.fichier)} AS _fichier`;
      case "_ligne": return `_ligne`;
      case "_uai_fichier": return `${context.uai === null ? "NULL::VARCHAR" : quoteText(context.uai)} AS _uai_fichier`;
      case "_version": return `${quoteText(context.version)} AS _version`;
      case "_non_concerne": {
        const parts = kept.filter(hasNotConcerned).map((column) => `CASE WHEN n${position(column)} THEN ${quoteText(column.name)} END`);
        return `${parts.length > 0 ? `list_filter([${parts.join(", ")}], lambda x: x IS NOT NULL)` : "[]"}::VARCHAR[] AS _non_concerne`;
      }
      case "_non_collecte": return `[${binding.notCollected.map(quoteText).join(", ")}]::VARCHAR[] AS _non_collecte`;
    }
    if (contract.pseudonyms?.[name]) return `${quoteIdent(`p_${name}`)} AS ${quoteIdent(name)}`;
    if (contract.families?.[name]) {
      const columns = kept.filter((column) => column.name === name);
      if (columns.length === 0) return `NULL::${type} AS ${quoteIdent(name)}`;
      // A key without answer stays in the map with NULL; a record without any answer has no map.
      // A struct cast to a map: five times cheaper than map(keys, values), which compares all keys of every row.
      const entries = columns.map((column) => `${quoteText(column.mapKey ?? "")}: v${position(column)}`);
      return `(CASE WHEN coalesce(${columns.map((column) => `v${position(column)}`).join(", ")}) IS NOT NULL THEN {${entries.join(", ")}} END)${context.hasStructs ? "" : `::${type}`} AS ${quoteIdent(name)}`;
    }
    return `(${valueOf(name)})::${type} AS ${quoteIdent(name)}`;
  });
  for (const rule of rules) if (rule.level === "avertissement") outputs.push(`${ruleSql(rule.sql, rule.columns)} AS ${quoteIdent(`_avertit_${rule.code}`)}`);
  outputs.push(`${mended._repare_apostrophe.length > 0 ? "m_apostrophe" : "false"} AS _repare_apostrophe`);
  outputs.push(`${mended._repare_date.length > 0 ? `coalesce(${mended._repare_date.join(" OR ")}, false)` : "false"} AS _repare_date`);
  if (context.firstRow !== undefined) outputs.push(`${context.firstRow}::BIGINT AS ${FIRST_ROW}`);
  outputs.push(`${errors.length > 0 ? errors.join(" OR ") : "false"} AS ${REJECTED}`);

  return [
    `WITH cellules AS (SELECT ${cells.join(", ")} FROM ${raw}),`,
    `lectures AS (SELECT ${[...new Set(reads)].join(", ")} FROM cellules),`,
    `valeurs AS (SELECT ${[...new Set(values)].join(", ")} FROM lectures)`,
    `SELECT ${outputs.join(",\n  ")} FROM valeurs`
  ].join("\n");
}

/** A label of a mapping: the code it stands for, NULL when it is ignored; an unknown one stays as it is and fails its kind. The label "" is the empty cell. */
function labelSql(cell: string, labels: ReadonlyMap<string, string | null>): string {
  const cases = [...labels].map(([label, code]) => `WHEN ${quoteText(label)} THEN ${code === null ? "NULL" : quoteText(code)}`);
  if (cases.length === 0) return cell;
  return `CASE coalesce(${foldSql(cell)}, '') ${cases.join(" ")} ELSE ${cell} END`;
}

/** The TypeScript twin of `labelSql`. */
export function applyLabels(cell: string | null, labels: ReadonlyMap<string, string | null> | undefined, foldLabel: (text: string) => string): string | null {
  if (!labels) return cell;
  const folded = cell === null ? "" : foldLabel(cell);
  return labels.has(folded) ? (labels.get(folded) ?? null) : cell;
}
