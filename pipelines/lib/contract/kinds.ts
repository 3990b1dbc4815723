import {z} from "zod";
import {quoteText} from "../duckdb.ts";
import {fold, isUai, schoolYear} from "../text.ts";

/**
 * What a column may hold. A kind owns two readings of a cell that must agree (a property test holds them together):
 * `sql` does it to a whole column at once, `zod` does it to one cell and says why not.
 * Both receive a cell already cleaned (outer spaces gone, empty text turned to "no answer").
 */
export interface Kind<T = unknown> {
  readonly name: string;
  /** Type of the column in the lake. */
  readonly type: string;
  /** What the column expects, in French, as a person fills a form. */
  readonly expects: string;
  readonly example: string;
  readonly zod: z.ZodType<T, string>;
  /** SQL expression of the value of `cell` (a cleaned varchar expression); NULL when the cell cannot be read. */
  sql(cell: string): string;
  /** Bounds of the value as SQL literals. They are apart so that the engine reads each cell once and compares the result. */
  readonly range?: {readonly min: string; readonly max: string};
  /** JSON Schema / Table Schema type, for those who validate elsewhere. */
  readonly schema: {type: string; format?: string; enum?: readonly string[]};
  /** The day number of Excel stands for a date: five digits that no written date has. */
  readonly readsSerial?: boolean;
}

/** True for a kind that takes any text: nothing in it can be told from a slip of the keyboard. */
export function isFreeText(kind: Kind): boolean {
  return kind.name === texte.name || kind.name === identifiant.name || kind.name === libelle.name;
}

/** SQL expression of a value already read by `sql`, NULL outside of the kind's bounds. */
export function boundSql(kind: Kind, value: string): string {
  return kind.range ? `CASE WHEN ${value} BETWEEN ${kind.range.min} AND ${kind.range.max} THEN ${value} END` : value;
}

function kind<T>(definition: Kind<T>): Kind<T> {
  return definition;
}

const refuse = (context: z.RefinementCtx, message: string): never => {
  context.addIssue({code: "custom", message});
  return z.NEVER;
};

// What nobody should have written there. E-mail; INE (10 digits and a letter, or 9 and two); NUMEN; NIR with or without its key; French phone number.
const PERSONAL = [
  "[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+",
  "\\b[0-9]{9}[0-9A-Z][A-Z]\\b",
  "\\b[0-9]{2}[A-Z][0-9]{7}[A-Z]{3}\\b",
  "\\b[12] ?[0-9]{2} ?(0[1-9]|1[0-2]) ?[0-9]{2} ?[0-9]{3} ?[0-9]{3}( ?[0-9]{2})?\\b",
  "(\\+33 ?|\\b0)[1-9]([ .-]?[0-9]{2}){4}\\b"
].join("|");
const PERSONAL_ANYWHERE = new RegExp(PERSONAL, "g");
const PERSONAL_SOMEWHERE = new RegExp(PERSONAL);
const MASK = "[masqué]";

/** The text without what identifies a person in it. */
export const maskIdentifiers = (text: string): string => text.replace(PERSONAL_ANYWHERE, MASK);

/** Free text that a contract keeps because it describes no person. A cell with an address, a phone number or an identifier of a person is masked whole: its name stands beside. */
export const texte = kind<string>({
  name: "texte",
  type: "VARCHAR",
  expects: "un texte",
  example: "École Jean Moulin",
  zod: z.string().transform((cell) => (PERSONAL_SOMEWHERE.test(cell) ? MASK : cell)),
  // Nearly no cell has an @ or eight digits at most one character apart: the pattern is only for those.
  sql: (cell) => `CASE WHEN (contains(${cell}, '@') OR (strlen(${cell}) > 9 AND regexp_matches(${cell}, '[0-9]([^0-9]?[0-9]){7}'))) AND regexp_matches(${cell}, '${PERSONAL}') THEN '${MASK}' ELSE ${cell} END`,
  schema: {type: "string"}
});

const CIVILITY = "\\b(Mmes?|Mlles?|MM|Mr|M\\.|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames)[. ]+\\p{Lu}";
const CALLED = new RegExp(CIVILITY, "u");

/** A label that people write by hand: a text, masked whole too when somebody is called by name in it (« Mme Dupont »). */
export const libelle = kind<string>({
  ...texte,
  name: "libelle",
  expects: "un libellé",
  example: "Réseau Canopé",
  zod: texte.zod.transform((cell) => (CALLED.test(cell) ? MASK : cell)),
  sql: (cell) => `CASE WHEN contains(${cell}, 'M') AND regexp_matches(${cell}, '${CIVILITY}') THEN '${MASK}' ELSE ${texte.sql(cell)} END`
});

