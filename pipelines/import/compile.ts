import {createHmac} from "node:crypto";
import {quoteIdent, quoteText} from "../lib/duckdb.ts";
import {lakeColumns, type Contract} from "../lib/contract/contract.ts";
import {boundSql, foldSql} from "../lib/contract/kinds.ts";
import type {Binding, BoundColumn} from "./binding.ts";

/** What the file itself gives to each of its rows. */
export interface FileContext {
  readonly fichier: string;
  readonly uai: string | null;
  readonly version: string;
}

/** Outer characters that are no content, the same for SQL and TypeScript. */
const BLANKS = " \t\r\n\u00a0\u202f\u2009\ufeff";

/** The cell without outer blanks, null when nothing is left: the TypeScript twin of `trimSql` and `presentSql`. */
export function cleanCell(contract: Contract, raw: string): string | null {
  let start = 0;
  let end = raw.length;
  while (start < end && BLANKS.includes(raw[start] as string)) start += 1;
  while (end > start && BLANKS.includes(raw[end - 1] as string)) end -= 1;
  let cell = raw.slice(start, end);
  if (contract.formulaEscape && /^'[=+@-]/.test(cell)) cell = cell.slice(1);
  return cell === "" || contract.missing?.includes(cell) ? null : cell;
}

const BLANKS_SQL = `(' ' || chr(9) || chr(13) || chr(10) || chr(160) || chr(8239) || chr(8201) || chr(65279))`;

/** A raw cell without outer blanks, and without the apostrophe of formulas where the source writes one. */
function trimSql(contract: Contract, raw: string): string {
  // Trimming by code points is slow, and hardly any cell needs it: only those whose first or last character is not plain ASCII.
  const trimmed = `CASE WHEN ord(${raw}) BETWEEN 33 AND 126 AND ${raw}[-1] BETWEEN '!' AND '~' THEN ${raw} ELSE trim(${raw}, ${BLANKS_SQL}) END`;
  if (!contract.formulaEscape) return trimmed;
  return `CASE WHEN contains(${raw}, '''') THEN regexp_replace(trim(${raw}, ${BLANKS_SQL}), '^''([=+@-])', '\\1') ELSE ${trimmed} END`;
}

/** A trimmed cell, NULL when it says that there is no answer. Written so that `cell` is evaluated twice at most: lambdas share nothing. */
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

function pseudonymSql(key: Uint8Array, domain: string, cells: readonly string[]): string {
  const text = cells.map((cell) => `coalesce(lower(strip_accents(${cell})), '')`).join(` || chr(31) || `);
  const inner = `sha256('${pad(key, 0x36)}'::BLOB || encode(${quoteText(domain)} || chr(31) || ${text}))`;
  const hex = `left(sha256('${pad(key, 0x5c)}'::BLOB || unhex(${inner})), 32)`;
  return `CASE WHEN coalesce(${cells.join(", ")}) IS NOT NULL THEN ${hex} END`;
}

/** The names that the compiled SELECT adds to the lake's columns for the importer alone. */
export const REJECTED = "_rejet";

/**
 * The SELECT that does the whole contract to a whole file at once.
 * `raw` is a relation with `_ligne` and the cells `c0`, `c1`… as varchar; the answer has the lake's columns
 * and `_rejet` (true when a cell or a rule refuses the record) and one `_avertit_<code>` per warning rule.
 */
export function compileSelect(raw: string, binding: Binding, context: FileContext, key: Uint8Array): string {
  const {contract} = binding;
  const cell = (column: BoundColumn): string => {
    if (column.constant !== undefined) return quoteText(column.constant);
    const cleaned = presentSql(contract, trimSql(contract, `c${column.index}`));
    return column.labels ? labelSql(cleaned, column.labels) : cleaned;
  };

  const kept = binding.columns.filter((column) => column.personal !== "drop");
  const notConcerned = contract.notConcerned ?? [];
  const isNotConcerned = (position: number): string => `coalesce(k${position} IN (${notConcerned.map(quoteText).join(", ")}), false)`;
  const hasNotConcerned = (column: BoundColumn): boolean => notConcerned.length > 0 && !column.required && column.personal === undefined;

  // Three steps, so that no expression is evaluated twice: cells without blanks, values read, values within their bounds.
  const cells: string[] = ["_ligne"];
  const reads: string[] = ["_ligne"];
  const values: string[] = ["_ligne"];
  const errors: string[] = [];
  const position = (column: BoundColumn): number => binding.columns.indexOf(column);
  const isFamily = (column: BoundColumn): boolean => column.mapKey !== undefined;
  for (const column of binding.columns) if (!isFamily(column)) cells.push(`${cell(column)} AS k${position(column)}`);

  // The columns of a family share their kind: one list, read by one expression, keeps the plan small when there are sixty of them.
  const families = Object.keys(contract.families ?? {}).flatMap((name) => {
    const columns = kept.filter((column) => column.name === name);
    const [first] = columns;
    return first === undefined ? [] : [{name, columns, kind: first.kind}];
  });
  for (const {name, columns, kind} of families) {
    const trimmed = `list_transform([${columns.map((column) => `c${column.index}`).join(", ")}], lambda x: ${trimSql(contract, "x")})`;
    cells.push(`list_transform(${trimmed}, lambda x: ${presentSql(contract, "x")}) AS k_${name}`);
    reads.push(`k_${name}`, `list_transform(k_${name}, lambda x: ${kind.sql("x")}) AS w_${name}`);
    values.push(`k_${name}`, kind.range ? `list_transform(w_${name}, lambda x: ${boundSql(kind, "x")}) AS v_${name}` : `w_${name} AS v_${name}`);
    errors.push(`list_count(k_${name}) <> list_count(v_${name})`);
  }

  for (const column of kept) {
    if (isFamily(column)) continue;
    const k = `k${position(column)}`;
    const v = `v${position(column)}`;
    if (column.personal === "pseudonym") {
      reads.push(`${pseudonymSql(key, `${contract.source}.${column.name}`, [k])} AS ${v}`);
      values.push(v);
      if (column.required) errors.push(`${v} IS NULL`);
      continue;
    }
    if (hasNotConcerned(column)) {
      const n = `n${position(column)}`;
      reads.push(`${isNotConcerned(position(column))} AS ${n}`, `CASE WHEN NOT ${isNotConcerned(position(column))} THEN ${column.kind.sql(k)} END AS w${position(column)}`);
      values.push(n);
      errors.push(`(${k} IS NOT NULL AND ${v} IS NULL AND NOT ${n})`);
    } else {
      reads.push(`${column.kind.sql(k)} AS w${position(column)}`);
      errors.push(column.required ? `${v} IS NULL` : `(${k} IS NOT NULL AND ${v} IS NULL)`);
    }
    reads.push(k);
    values.push(`${boundSql(column.kind, `w${position(column)}`)} AS ${v}`, k);
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
        const parts = kept.filter((column) => hasNotConcerned(column) && !isFamily(column)).map((column) => `CASE WHEN n${position(column)} THEN ${quoteText(column.name)} END`);
        return `${parts.length > 0 ? `list_filter([${parts.join(", ")}], lambda x: x IS NOT NULL)` : "[]"}::VARCHAR[] AS _non_concerne`;
      }
      case "_non_collecte": return `[${binding.notCollected.map(quoteText).join(", ")}]::VARCHAR[] AS _non_collecte`;
    }
    if (contract.pseudonyms?.[name]) return `${quoteIdent(`p_${name}`)} AS ${quoteIdent(name)}`;
    if (contract.families?.[name]) {
      const family = families.find((item) => item.name === name);
      if (!family) return `NULL::${type} AS ${quoteIdent(name)}`;
      // A key without answer stays in the map with NULL; a record without any answer has no map.
      // A struct cast to a map: five times cheaper than map(keys, values), which compares all keys of every row.
      const entries = family.columns.map((column, index) => `${quoteText(column.mapKey ?? "")}: v_${name}[${index + 1}]`).join(", ");
      return `(CASE WHEN list_count(v_${name}) > 0 THEN {${entries}} END)::${type} AS ${quoteIdent(name)}`;
    }
    return `(${valueOf(name)})::${type} AS ${quoteIdent(name)}`;
  });
  for (const rule of rules) if (rule.level === "avertissement") outputs.push(`${ruleSql(rule.sql, rule.columns)} AS ${quoteIdent(`_avertit_${rule.code}`)}`);
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
