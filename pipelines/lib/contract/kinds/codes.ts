import {z} from "zod";
import {quoteText} from "../../duckdb.ts";
import {fold, isUai} from "../../text.ts";
import {kind, refuse, type Kind} from "./kind.ts";

const DIGITS = "^[0-9]{7}[A-Za-z]$";

export const uai = kind<string>({
  name: "uai",
  type: "VARCHAR",
  expects: "un UAI : 7 chiffres et la bonne lettre de contrôle",
  example: "0130007M",
  zod: z.string().transform((cell, context) => {
    const upper = cell.toUpperCase();
    if (isUai(upper)) return upper;
    return refuse(
      context,
      /^[0-9]{7}[A-Z]$/.test(upper) ? "la lettre de contrôle de cet UAI est fausse" : "ce n'est pas un UAI (7 chiffres et une lettre)"
    );
  }),
  sql: (cell) =>
    `CASE WHEN regexp_matches(${cell}, '${DIGITS}') AND substr('ABCDEFGHJKLMNPRSTUVWXYZ', (try_cast(left(${cell}, 7) AS INTEGER) % 23) + 1, 1) = upper(right(${cell}, 1)) THEN upper(${cell}) END`,
  schema: {type: "string", format: "^[0-9]{7}[A-Z]$"}
});

const YES = ["oui", "o", "1", "vrai", "true", "x"];
const NO = ["non", "n", "0", "faux", "false"];

export const ouiNon = kind<boolean>({
  name: "ouiNon",
  type: "BOOLEAN",
  expects: "oui ou non (aussi o/n, 1/0, vrai/faux)",
  example: "oui",
  zod: z.string().transform((cell, context) => {
    const lower = cell.toLowerCase();
    if (YES.includes(lower)) return true;
    if (NO.includes(lower)) return false;
    return refuse(context, "ce n'est ni oui ni non");
  }),
  sql: (cell) =>
    `CASE WHEN lower(${cell}) IN (${YES.map(quoteText).join(", ")}) THEN true WHEN lower(${cell}) IN (${NO.map(quoteText).join(", ")}) THEN false END`,
  schema: {type: "boolean"}
});

/** A code among a list; labels are compared folded, so `Présent` is `present`. `labels` adds other spellings of a code. */
export function choix(codes: readonly string[], labels: Readonly<Record<string, string>> = {}): Kind<string> {
  const known = new Map<string, string>();
  for (const code of codes) known.set(fold(code), code);
  for (const [label, code] of Object.entries(labels)) known.set(fold(label), code);
  const listed = codes.join(", ");
  return kind<string>({
    name: "choix",
    type: "VARCHAR",
    expects: `un de ces codes : ${listed}`,
    example: codes[0] ?? "",
    zod: z.string().transform((cell, context) => known.get(fold(cell)) ?? refuse(context, "ce libellé n'est pas un de ceux qui sont attendus")),
    sql: (cell) => {
      const groups = new Map<string, string[]>();
      for (const [label, code] of known) groups.set(code, [...(groups.get(code) ?? []), label]);
      const folded = foldSql(cell);
      // Codes written as they should be need no folding.
      const plain = [...groups.keys()].filter((code) => known.get(fold(code)) === code).map(quoteText).join(", ");
      return `CASE WHEN ${cell} IN (${plain}) THEN ${cell} ${[...groups].map(([code, spellings]) => `WHEN ${folded} IN (${spellings.map(quoteText).join(", ")}) THEN ${quoteText(code)}`).join(" ")} END`;
    },
    schema: {type: "string", enum: codes}
  });
}

/** The SQL twin of `fold`, for labels. */
export function foldSql(cell: string): string {
  return `regexp_replace(replace(replace(replace(lower(strip_accents(${cell})), '’', ''''), 'œ', 'oe'), 'æ', 'ae'), '[\\s\\x{a0}\\x{202f}]+', ' ', 'g')`;
}

/** A code of commune, arrondissement municipal or département as INSEE writes it. */
export const codeInsee = kind<string>({
  name: "codeInsee",
  type: "VARCHAR",
  expects: "un code INSEE (5 caractères, 2A/2B pour la Corse)",
  example: "13055",
  zod: z.string().transform((cell, context) => (/^(\d{5}|2[ABab]\d{3})$/.test(cell) ? cell.toUpperCase() : refuse(context, "ce n'est pas un code INSEE de 5 caractères"))),
  sql: (cell) => `CASE WHEN regexp_full_match(${cell}, '([0-9]{5}|2[ABab][0-9]{3})') THEN upper(${cell}) END`,
  schema: {type: "string", format: "^(\\d{5}|2[AB]\\d{3})$"}
});

/** Text taken from a list of words by a function given twice: for labels with an own form (secteur, Oui/Non de Pix…). */
export function traduit(name: string, expects: string, table: Readonly<Record<string, string>>): Kind<string> {
  return {...choix([...new Set(Object.values(table))], table), name, expects};
}

/** A text that a pattern describes whole; the pattern must mean the same to JavaScript and to RE2. */
export function forme(name: string, pattern: RegExp, expects: string, example: string): Kind<string> {
  const whole = new RegExp(`^(?:${pattern.source})$`, "u");
  return kind<string>({
    name,
    type: "VARCHAR",
    expects,
    example,
    zod: z.string().transform((cell, context) => (whole.test(cell) ? cell : refuse(context, `ce n'est pas ${expects}`))),
    sql: (cell) => `CASE WHEN regexp_full_match(${cell}, ${quoteText(pattern.source)}) THEN ${cell} END`,
    schema: {type: "string", format: whole.source}
  });
}