/** An identifier of an export: text kept as written, but for what `texte` masks. */
export const identifiant = kind<string>({...texte, name: "identifiant", expects: "un identifiant", example: "LIV-2024-0012"});

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

const DATE_FR = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const DATE_ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

// Days since 30/12/1899 (the calendar of Excel for any date after February 1900): 1990 to 2100, so that 2024 or 13001 is none.
const SERIAL = {min: 32_874, max: 73_415};

function serialDate(cell: string): string | null {
  const days = /^[0-9]{5}$/.test(cell) ? Number(cell) : 0;
  return days < SERIAL.min || days > SERIAL.max ? null : new Date(Date.UTC(1899, 11, 30 + days)).toISOString().slice(0, 10);
}

function serialSql(cell: string): string {
  return `CASE WHEN regexp_full_match(${cell}, '[0-9]{5}') AND try_cast(${cell} AS INTEGER) BETWEEN ${SERIAL.min} AND ${SERIAL.max} THEN DATE '1899-12-30' + try_cast(${cell} AS INTEGER) END`;
}

function isoDate(cell: string): string | null {
  const french = DATE_FR.exec(cell);
  const iso = DATE_ISO.exec(cell);
  const [year, month, day] = french ? [french[3], french[2], french[1]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (!year || !month || !day) return null;
  const numeric = [Number(year), Number(month), Number(day)] as const;
  const date = new Date(Date.UTC(numeric[0], numeric[1] - 1, numeric[2]));
  const exists = date.getUTCFullYear() === numeric[0] && date.getUTCMonth() === numeric[1] - 1 && date.getUTCDate() === numeric[2];
  return exists && numeric[0] >= 1900 && numeric[0] <= 2100 ? date.toISOString().slice(0, 10) : null;
}

const DATE_RANGE = {min: "DATE '1900-01-01'", max: "DATE '2100-12-31'"};

/** A day, JJ/MM/AAAA or AAAA-MM-JJ, that exists in the calendar; the day number that Excel shows of an unformatted date is one too. */
export const date = kind<string>({
  name: "date",
  type: "DATE",
  expects: "une date JJ/MM/AAAA ou AAAA-MM-JJ qui existe",
  example: "15/11/2024",
  zod: z.string().transform((cell, context) => {
    const value = isoDate(cell) ?? serialDate(cell);
    if (value !== null) return value;
    return refuse(context, DATE_FR.test(cell) || DATE_ISO.test(cell) ? "cette date n'existe pas au calendrier" : "ce n'est pas une date JJ/MM/AAAA ou AAAA-MM-JJ");
  }),
  sql: (cell) => `CASE WHEN regexp_full_match(${cell}, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') THEN try_strptime(${cell}, ['%d/%m/%Y', '%Y-%m-%d'])::DATE ELSE ${serialSql(cell)} END`,
  range: DATE_RANGE,
  schema: {type: "date"},
  readsSerial: true
});

const MOMENT = /^(\S+?)(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** A day with or without an hour, kept as the local time of Paris. */
export const moment = kind<string>({
  name: "moment",
  type: "TIMESTAMP",
  expects: "une date, avec ou sans heure (JJ/MM/AAAA HH:mm)",
  example: "15/11/2024 08:30",
  zod: z.string().transform((cell, context) => {
    const serial = serialDate(cell);
    if (serial !== null) return `${serial} 00:00:00`;
    const match = MOMENT.exec(cell);
    const day = match ? isoDate(match[1] as string) : null;
    const hours = Number(match?.[2] ?? 0);
    const minutes = Number(match?.[3] ?? 0);
    const seconds = Number(match?.[4] ?? 0);
    if (day === null || hours > 23 || minutes > 59 || seconds > 59) return refuse(context, "ce n'est pas une date (JJ/MM/AAAA HH:mm) qui existe");
    const pad = (value: number): string => String(value).padStart(2, "0");
    return `${day} ${pad(hours)}:${pad(minutes)}:${pad(seconds)}`;
  }),
  sql: (cell) =>
    `CASE WHEN regexp_full_match(${cell}, '([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?') THEN try_strptime(${cell}, [${["%d/%m/%Y", "%Y-%m-%d"].flatMap((day) => [" %H:%M", "", " %H:%M:%S", "T%H:%M:%S", "T%H:%M"].map((time) => `'${day}${time}'`)).join(", ")}]) ELSE ${serialSql(cell)} END`,
  range: {min: "TIMESTAMP '1900-01-01 00:00:00'", max: "TIMESTAMP '2100-12-31 23:59:59'"},
  schema: {type: "datetime"},
  readsSerial: true
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

/** A school year `AAAA-AAAA` of two following years; `AAAA-AA` and `AAAA/AAAA` are read too. */
export const anneeScolaire = kind<string>({
  name: "anneeScolaire",
  type: "VARCHAR",
  expects: "une année scolaire AAAA-AAAA, deux années qui se suivent",
  example: "2024-2025",
  zod: z.string().transform((cell, context) => schoolYear(cell) ?? refuse(context, "ce n'est pas une année scolaire AAAA-AAAA de deux années qui se suivent")),
  sql: (cell) => {
    const start = `try_cast(left(${cell}, 4) AS INTEGER)`;
    return `CASE WHEN regexp_full_match(${cell}, '[0-9]{4}[ ]*[-/–][ ]*([0-9]{4}|[0-9]{2})') AND right(${cell}, 2) = right((${start} + 1)::VARCHAR, 2) AND (length(regexp_extract(${cell}, '([0-9]+)$', 1)) = 2 OR right(${cell}, 4) = (${start} + 1)::VARCHAR) THEN left(${cell}, 4) || '-' || (${start} + 1)::VARCHAR END`;
  },
  schema: {type: "string", format: "^[0-9]{4}-[0-9]{4}$"}
});

/** A civil year. */
export const annee = kind<number>({...entier({min: 1990, max: 2100}), name: "annee", expects: "une année civile (AAAA)", example: "2024"});

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

/** A school year written by its first civil year (`2024`), as the DEPP does, or in full. */
export const rentree = kind<string>({
  ...anneeScolaire,
  name: "anneeScolaire",
  expects: "une rentrée (AAAA) ou une année scolaire AAAA-AAAA",
  example: "2024",
  zod: z.string().transform((cell, context) => {
    if (/^[12][0-9]{3}$/.test(cell)) return `${cell}-${Number(cell) + 1}`;
    const parsed = anneeScolaire.zod.safeParse(cell);
    return parsed.success ? parsed.data : refuse(context, "ce n'est ni une rentrée (AAAA) ni une année scolaire AAAA-AAAA");
  }),
  sql: (cell) => `CASE WHEN regexp_full_match(${cell}, '[12][0-9]{3}') THEN ${cell} || '-' || (try_cast(${cell} AS INTEGER) + 1) ELSE ${anneeScolaire.sql(cell)} END`
});

/** A month, kept as its first day: `2025-03`, `03/2025`, or any day of it. */
export const mois = kind<string>({
  name: "mois",
  type: "DATE",
  expects: "un mois AAAA-MM ou MM/AAAA",
  example: "2025-03",
  zod: z.string().transform((cell, context) => {
    const match = /^([0-9]{4})-([0-9]{2})$/.exec(cell);
    const french = /^([0-9]{2})\/([0-9]{4})$/.exec(cell);
    const iso = match ? isoDate(`${cell}-01`) : french ? isoDate(`01/${cell}`) : (isoDate(cell) ?? serialDate(cell));
    return iso === null ? refuse(context, "ce n'est pas un mois AAAA-MM") : `${iso.slice(0, 7)}-01`;
  }),
  sql: (cell) => {
    const day = `CASE WHEN regexp_full_match(${cell}, '[0-9]{4}-[0-9]{2}') THEN ${cell} || '-01' WHEN regexp_full_match(${cell}, '[0-9]{2}/[0-9]{4}') THEN '01/' || ${cell} ELSE ${cell} END`;
    return `date_trunc('month', ${date.sql(`(${day})`)})::DATE`;
  },
  range: DATE_RANGE,
  schema: {type: "date"},
  readsSerial: true
});

const DURATION = /^([0-9]{1,5}):([0-5][0-9]):([0-5][0-9])(?:[:.][0-9]{1,3})?$/;

/** A duration HH:MM:SS, with or without thousandths, kept in seconds. */
export const duree = kind<number>({
  name: "duree",
  type: "INTEGER",
  expects: "une durée HH:MM:SS",
  example: "01:30:00",
  zod: z.string().transform((cell, context) => {
    const match = DURATION.exec(cell);
    return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : refuse(context, "ce n'est pas une durée HH:MM:SS");
  }),
  sql: (cell) =>
    `CASE WHEN regexp_full_match(${cell}, '[0-9]{1,5}:[0-5][0-9]:[0-5][0-9]([:.][0-9]{1,3})?') THEN try_cast(split_part(${cell}, ':', 1) AS INTEGER) * 3600 + try_cast(split_part(${cell}, ':', 2) AS INTEGER) * 60 + try_cast(left(split_part(${cell}, ':', 3), 2) AS INTEGER) END`,
  schema: {type: "string"}
});
