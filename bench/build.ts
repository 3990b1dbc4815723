/**
 * `npx tsx bench/build.ts [ESPACE]`: seconds, CPU, peak memory and rows of a full build, of a build with nothing new, of one with one indicator more,
 * and of a bare DuckDB that only loads the same lake into tables. Each runs in a process of its own, on a copy of the workspace (by default `demo`).
 * Then the dearest models of the full build, in seconds of wall clock (two run at a time).
 */
import {execFileSync} from "node:child_process";
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "../pipelines/cli/stages.ts";
import {openDatabase, quoteText} from "../pipelines/lib/duckdb.ts";
import {openWorkspace} from "../pipelines/lib/workspace.ts";

interface Measure {
  seconds: number;
  cpu: number;
  megabytes: number;
  rows: number;
  dearest: {name: string; seconds: number; rows: number}[];
}

const DEAREST = 10;

const JOBS = {
  "DuckDB nu (le lac en tables)": loadBare,
  "construction complète": (dir: string) => buildRows(dir, true),
  "rien de nouveau": (dir: string) => buildRows(dir, false),
  "un indicateur de plus": (dir: string) => buildRows(addIndicator(dir), false)
} as const;

type Done = Pick<Measure, "rows" | "dearest">;

async function loadBare(dir: string): Promise<Done> {
  const lake = openWorkspace(dir).paths.lac;
  const db = await openDatabase(path.join(dir, "nu.duckdb"));
  let rows = 0;
  try {
    const folders = new Set(readdirSync(lake, {recursive: true, encoding: "utf8"}).filter((name) => name.endsWith(".parquet")).map((name) => path.dirname(path.dirname(name))));
    for (const [index, folder] of [...folders].sort().entries()) {
      await db.run(`create table t${index} as select * from read_parquet(${quoteText(path.join(lake, folder, "*", "*.parquet"))}, union_by_name = true)`);
      rows += (await db.one<{n: number}>(`select count(*)::bigint as n from t${index}`)).n;
    }
    await db.run("checkpoint");
  } finally {
    db.close();
  }
  return {rows, dearest: []};
}

async function buildRows(dir: string, isForced: boolean): Promise<Done> {
  const steps: Measure["dearest"] = [];
  const {isCurrent, computed, models} = await build(openWorkspace(dir), ({name, milliseconds, rows}) => { steps.push({name, seconds: milliseconds / 1000, rows}); }, {isForced});
  if (isForced ? isCurrent || computed < models : !isCurrent && computed > models / 2) throw new Error("the build did not do what was measured");
  return {rows: steps.reduce((sum, {rows}) => sum + rows, 0), dearest: steps.sort((a, b) => b.seconds - a.seconds).slice(0, DEAREST)};
}

/** An indicator of the workspace's own: the house's first one, under another name. */
function addIndicator(dir: string): string {
  const folder = path.join(openWorkspace(dir).paths.sql, "indicateurs", "pilotage");
  mkdirSync(folder, {recursive: true});
  const model = readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "sql", "indicateurs", "pilotage", "pi_couverture.sql"), "utf8");
  writeFileSync(path.join(folder, "pi_couverture_bis.sql"), model.replace("code: pi_couverture", "code: pi_couverture_bis"));
  return dir;
}

async function measure(job: keyof typeof JOBS, dir: string): Promise<Measure> {
  const start = performance.now();
  const done = await JOBS[job](dir);
  const {user, system} = process.cpuUsage();
  return {seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024, ...done};
}

async function main(args: readonly string[]): Promise<void> {
  const [first, job, copy] = args;
  if (first === "--mesure" && copy !== undefined) {
    process.stdout.write(JSON.stringify(await measure(job as keyof typeof JOBS, copy)));
    return;
  }
  const file = fileURLToPath(import.meta.url);
  const espace = path.resolve(first ?? path.join(path.dirname(file), "..", "demo"));
  if (!existsSync(path.join(espace, "lac"))) throw new Error(`${espace} has no lake: run « vigie demo » first`);
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-bench-"));
  try {
    for (const name of ["config.yml", "lac", "corrections", "sql"]) if (existsSync(path.join(espace, name))) cpSync(path.join(espace, name), path.join(dir, name), {recursive: true});
    const results = Object.keys(JOBS).map((name) => ({name, ...(JSON.parse(execFileSync(process.execPath, [...process.execArgv, file, "--mesure", name, dir], {encoding: "utf8"})) as Measure)}));
    const bare = results[0]?.cpu ?? Number.NaN;
    console.table(Object.fromEntries(results.map(({name, seconds, cpu, megabytes, rows}) => [
      name,
      {secondes: seconds.toFixed(2), "s de processeur": cpu.toFixed(2), "Mo au plus": megabytes.toFixed(0), lignes: rows, "processeur / DuckDB nu": (cpu / bare).toFixed(2)}
    ])));
    const dearest = results.find(({name}) => name === "construction complète")?.dearest ?? [];
    console.table(Object.fromEntries(dearest.map(({name, seconds, rows}) => [name, {secondes: seconds.toFixed(2), lignes: rows}])));
  } finally {
    rmSync(dir, {recursive: true});
  }
}

await main(process.argv.slice(2));
