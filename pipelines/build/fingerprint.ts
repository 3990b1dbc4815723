import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {openDatabase, quoteText, type Database} from "../lib/duckdb.ts";
import type {BuildReport} from "./report.ts";

interface Inputs {
  /** Folders of code, SQL and corrections: the name and the bytes of each file count. */
  folders: readonly string[];
  /** Everything else that a build reads: configuration, versions, what the lake holds. */
  texts: readonly string[];
}

/** Two builds with the same fingerprint give the same warehouse. Where a folder stands on the disk does not count. */
export function fingerprintInputs({folders, texts}: Inputs): string {
  const hash = createHash("sha256");
  // A length before each part: two neighbours never read as another pair.
  const add = (part: string | Buffer): void => {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  for (const [index, folder] of folders.entries()) {
    for (const name of filesOf(folder)) {
      add(`${index}/${name}`);
      add(readFileSync(path.join(folder, name)));
    }
  }
  for (const text of texts) add(text);
  return hash.digest("hex");
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort();
}

/** What the build that made this warehouse reported, when it read these very inputs; undefined when the warehouse must be built. */
export async function reportOf(warehousePath: string, fingerprint: string): Promise<BuildReport | undefined> {
  if (!existsSync(warehousePath)) return undefined;
  const start = performance.now();
  try {
    const db = await openDatabase(warehousePath, {readOnly: true, threads: 1});
    try {
      const {empreinte, rapport} = await db.one<{empreinte: string; rapport: string}>("select empreinte, rapport from ref_construction");
      if (empreinte !== fingerprint) return undefined;
      return {...(JSON.parse(rapport) as Omit<BuildReport, "isCurrent" | "milliseconds">), isCurrent: true, milliseconds: performance.now() - start};
    } finally {
      db.close();
    }
  } catch {
    // A warehouse of an earlier version, a damaged file: a build replaces it.
    return undefined;
  }
}

/** Writes `ref_construction`: the fingerprint of what the warehouse was built from, and the report of its build. */
export async function writeFingerprint(db: Database, fingerprint: string, report: Omit<BuildReport, "isCurrent" | "milliseconds">): Promise<void> {
  await db.run("create or replace table ref_construction (empreinte varchar, rapport varchar)");
  await db.run(`insert into ref_construction values (${quoteText(fingerprint)}, ${quoteText(JSON.stringify(report))})`);
  await db.run("comment on table ref_construction is 'Empreinte de tout ce que la construction a lu, et son compte rendu (JSON).'");
}
