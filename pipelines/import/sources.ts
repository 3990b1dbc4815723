import path from "node:path";
import {quoteIdent, type Database} from "../lib/duckdb.ts";
import {lakeColumns, relationName, type Contract} from "../lib/contract/contract.ts";
import {DATA, readLake, type LakeEntry} from "./lake.ts";
import {layoutsOf, selectColumns} from "./layouts.ts";

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

/** The files of entries, in the order of their fingerprints: the order of imports changes nothing. */
export function filesOf(entries: readonly LakeEntry[]): string[] {
  return entries.map(({dir}) => path.join(dir, DATA)).sort();
}

/** Opens the lake to the models: one temporary view `src_<source>__<objet>` per contract, typed even when it has no file. */
export async function createSources(db: Database, lake: string, contracts: readonly Contract[]): Promise<void> {
  const entries = entriesByRelation(lake);
  for (const contract of contracts) {
    const name = relationName(contract);
    const layouts = await layoutsOf(db, filesOf(entries.get(name) ?? []));
    await db.run(`CREATE OR REPLACE TEMP VIEW ${quoteIdent(name)} AS ${selectColumns(layouts, lakeColumns(contract))}`);
  }
}
