import {quoteText, type Database} from "../lib/duckdb.ts";
import type {PlannedModel} from "./order.ts";

/** Writes `ref_dependance`: what each model reads, so that a figure can be followed back to its files. */
export async function writeLineage(db: Database, built: readonly PlannedModel[]): Promise<void> {
  await db.run("create or replace table ref_dependance (modele varchar, dependance varchar)");
  const rows = built.flatMap((model) => [...model.dependencies].sort().map((dependency) => `(${quoteText(model.name)}, ${quoteText(dependency)})`));
  if (rows.length > 0) await db.run(`insert into ref_dependance values ${rows.join(",\n")}`);
  await db.run("comment on table ref_dependance is 'Relations que chaque modèle lit, lues dans son SQL par l''analyseur de DuckDB.'");
}
