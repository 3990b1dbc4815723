import {spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.dirname(HERE);
const VIGIE = path.join(ROOT, "pipelines", "cli", "vigie.mjs");

/** What a command cost, its child processes included; `megabytes` is the peak of the largest of them, added up when they may run together. */
export interface Cost {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

export interface Run extends Cost {
  readonly out: string;
}

/** Runs a command line of Vigie as a user does, and says what it cost. Exit code 3 (rejects, failed checks) is a run. */
export function runVigie(args: readonly string[]): Run {
  return measured([VIGIE, ...args], [0, 3]);
}

/** Runs a TypeScript file of the bench in a process of its own. */
export function runScript(file: string, args: readonly string[] = []): Run {
  return measured(["--import", import.meta.resolve("tsx"), path.join(HERE, file), ...args], [0]);
}

function measured(args: readonly string[], accepted: readonly number[]): Run {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-mesure-"));
  const usage = path.join(dir, "usage.jsonl");
  const start = performance.now();
  try {
    const {status, stdout, stderr} = spawnSync(process.execPath, [...args], {
      encoding: "utf8", cwd: ROOT, maxBuffer: 1 << 28,
      env: {...process.env, VIGIE_USAGE: usage, NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import ${pathToFileURL(path.join(HERE, "usage.mjs")).href}`}
    });
    const seconds = (performance.now() - start) / 1000;
    if (status === null || !accepted.includes(status)) throw new Error(`${args.join(" ")}: exit ${status}\n${stderr.slice(-2000)}`);
    const processes = (existsSync(usage) ? readFileSync(usage, "utf8") : "").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line) as {cpu: number; kilobytes: number});
    return {
      seconds,
      cpu: processes.reduce((sum, {cpu}) => sum + cpu, 0),
      megabytes: processes.reduce((sum, {kilobytes}) => sum + kilobytes, 0) / 1024,
      out: stdout
    };
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
}

/** Bytes of a file or of all the files of a folder. */
export function bytesOf(target: string): number {
  if (!existsSync(target)) return 0;
  const {size} = statSync(target);
  if (!statSync(target).isDirectory()) return size;
  return readdirSync(target).reduce((sum, name) => sum + bytesOf(path.join(target, name)), 0);
}
