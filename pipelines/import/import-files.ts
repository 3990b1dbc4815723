import {openDatabase, type Database} from "../lib/duckdb.ts";
import {readKey} from "../lib/key.ts";
import {openTemporary, type Temporary} from "../lib/temporary.ts";
import type {Workspace} from "../lib/workspace.ts";
import type {Contract} from "../lib/contract/contract.ts";
import type {ImportResult} from "./import-file.ts";
import {importPath} from "./import-path.ts";
import {KnownFiles} from "./known-files.ts";
import {readMappings} from "./mapping.ts";

/** Memory of the engine during an import: what the bar of 600 MB for the whole process leaves to it. */
const MEMORY = "380MB";

/**
 * Imports files one after the other. Each is in the lake, whole, before the next begins, so that stopping at any
 * instant loses nothing and a second run goes on from there.
 */
export async function importFiles(
  workspace: Workspace,
  files: readonly string[],
  options: {contracts: readonly Contract[]; uai?: string; onFile?: (result: ImportResult, index: number) => void; onStart?: (file: string, index: number) => void}
): Promise<ImportResult[]> {
  const key = readKey(workspace.paths.cle);
  const mappings = readMappings(workspace.paths.correspondances, options.contracts);
  const known = new KnownFiles(workspace.paths.lac, {contracts: options.contracts, mappings, uai: options.uai});
  const results: ImportResult[] = [];
  let engine: Engine | undefined;
  try {
    for (const [index, file] of files.entries()) {
      options.onStart?.(file, index);
      const standing = known.find(file);
      if (standing) {
        results.push(...standing);
        for (const result of standing) options.onFile?.(result, index);
        continue;
      }
      engine ??= await openEngine(workspace.paths.tmp);
      const remember = known.watch(file);
      const own: ImportResult[] = [];
      const opened = importPath(file, {
        db: engine.db, key, mappings, contracts: options.contracts, lake: workspace.paths.lac, temporary: engine.temporary.dir, ...(options.uai ? {uai: options.uai} : {})
      });
      for await (const result of opened) {
        own.push(result);
        results.push(result);
        options.onFile?.(result, index);
      }
      remember(own);
    }
  } finally {
    engine?.db.close();
    engine?.temporary.remove();
    known.save();
  }
  return results;
}

interface Engine {
  readonly db: Database;
  readonly temporary: Temporary;
}

/** Opened for the first file that must be read. */
async function openEngine(folder: string): Promise<Engine> {
  const temporary = openTemporary(folder);
  const db = await openDatabase(":memory:", {memoryLimit: MEMORY, tempDirectory: ""});
  // A list of labels must stay a test on a row: made a join, it would shuffle the rows.
  await db.run("SET disabled_optimizers = 'in_clause'");
  return {db, temporary};
}
