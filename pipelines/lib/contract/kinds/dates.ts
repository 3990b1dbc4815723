import {z} from "zod";
import {schoolYear} from "../../text.ts";
import {kind, refuse} from "./kind.ts";
import {entier} from "./numbers.ts";

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
