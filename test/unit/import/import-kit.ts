import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {relationName, type Contract} from "../../../pipelines/lib/contract/contract.ts";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import type {ImportResult} from "../../../pipelines/import/import-result.ts";
import {importPath} from "../../../pipelines/import/import-path.ts";
import type {Mapping} from "../../../pipelines/import/mapping.ts";
import {createSources} from "../../../pipelines/import/sources.ts";
import {contracts as all} from "../../../sources/index.ts";

export interface TestLake {
  readonly dir: string;
  readonly lake: string;
  readonly db: Database;
  write(name: string, content: Buffer | string): string;
  take(name: string, content: Buffer | string, options?: {uai?: string; mappings?: readonly Mapping[]; contracts?: readonly Contract[]}): Promise<ImportResult[]>;
  /** Rows of the lake for one contract, without provenance unless asked. */
  rows(objet: string, columns?: string): Promise<Record<string, unknown>[]>;
  empty(): void;
  remove(): void;
}

/** A lake of its own in a temporary folder. */
export async function newLake(): Promise<TestLake> {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-import-"));
  const lake = path.join(dir, "lac");
  const temporary = path.join(dir, "tmp");
  const clear = (): void => {
    for (const folder of [lake, temporary]) {
      rmSync(folder, {recursive: true, force: true});
      mkdirSync(folder, {recursive: true});
    }
  };
  clear();
  const db = await openDatabase();
  const write = (name: string, content: Buffer | string): string => {
    const file = path.join(dir, name);
    writeFileSync(file, content);
    return file;
  };
  return {
    dir, lake, db, write,
    take: async (name, content, {uai, mappings = [], contracts = all} = {}) => {
      const results: ImportResult[] = [];
      const opened = importPath(write(name, content), {db, lake, temporary, key: Buffer.alloc(32, 7), contracts, mappings, ...(uai ? {uai} : {})});
      for await (const result of opened) results.push(result);
      return results;
    },
    rows: async (objet, columns = "* EXCLUDE (_fichier, _ligne, _uai_fichier, _version, _non_concerne, _non_collecte)") => {
      const contract = all.find((item) => item.objet === objet);
      if (!contract) return [];
      await createSources(db, lake, [contract]);
      return await db.rows(`SELECT ${columns} FROM ${relationName(contract)} ORDER BY _fichier, _ligne`);
    },
    empty: clear,
    remove: () => {
      db.close();
      rmSync(dir, {recursive: true, force: true});
    }
  };
}
