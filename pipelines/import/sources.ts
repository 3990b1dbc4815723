import path from "node:path";
import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {lakeColumns, relationName, type Contract} from "../lib/contract/contract.ts";
import {FIRST_ROW} from "./compile.ts";
import {DATA, readLake, type LakeEntry} from "./lake.ts";

/**
 * The rows of files of the lake. Those of a long file that lost no row on the way bear no number, since numbering keeps the engine on one core:
 * their place tells it, counted from `_premiere_ligne`.
 */
export function readRows(files: readonly string[], isUnnumbered: boolean): string {
  const list = `[${files.map(quoteText).join(", ")}]`;
  if (!isUnnumbered) return `read_parquet(${list}, union_by_name = true)`;
  return `(SELECT * EXCLUDE (file_row_number) REPLACE (coalesce(_ligne, ${FIRST_ROW} + file_row_number) AS _ligne) FROM read_parquet(${list}, union_by_name = true, file_row_number = true))`;
}

/** The files of entries of one object, those of one layout together: a long file has types of its own, the others are read as one. */
export function layoutsOf(entries: readonly LakeEntry[]): string[][] {
  const files = (kept: readonly LakeEntry[]): string[] => kept.map(({dir}) => path.join(dir, DATA)).sort();
  const long = entries.filter(({manifest}) => manifest.long);
  const others = entries.filter(({manifest}) => !manifest.long);
  return [...(others.length > 0 ? [files(others)] : []), ...files(long).map((file) => [file])];
}

/** The entries of the lake that hold rows, by the relation that serves them. */
export function entriesByRelation(lake: string): Map<string, LakeEntry[]> {
  const byRelation = new Map<string, LakeEntry[]>();
  for (const entry of readLake(lake)) {
    const {source, objet, acceptes} = entry.manifest;
    if (!source || !objet || acceptes === 0) continue;
    const relation = relationName({source, objet});
    byRelation.set(relation, [...(byRelation.get(relation) ?? []), entry]);
  }
  return byRelation;
}

/**
 * Opens the lake to the models: one temporary view `src_<source>__<objet>` per contract, typed even when it has no file.
 * Files are read in the order of their fingerprint, so that the order of imports changes nothing.
 */
export async function createSources(db: Database, lake: string, contracts: readonly Contract[]): Promise<void> {
  const entries = entriesByRelation(lake);
  for (const contract of contracts) {
    const name = relationName(contract);
    const columns = lakeColumns(contract);
    const parts: string[] = [];
    for (const files of layoutsOf(entries.get(name) ?? [])) {
      // An entry written by an earlier version of the contract may lack a column: it then reads as NULL.
      const present = new Set((await db.rows<{column_name: string}>(`DESCRIBE SELECT * FROM ${readRows(files, false)}`)).map((row) => row.column_name));
      const select = columns.map((column) => `${present.has(column.name) ? quoteIdent(column.name) : "NULL"}::${column.type} AS ${quoteIdent(column.name)}`);
      parts.push(`SELECT ${select.join(", ")} FROM ${readRows(files, present.has(FIRST_ROW))}`);
    }
    if (parts.length === 0) parts.push(`SELECT ${columns.map((column) => `NULL::${column.type} AS ${quoteIdent(column.name)}`).join(", ")} WHERE false`);
    await db.run(`CREATE OR REPLACE TEMP VIEW ${quoteIdent(name)} AS ${parts.join(" UNION ALL ")}`);
  }
}
