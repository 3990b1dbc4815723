import path from "node:path";
import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {lakeColumns, relationName, type Contract} from "../lib/contract/contract.ts";
import {FIRST_ROW} from "./compile.ts";
import {DATA, readLake} from "./lake.ts";

/**
 * The rows of files of the lake. Those of a long file that lost no row on the way bear no number, since numbering keeps the engine on one core:
 * their place tells it, counted from `_premiere_ligne`.
 */
export function readRows(files: readonly string[], isUnnumbered: boolean): string {
  const list = `[${files.map(quoteText).join(", ")}]`;
  if (!isUnnumbered) return `read_parquet(${list}, union_by_name = true)`;
  return `(SELECT * EXCLUDE (file_row_number) REPLACE (coalesce(_ligne, ${FIRST_ROW} + file_row_number) AS _ligne) FROM read_parquet(${list}, union_by_name = true, file_row_number = true))`;
}

/**
 * Opens the lake to the models: one temporary view `src_<source>__<objet>` per contract, typed even when it has no file.
 * Files are read in the order of their fingerprint, so that the order of imports changes nothing.
 */
export async function createSources(db: Database, lake: string, contracts: readonly Contract[]): Promise<void> {
  const files = new Map<string, string[]>();
  for (const {dir, manifest} of readLake(lake)) {
    if (!manifest.source || !manifest.objet || manifest.acceptes === 0) continue;
    const name = relationName({source: manifest.source, objet: manifest.objet});
    files.set(name, [...(files.get(name) ?? []), path.join(dir, DATA)]);
  }
  for (const contract of contracts) {
    const name = relationName(contract);
    const columns = lakeColumns(contract);
    const list = files.get(name) ?? [];
    const empty = `SELECT ${columns.map((column) => `NULL::${column.type} AS ${quoteIdent(column.name)}`).join(", ")} WHERE false`;
    if (list.length === 0) {
      await db.run(`CREATE OR REPLACE TEMP VIEW ${quoteIdent(name)} AS ${empty}`);
      continue;
    }
    list.sort();
    // An entry written by an earlier version of the contract may lack a column: it then reads as NULL.
    const present = new Set((await db.rows<{column_name: string}>(`DESCRIBE SELECT * FROM ${readRows(list, false)}`)).map((row) => row.column_name));
    const read = readRows(list, present.has(FIRST_ROW));
    const select = columns.map((column) => (present.has(column.name) ? quoteIdent(column.name) : `NULL::${column.type} AS ${quoteIdent(column.name)}`));
    await db.run(`CREATE OR REPLACE TEMP VIEW ${quoteIdent(name)} AS SELECT ${select.join(", ")} FROM ${read}`);
  }
}
