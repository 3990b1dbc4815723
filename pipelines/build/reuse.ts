import {createHash} from "node:crypto";
import type {Database} from "../lib/duckdb.ts";
import type {PlannedModel} from "./order.ts";
import type {Project} from "./project.ts";

/** What a build reads, in two grains: everything that may change any table, and what each `src_` relation holds. */
export interface BuildInputs {
  /** Fingerprint of the code, the configuration and the corrections. */
  base: string;
  /** Fingerprint of the files behind each `src_` relation; a relation that is not there has no file. */
  sources: ReadonlyMap<string, string>;
}

/** Name under which what is common to all is kept. */
export const COMMON = "*";

/** Fingerprints of tables and checks, by name: two builds in which one has the same fingerprint give it the same content. */
export type Prints = Map<string, string>;

/**
 * The fingerprint of each model, from its SQL, its header and the fingerprints of what it reads. `models` come in the order of the build.
 * A relation that is neither a model nor a source (the catalogue, the parameters) counts with all that makes it.
 */
export function printModels(models: readonly PlannedModel[], project: Project, {base, sources}: BuildInputs): Prints {
  const common = printCommon(project, base);
  const catalogue = printOf(common, ...project.models.flatMap(({indicator, file, sql}) => (indicator ? [JSON.stringify(indicator), file, sql] : [])));
  const prints: Prints = new Map([[COMMON, common]]);
  for (const model of models) prints.set(model.name, printOf(common, model.sql, JSON.stringify(model.header), ...inputsOf(model.dependencies, prints, sources, catalogue)));
  return prints;
}

/** The fingerprint of what every model may depend on: when it changes, nothing of an earlier warehouse is kept. */
export function printCommon(project: Project, base: string): string {
  return printOf(base, ...project.macros.flatMap(({file, sql}) => [file, sql]));
}

/** The fingerprint of a question asked of these relations. */
export function printQuestion(sql: string, dependencies: ReadonlySet<string>, prints: Prints, {base, sources}: BuildInputs): string {
  return printOf(base, sql, ...inputsOf(dependencies, prints, sources, ""));
}

function inputsOf(dependencies: ReadonlySet<string>, prints: Prints, sources: ReadonlyMap<string, string>, otherwise: string): string[] {
  return [...dependencies].sort().flatMap((name) => [name, prints.get(name) ?? (name.startsWith("src_") ? sources.get(name) ?? "vide" : otherwise)]);
}

function printOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest("hex");
}

/** The fingerprints that a warehouse was left with; none when it is of an earlier version. */
export async function readPrints(db: Database): Promise<Prints> {
  try {
    const rows = await db.rows<{nom: string; empreinte: string}>("select nom, empreinte from ref_empreinte");
    return new Map(rows.map(({nom, empreinte}) => [nom, empreinte]));
  } catch {
    return new Map();
  }
}

export async function writePrints(db: Database, prints: Prints): Promise<void> {
  await db.run("create or replace table ref_empreinte (nom varchar, empreinte varchar)");
  if (prints.size > 0) await db.run(`insert into ref_empreinte values ${[...prints].map(([name, print]) => `('${name.replaceAll("'", "''")}', '${print}')`).join(", ")}`);
  await db.run("comment on table ref_empreinte is 'Empreinte de ce dont chaque table et chaque contrôle dépend : ce qui n''a pas changé ne se recalcule pas.'");
}
