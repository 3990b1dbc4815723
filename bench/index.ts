/**
 * The whole bench: `npm run bench -- [--echelles canton,departement,12,france] [--sans-rapports | --rapports build,site] [--sans-site] [--garder DIR]`
 * (by default canton and departement, then the ratios; `france` takes an hour and 15 GB of disk). Writes `bench/results.json`,
 * where a scale measured again takes the place of the former, and `bench/RESULTS.md` from it. With `--garder`, the workspaces stay
 * in DIR with what each step has cost: the same command goes on where it was stopped.
 */
import {execFileSync} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {cpus, tmpdir, totalmem} from "node:os";
import path from "node:path";
import {parseArgs} from "node:util";
import {bytesOf, ROOT, runScript, runVigie} from "./measure.ts";
import {report, type Results, type Scale, type Step} from "./report.ts";

const JSON_FILE = path.join(ROOT, "bench", "results.json");
const MARKDOWN = path.join(ROOT, "bench", "RESULTS.md");
/** Beyond, a site of tens of thousands of pages and as many bilans are not what is asked of one machine. */
const WITH_SITE = new Set(["canton", "departement"]);
const ORDER = ["canton", "departement", "12", "france"];

const RATIOS = [
  {title: "Import of a million Pix rows, beside a bare DuckDB COPY and csv-parse → zod → appender", file: "import.ts", args: ["1"]},
  {title: "Import of five million rows: memory stays as with one", file: "import.ts", args: ["5"]},
  {title: "Build, beside a bare DuckDB that loads the same lake", file: "build.ts", args: ["WORKSPACE"]},
  {title: "Site", file: "site.ts", args: ["WORKSPACE"]},
  {title: "Site the usual way, one data loader per territory", file: "loaders.ts", args: ["WORKSPACE"]},
  {title: "Bilans", file: "bilan.ts", args: ["WORKSPACE"]}
] as const;

const {values} = parseArgs({options: {echelles: {type: "string", default: "canton,departement"}, "sans-rapports": {type: "boolean", default: false}, rapports: {type: "string"}, "sans-site": {type: "boolean", default: false}, garder: {type: "string"}}});

const known: Results = existsSync(JSON_FILE) ? (JSON.parse(readFileSync(JSON_FILE, "utf8")) as Results) : {machine: "", scales: [], ratios: []};
const root = values.garder ?? mkdtempSync(path.join(tmpdir(), "vigie-bench-"));
try {
  const scales = new Map(known.scales.map((scale) => [scale.name, scale]));
  for (const name of values.echelles.split(",").filter(Boolean)) {
    scales.set(name, measureScale(name, path.join(root, name)));
    write([...scales.values()], known.ratios);
  }
  const results = write([...scales.values()], values["sans-rapports"] ? known.ratios : measureRatios(root, known.ratios, values.rapports?.split(",")));
  process.stdout.write(`${report(results)}\n→ ${path.relative(process.cwd(), MARKDOWN)}\n`);
} finally {
  if (values.garder === undefined) rmSync(root, {recursive: true, force: true});
}

/** Written after each scale: a long bench that is stopped keeps what it has measured. */
function write(scales: readonly Scale[], ratios: Results["ratios"]): Results {
  const results: Results = {...known, machine: machine(), scales: [...scales].sort((left, right) => ORDER.indexOf(left.name) - ORDER.indexOf(right.name)), ratios};
  writeFileSync(JSON_FILE, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(MARKDOWN, report(results));
  return results;
}

function measureScale(name: string, dir: string): Scale {
  const file = `${dir}.etapes.json`;
  const done = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as (Step & {out: string})[]) : [];
  const step = (label: string, args: readonly string[], wrote?: string): string => {
    const known = done.find((one) => one.name === label);
    if (known) return known.out;
    process.stderr.write(`${name}: ${label}…\n`);
    const {out, ...cost} = runVigie([...args, "--espace", dir, "--json"]);
    const last = out.trim().split("\n").at(-1) ?? "{}";
    done.push({...cost, name: label, command: `vigie ${args.join(" ")}`, bytes: wrote === undefined ? 0 : bytesOf(path.join(dir, wrote)), out: last});
    writeFileSync(file, JSON.stringify(done));
    return last;
  };
  const made = JSON.parse(step("raw files", ["demo", "--echelle", name, "--fichiers"], "entree")) as {etablissements: number; eleves: number; enseignants: number; fichiers: number; lignes: number};
  step("import", ["importer"], "lac");
  step("import, all known", ["importer"]);
  step("build", ["construire"], "entrepot.duckdb");
  step("build, nothing new", ["construire"]);
  const {cells} = JSON.parse(step("publish", ["publier"], "publication")) as {cells: number};
  step("state", ["etat"]);
  if (WITH_SITE.has(name) && !values["sans-site"]) {
    step("site", ["site"], "site");
    step("bilan", ["bilan"], "bilans");
  }
  return {
    name, schools: made.etablissements, pupils: made.eleves, teachers: made.enseignants, files: made.fichiers, rows: made.lignes, cells,
    measured: new Date().toISOString().slice(0, 10), steps: done.map(({name: label, command, seconds, cpu, megabytes, bytes}) => ({name: label, command, seconds, cpu, megabytes, bytes}))
  };
}

/** Those named, or all; the others stay as they were measured. */
function measureRatios(folder: string, former: Results["ratios"], names?: readonly string[]): Results["ratios"] {
  const workspace = path.join(folder, "departement");
  if (!existsSync(workspace)) runVigie(["demo", "--espace", workspace, "--sans-site"]);
  return RATIOS.filter(({file}) => existsSync(path.join(ROOT, "bench", file))).map(({title, file, args}) => {
    const standing = former.find((ratio) => ratio.title === title);
    if (standing && names && !names.includes(path.basename(file, ".ts"))) return standing;
    process.stderr.write(`${file}…\n`);
    const {out} = runScript(file, args.map((arg) => (arg === "WORKSPACE" ? workspace : arg)));
    return {title, command: `npx tsx bench/${file} ${args.map((arg) => (arg === "WORKSPACE" ? "demo" : arg)).join(" ")}`, output: out.replaceAll(folder, "")};
  });
}

/** Processor, memory and versions; neither the machine's name nor where it keeps things. */
function machine(): string {
  const {version: duckdb} = JSON.parse(readFileSync(path.join(ROOT, "node_modules", "@duckdb", "node-api", "package.json"), "utf8")) as {version: string};
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {cwd: ROOT, encoding: "utf8"}).trim();
  const [first] = cpus();
  return `Machine: ${cpus().length} cores (${first?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB. Node ${process.versions.node}, DuckDB client ${duckdb}, Vigie at ${commit}.`;
}
