import {existsSync} from "node:fs";
import {readFile, readdir} from "node:fs/promises";
import path from "node:path";
import {parse} from "csv-parse/sync";
import {z} from "zod";
import {type Database, quoteIdent, quoteText} from "../../pipelines/lib/duckdb.ts";

const description = z.looseObject({
  id: z.string(),
  inputs: z.array(z.looseObject({file: z.string()})),
  params: z.unknown().transform((params) => (typeof params === "object" && params !== null && !Array.isArray(params) ? (params as Record<string, unknown>) : {})),
  r_call: z.string().default(""),
  tolerance: z.looseObject({rel: z.number(), abs: z.number(), note: z.string().optional()}),
  refuse: z.array(z.record(z.string(), z.unknown())).default([])
});

export interface Tolerance {
  readonly rel: number;
  readonly abs: number;
}

export interface Expected {
  readonly table: string;
  readonly key: string;
  readonly stat: string;
  /** null where R says NA: no number may be given. */
  readonly value: number | null;
}

/** One folder: what case.json says, what expected.csv holds; the inputs are tables of the database, named after their files. */
export interface ReferenceCase {
  readonly id: string;
  readonly params: Record<string, unknown>;
  readonly rCall: string;
  readonly tolerance: Tolerance;
  /** The tolerance of one statistic: a note of the case may loosen some ("columns eb_pm*, mu_pm: rel 1e-6"). */
  readonly toleranceOf: (stat: string) => Tolerance;
  readonly refuse: readonly Record<string, unknown>[];
  readonly expected: readonly Expected[];
  /** Column names of each input, by table name. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
}

export async function listCases(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {withFileTypes: true});
  return entries.filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, "case.json"))).map((entry) => path.join(folder, entry.name)).sort();
}

export async function readCase(database: Database, folder: string): Promise<ReferenceCase> {
  const said = description.parse(JSON.parse(await readFile(path.join(folder, "case.json"), "utf8")));
  const rows = parse<Record<string, string>>(await readFile(path.join(folder, "expected.csv"), "utf8"), {columns: true, trim: true, bom: true});
  const inputs = new Map<string, readonly string[]>();
  for (const {file} of said.inputs) {
    const table = path.basename(file, ".csv");
    await database.run(
      `create or replace table ${quoteIdent(table)} as
       select * from read_csv(${quoteText(path.join(folder, file))}, header = true, nullstr = ['', 'NA'], sample_size = -1)`
    );
    const columns = await database.rows<{column_name: string}>(`select column_name from (describe ${quoteIdent(table)})`);
    inputs.set(table, columns.map((column) => column.column_name));
  }
  return {
    id: said.id,
    params: said.params,
    rCall: said.r_call,
    tolerance: said.tolerance,
    toleranceOf: readTolerances(said.tolerance),
    refuse: said.refuse,
    inputs,
    expected: rows.map((row) => ({table: row["table"] ?? "", key: canonicalKey(row["key"] ?? ""), stat: row["stat"] ?? "", value: numberOf(row["value"] ?? "")}))
  };
}

/** `a=1;b=2`, in alphabetical order of the names, so that two writers agree. */
export function canonicalKey(key: string | Record<string, unknown>): string {
  const parts = typeof key === "string" ? key.split(";") : Object.entries(key).map(([name, value]) => `${name}=${String(value)}`);
  return parts.sort().join(";");
}

export function tablesOf(reference: ReferenceCase): Set<string> {
  return new Set(reference.expected.map((expected) => expected.table));
}

export function keysOf(reference: ReferenceCase, table: string): Set<string> {
  return new Set(reference.expected.filter((expected) => expected.table === table).map((expected) => expected.key));
}

export function statsOf(reference: ReferenceCase, table: string): Set<string> {
  return new Set(reference.expected.filter((expected) => expected.table === table).map((expected) => expected.stat));
}

/** The value of one part of a key such as `variable=usage;method=logit`. */
export function partOf(key: string, name: string): string {
  const part = key.split(";").find((candidate) => candidate.startsWith(`${name}=`));
  return part === undefined ? "" : part.slice(name.length + 1);
}

export function level(reference: ReferenceCase): number {
  return typeof reference.params["level"] === "number" ? reference.params["level"] : 0.95;
}

function readTolerances({note, ...general}: Tolerance & {note?: string | undefined}): (stat: string) => Tolerance {
  const found = /columns?\s+([^:]+):\s*rel\s+([\d.e-]+)/i.exec(note ?? "");
  if (found?.[1] === undefined || found[2] === undefined) return () => general;
  const patterns = found[1].split(",").map((name) => new RegExp(`^${name.trim().replaceAll("*", ".*")}$`));
  const loosened = {...general, rel: Number(found[2])};
  return (stat) => (patterns.some((pattern) => pattern.test(stat)) ? loosened : general);
}

function numberOf(written: string): number | null {
  const text = written.trim();
  if (text === "" || text === "NA" || text === "NaN") return null;
  if (text === "Inf" || text === "-Inf") return text === "Inf" ? Infinity : -Infinity;
  return Number(text);
}
