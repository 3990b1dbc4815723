import {statSync} from "node:fs";
import path from "node:path";
import {openDatabase, type Database} from "../lib/duckdb.ts";
import {readKey} from "../lib/key.ts";
import {openTemporary, type Temporary} from "../lib/temporary.ts";
import type {Workspace} from "../lib/workspace.ts";
import type {Contract} from "../lib/contract/contract.ts";
import type {ImportResult} from "./import-result.ts";
import {uaiOfFolder} from "./file-name.ts";
import {KnownFiles} from "./known-files.ts";
import {readMappings} from "./mapping.ts";
import {Pacer, type Pace} from "./pace.ts";

/** Memory of the engine during an import: what the bar of 600 MB for the whole process leaves to it. */
const MEMORY = "380MB";

interface ImportFilesOptions {
  readonly contracts: readonly Contract[];
  readonly uai?: string;
  /** Hears the fate of each table, in order. */
  onFile?(result: ImportResult, index: number): void;
  /** Hears, several times for a long file, where the run stands. */
  onProgress?(file: string, index: number, pace: Pace): void;
}

/**
 * Imports files one after the other. Each is in the lake, whole, before the next begins, so that stopping at any
 * instant loses nothing and a second run goes on from there.
 */
export async function importFiles(workspace: Workspace, files: readonly string[], options: ImportFilesOptions): Promise<ImportResult[]> {
  const {contracts, uai} = options;
  const key = readKey(workspace.paths.cle);
  const mappings = readMappings(workspace.paths.correspondances, contracts);
  const known = new KnownFiles(workspace.paths.lac, {contracts, mappings, uai});
  const sizes = files.map((file) => statSync(file).size);
  const results: ImportResult[] = [];
  let at = 0;
  const pacer = new Pacer(sizes.reduce((sum, size) => sum + size, 0), (pace) => options.onProgress?.(files[at] as string, at, pace));
  let engine: Engine | undefined;
  try {
    for (const [index, file] of files.entries()) {
      at = index;
      const size = sizes[index] as number;
      const standing = known.find(file);
      if (standing) {
        pacer.skip(size);
        results.push(...standing);
        for (const result of standing) options.onFile?.(result, index);
        continue;
      }
      engine ??= await openEngine(workspace.paths.tmp);
      const {db, temporary, importPath} = engine;
      const remember = known.watch(file);
      const {onBytes, end} = pacer.follow(size, () => db.connection.progress.percentage);
      const own: ImportResult[] = [];
      try {
        for await (const result of importPath(file, {db, key, mappings, contracts, lake: workspace.paths.lac, temporary: temporary.dir, onBytes, folderUai: uaiOfFolder(file), ...(uai ? {uai} : {})})) {
          own.push(result);
          options.onFile?.(result, index);
        }
      } catch (error) {
        const result = unreadable(file, error);
        if (result === undefined) throw error;
        own.push(result);
        options.onFile?.(result, index);
      } finally {
        end();
      }
      results.push(...own);
      remember(own);
    }
  } finally {
    engine?.db.close();
    engine?.temporary.remove();
    known.save();
  }
  return results;
}

/** The result of a file that the system does not let us read; undefined when the error is another's. The next files go on. */
export function unreadable(file: string, error: unknown): ImportResult | undefined {
  const {code, path: refused} = error as NodeJS.ErrnoException;
  if (refused === undefined || path.resolve(refused) !== path.resolve(file) || !UNREADABLE.has(code ?? "")) return undefined;
  return {
    fichier: path.basename(file), source: null, sha256: "", lus: 0, acceptes: 0, rejetes: 0, doublons: 0, statut: "refuse",
    messages: [`Ce fichier ne peut pas être lu : ${code === "EBUSY" ? "un autre programme le tient ouvert" : "l'accès en est refusé"}.`, `${code === "EBUSY" ? "Fermez-le dans ce programme (souvent Excel)" : "Faites-vous donner le droit de le lire, ou fermez le programme qui le tient ouvert"}, puis importez-le de nouveau.`]
  };
}

const UNREADABLE: ReadonlySet<string> = new Set(["EBUSY", "EACCES", "EPERM", "EIO"]);

interface Engine {
  readonly db: Database;
  readonly temporary: Temporary;
  readonly importPath: typeof import("./import-path.ts").importPath;
}

/** Opened, and its readers loaded, for the first file that must be read. */
async function openEngine(folder: string): Promise<Engine> {
  const {importPath} = await import("./import-path.ts");
  const temporary = openTemporary(folder);
  const db = await openDatabase(":memory:", {memoryLimit: MEMORY, tempDirectory: ""});
  // A list of labels must stay a test on a row: made a join, it would shuffle the rows.
  await db.run("SET disabled_optimizers = 'in_clause'");
  // The engine tells how far a query is only when it is to show it; the terminal is ours.
  await db.run("SET enable_progress_bar = true");
  await db.run("SET enable_progress_bar_print = false");
  await db.run("SET progress_bar_time = 0");
  return {db, temporary, importPath};
}
