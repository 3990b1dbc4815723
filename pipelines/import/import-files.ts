import {openDatabase} from "../lib/duckdb.ts";
import {readKey} from "../lib/key.ts";
import {openTemporary} from "../lib/temporary.ts";
import type {Workspace} from "../lib/workspace.ts";
import type {Contract} from "../lib/contract/contract.ts";
import type {ImportResult} from "./import-file.ts";
import {importPath} from "./import-path.ts";
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
  const temporary = openTemporary(workspace.paths.tmp);
  const db = await openDatabase(":memory:", {memoryLimit: MEMORY, tempDirectory: ""});
  // A list of labels must stay a test on a row: made a join, it would shuffle the rows.
  await db.run("SET disabled_optimizers = 'in_clause'");
  const results: ImportResult[] = [];
  try {
    for (const [index, file] of files.entries()) {
      options.onStart?.(file, index);
      const opened = importPath(file, {
        db, key, mappings, contracts: options.contracts, lake: workspace.paths.lac, temporary: temporary.dir, ...(options.uai ? {uai: options.uai} : {})
      });
      for await (const result of opened) {
        results.push(result);
        options.onFile?.(result, index);
      }
    }
  } finally {
    db.close();
    temporary.remove();
  }
  return results;
}
