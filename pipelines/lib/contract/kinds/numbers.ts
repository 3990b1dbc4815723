import {z} from "zod";
import {kind, refuse, type Kind} from "./kind.ts";

// Spaces of every width that people and spreadsheets put between thousands.
const THOUSANDS = "[\\u0020\\u00a0\\u2009\\u202f]";
const INTEGER = new RegExp(`^[+-]?([0-9]{1,15}|[0-9]{1,3}(${THOUSANDS}[0-9]{3}){1,4})([.,]0+)?$`, "u");
const DECIMAL = new RegExp(`^[+-]?([0-9]{1,15}|[0-9]{1,3}(${THOUSANDS}[0-9]{3}){1,4})?([.,][0-9]+)?$`, "u");
// RE2 (DuckDB) writes code points as \x{…}.
const toRe2 = (pattern: RegExp): string => pattern.source.replace(/\\u([0-9a-f]{4})/g, "\\x{$1}");
const SPACES_SQL = "[\\x{20}\\x{a0}\\x{2009}\\x{202f}]";

const numberText = (cell: string): string => cell.replace(/[\u0020\u00a0\u2009\u202f]/g, "").replace(",", ".");
const numberSql = (cell: string, pattern: RegExp): string =>
  `CASE WHEN regexp_full_match(${cell}, '${toRe2(pattern)}') THEN replace(regexp_replace(${cell}, '${SPACES_SQL}', '', 'g'), ',', '.') END`;

/** A whole number; `98`, `98,0`, `98.0` and `1 234` are read (the last three are spreadsheets' work). */
export function entier(range: {min?: number; max?: number} = {}): Kind<number> {
  const min = range.min ?? 0;
  const max = range.max ?? 2_147_483_647;
  const bounds = range.max === undefined ? (min === 0 ? " positif ou nul" : ` d'au moins ${min}`) : ` de ${min} à ${max}`;
  return kind<number>({
    name: "entier",
    type: "INTEGER",
    expects: `un nombre entier${bounds}`,
    example: max < 125 || min > 125 ? String(Math.max(min, Math.min(2, max))) : "125",
    zod: z.string().transform((cell, context) => {
      if (!INTEGER.test(cell)) return refuse(context, "ce n'est pas un nombre entier");
      const value = Number(numberText(cell));
      return value < min || value > max ? refuse(context, `ce nombre n'est pas compris entre ${min} et ${max}`) : value;
    }),
    // A cell that is just the digits of its number needs no pattern: nearly all are.
    sql: (cell) => `CASE WHEN try_cast(${cell} AS INTEGER)::VARCHAR = ${cell} THEN try_cast(${cell} AS INTEGER) ELSE try_cast(try_cast(${numberSql(cell, INTEGER)} AS DOUBLE) AS INTEGER) END`,
    range: {min: String(min), max: String(max)},
    schema: {type: "integer"}
  });
}

/** What keeps a cell from being a number, when that can be said. */
function notDecimal(cell: string): string {
  if (/^[-+]?[0-9][0-9\s.,]*\s*[€$]$/u.test(cell)) return "ce nombre porte une unité : gardez le nombre seul";
  if (/^[-+]?[0-9]+[.,][0-9]+[.,][0-9.,]*$/u.test(cell)) return "ce nombre a plusieurs points ou virgules : gardez seulement celui des décimales";
  return "ce n'est pas un nombre";
}

/** A number with decimals, comma or point, thousands separated by spaces only (so that 1,234 can mean one thing). */
export function decimal(range: {min?: number; max?: number; unit?: string} = {}): Kind<number> {
  const min = range.min ?? -1e15;
  const max = range.max ?? 1e15;
  const bounds = range.min !== undefined && range.max !== undefined ? ` de ${range.min} à ${range.max}` : "";
  return kind<number>({
    name: "decimal",
    type: "DOUBLE",
    expects: `un nombre${bounds}${range.unit ? ` (${range.unit})` : ""}, à virgule ou à point`,
    example: max < 12.5 ? "0,35" : "12,5",
    zod: z.string().transform((cell, context) => {
      if (!DECIMAL.test(cell) || !/[0-9]/.test(cell)) return refuse(context, notDecimal(cell));
      const value = Number(numberText(cell));
      return value < min || value > max ? refuse(context, `ce nombre n'est pas compris entre ${min} et ${max}`) : value;
    }),
    sql: (cell) => `CASE WHEN regexp_full_match(${cell}, '[0-9]{1,15}([.,][0-9]+)?') THEN try_cast(replace(${cell}, ',', '.') AS DOUBLE) ELSE try_cast(${numberSql(cell, DECIMAL)} AS DOUBLE) END`,
    range: {min: `${min}::DOUBLE`, max: `${max}::DOUBLE`},
    schema: {type: "number"}
  });
}

const PERCENT = /[\u0020\u00a0\u202f]*%$/u;
const PERCENT_SQL = "[\\x{20}\\x{a0}\\x{202f}]*%$";

/** The same number, with or without the sign % that a spreadsheet shows: `20`, `20 %`, `5,5 %`. */
export function taux(range: {min?: number; max?: number} = {}): Kind<number> {
  const number = decimal({min: range.min ?? 0, max: range.max ?? 100});
  return kind<number>({
    ...number,
    name: "taux",
    expects: `un pourcentage de ${range.min ?? 0} à ${range.max ?? 100}`,
    example: "20",
    zod: z.string().transform((cell) => cell.replace(PERCENT, "")).pipe(number.zod),
    sql: (cell) => number.sql(`regexp_replace(${cell}, '${PERCENT_SQL}', '')`)
  });
}

const share = decimal({min: 0, max: 1});

/** A share written 0..1 (as Pix does); a spreadsheet that shows it as 67 % is read too. */
export const ratio = kind<number>({
  ...share,
  name: "ratio",
  expects: "une proportion de 0 à 1 (0,67 pour 67 %)",
  example: "0,67",
  zod: z.string().transform((cell, context) => {
    const parsed = (PERCENT.test(cell) ? pourcentage : share).zod.safeParse(cell);
    return parsed.success ? parsed.data : refuse(context, parsed.error.issues[0]?.message ?? "ce n'est pas une proportion");
  }),
  sql: (cell) => `CASE WHEN suffix(${cell}, '%') THEN ${pourcentage.sql(cell)} ELSE ${share.sql(cell)} END`
});

/** A percentage written 0..100, kept as 0..1. */
export const pourcentage = kind<number>({
  name: "pourcentage",
  type: "DOUBLE",
  expects: "un pourcentage de 0 à 100",
  example: "67",
  zod: z.string().transform((cell, context) => {
    const text = cell.replace(PERCENT, "");
    if (!DECIMAL.test(text) || !/[0-9]/.test(text)) return refuse(context, "ce n'est pas un pourcentage");
    const value = Number(numberText(text));
    return value < 0 || value > 100 ? refuse(context, "ce pourcentage n'est pas compris entre 0 et 100") : value / 100;
  }),
  sql: (cell) => `try_cast(${numberSql(`regexp_replace(${cell}, '${PERCENT_SQL}', '')`, DECIMAL)} AS DOUBLE) / 100`,
  range: {min: "0::DOUBLE", max: "1::DOUBLE"},
  schema: {type: "number"}
});
