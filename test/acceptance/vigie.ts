import {spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
export const VIGIE = path.join(ROOT, "pipelines", "cli", "vigie.mjs");

/** Real open data beside the checkout; a user's clone has none. */
const SHARED = path.resolve(ROOT, "..", "shared");
export const DATA = path.join(SHARED, "data");
export const hasData = existsSync(DATA);
export const NO_DATA = "les données ouvertes partagées (../shared/data) ne sont pas sur cette machine";

export interface Answer {
  code: number;
  out: string;
  err: string;
}

/** Runs the command line as a user does. */
export function vigie(...args: string[]): Answer {
  const {status, stdout, stderr} = spawnSync(process.execPath, [VIGIE, ...args], {encoding: "utf8", cwd: ROOT, maxBuffer: 1 << 28});
  return {code: status ?? -1, out: stdout, err: stderr};
}

/** One JSON object per line. */
export function jsonLines<T>(text: string): T[] {
  return text.split("\n").filter((line) => line.startsWith("{") || line.startsWith("[")).map((line) => JSON.parse(line) as T);
}

export interface ImportLine {
  fichier: string;
  source: string | null;
  sha256: string;
  lus: number;
  acceptes: number;
  rejetes: number;
  doublons: number;
  statut: string;
  messages: string[];
}

export interface TestWorkspace {
  dir: string;
  run(...args: string[]): Answer;
  import(...files: string[]): ImportLine[];
  query<T>(sql: string): T[];
  remove(): void;
}

/** A new workspace in a temporary folder. */
export function newWorkspace(): TestWorkspace {
  const root = mkdtempSync(path.join(tmpdir(), "vigie-"));
  const dir = path.join(root, "espace");
  const run = (...args: string[]): Answer => vigie(...args, "--espace", dir);
  const init = run("init");
  if (init.code !== 0) throw new Error(init.err);
  return {
    dir,
    run,
    import: (...files) => jsonLines<ImportLine>(run("importer", ...files, "--json").out),
    query: <T>(sql: string) => jsonLines<T[]>(run("requete", sql, "--json").out)[0] ?? [],
    remove: () => rmSync(root, {recursive: true, force: true})
  };
}
