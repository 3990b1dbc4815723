import {closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync} from "node:fs";
import path from "node:path";
import {openDatabase, quoteText, type Database, type OpenOptions} from "../lib/duckdb.ts";
import {moveInto} from "../lib/files.ts";
import type {Config} from "../lib/workspace.ts";
import {runChecks} from "./checks.ts";
import {reportOf, writeFingerprint} from "./fingerprint.ts";
import type {BuildReport} from "./report.ts";
import {openLanes} from "./lanes.ts";
import {materialise, type BuildStep} from "./materialise.ts";
import type {LakeFacts} from "./parameters.ts";
import {loadProject, type Project} from "./project.ts";
import {COMMON, printCommon, readPrints, writePrints, type BuildInputs, type Prints} from "./reuse.ts";

export interface BuildOptions {
  warehousePath: string;
  /** Creates the `src_` relations, one per contract, in the database it is given. */
  createSources: (db: Database) => Promise<void>;
  /** The house's `sql` folder first, then the workspace's own. */
  sqlDirs: readonly string[];
  config: Config;
  facts?: LakeFacts;
  /** Fingerprint of everything that the build reads (`fingerprintInputs`): a warehouse that bears it is already right and stays. */
  fingerprint?: () => string;
  /** The same in two grains: with it, a build computes again only what depends on something that changed. */
  inputs?: () => BuildInputs;
  /** Builds everything, even when nothing has changed. */
  isForced?: boolean;
  onProgress?: (step: BuildStep) => void;
  threads?: number;
  /** Rows of indicators that a model by lot reads at a time. */
  rowsOfALot?: number;
}

const WAREHOUSE = "entrepot";

/**
 * Builds a warehouse beside the old one and renames it into place: whole, or from a copy of the old one where only some inputs changed.
 * A failure leaves the old warehouse untouched; throws a VigieError that names the file at fault.
 */
export async function buildWarehouse(options: BuildOptions): Promise<BuildReport> {
  const start = performance.now();
  const {warehousePath} = options;
  const fingerprint = options.fingerprint?.();
  const standing = fingerprint === undefined || options.isForced ? undefined : await reportOf(warehousePath, fingerprint);
  if (standing) return standing;
  const project = loadProject(options.sqlDirs);
  mkdirSync(path.dirname(warehousePath), {recursive: true});
  removeAbandoned(warehousePath);
  const temporary = `${warehousePath}.tmp-${process.pid}`;
  const spill = `${temporary}.debord`;
  removeDatabase(temporary);
  const inputs = options.inputs?.();
  const limits: OpenOptions = {tempDirectory: spill, memoryLimit: options.config.memoire, ...(options.threads === undefined ? {} : {threads: options.threads})};
  try {
    const standingPrints = inputs && !options.isForced ? await copyStanding(warehousePath, temporary, project, inputs) : new Map<string, string>();
    const db = await openDatabase(":memory:", limits);
    let report: Omit<BuildReport, "isCurrent" | "milliseconds">;
    try {
      // A build that dies starts again from nothing: it needs no journal.
      await db.run(`attach ${quoteText(temporary)} as ${WAREHOUSE} (recovery_mode 'no_wal_writes', storage_version 'v1.4.0')`);
      await db.run(`use ${WAREHOUSE}`);
      await options.createSources(db);
      const lanes = await openLanes(db, options.threads);
      const reuse = {lanes, ...(options.rowsOfALot === undefined ? {} : {rowsOfALot: options.rowsOfALot}), ...(inputs ? {inputs, standing: standingPrints} : {})};
      const built = await materialise(db, {project, config: options.config, ...(options.facts ? {facts: options.facts} : {}), ...reuse, ...(options.onProgress ? {onProgress: options.onProgress} : {})});
      const checks = await runChecks(db, project, built, reuse);
      report = {
        models: built.models.length,
        computed: built.computed.size,
        indicators: built.models.filter((model) => model.indicator !== undefined).length,
        checks,
        blocking: checks.filter((check) => check.level === "erreur" && check.wrong > 0)
      };
      // Inputs that moved during the build leave no fingerprint: the next build starts again.
      const hasMoved = fingerprint !== options.fingerprint?.();
      await writePrints(db, hasMoved ? new Map() : built.prints);
      if (fingerprint !== undefined && !hasMoved) await writeFingerprint(db, fingerprint, report);
      else await db.run("drop table if exists ref_construction");
      await db.run(`checkpoint ${WAREHOUSE}`);
    } finally {
      db.close();
    }
    flush(temporary);
    moveInto(temporary, warehousePath);
    return {...report, isCurrent: false, milliseconds: performance.now() - start};
  } finally {
    removeDatabase(temporary);
  }
}

/**
 * Copies the warehouse that stands, when part of it may still be right, and gives its fingerprints; else copies nothing and gives none.
 * A file that has become half holes is made anew.
 */
async function copyStanding(warehousePath: string, temporary: string, project: Project, inputs: BuildInputs): Promise<Prints> {
  if (!existsSync(warehousePath)) return new Map();
  try {
    const db = await openDatabase(warehousePath, {readOnly: true, threads: 1});
    try {
      const prints = await readPrints(db);
      const {used, free} = await db.one<{used: number; free: number}>("select used_blocks::bigint as used, free_blocks::bigint as free from pragma_database_size()");
      if (prints.get(COMMON) !== printCommon(project, inputs.base) || free > used) return new Map();
      copyFileSync(warehousePath, temporary);
      return prints;
    } finally {
      db.close();
    }
  } catch {
    // A warehouse of an earlier version, a damaged file: a build replaces it.
    return new Map();
  }
}

function flush(file: string): void {
  // Windows flushes only what is open for writing.
  const handle = openSync(file, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ["", ".wal", ".debord"]) rmSync(`${file}${suffix}`, {force: true, recursive: true});
}

/** Files of builds whose process died before the rename. */
function removeAbandoned(warehousePath: string): void {
  const dir = path.dirname(warehousePath);
  const prefix = `${path.basename(warehousePath)}.tmp-`;
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(/^\d+/.exec(name.slice(prefix.length))?.[0]);
    if (!isAlive(pid)) rmSync(path.join(dir, name), {force: true, recursive: true});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
