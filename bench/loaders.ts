import {spawnSync} from "node:child_process";
import path from "node:path";
import {readPublication} from "../observable/publication.ts";
import {ROOT} from "./measure.ts";

// npx tsx bench/loaders.ts [ESPACE]: what the usual way would cost before a page is drawn: one data loader per territory, each a process that opens
// DuckDB on the published table and writes its rows as JSON, one after the other, as Framework runs parameterised loaders.

const SAMPLE = 20;
const LOADER = `
import {DuckDBInstance} from "@duckdb/node-api";
const [file, type, code] = process.argv.slice(1);
const db = await (await DuckDBInstance.create(":memory:")).connect();
const rows = await (await db.runAndReadAll("SELECT * FROM read_parquet('" + file.replaceAll("'", "''") + "') WHERE territoire_type = $1 AND territoire_code = $2", [type, code])).getRowObjectsJson();
process.stdout.write(JSON.stringify(rows));
`;

const espace = process.argv[2] ?? "demo";
const dir = path.resolve(espace, "publication");
const publication = await readPublication(dir);
const {territoires} = publication;
publication.close();
const step = Math.max(1, Math.floor(territoires.length / SAMPLE));
const sample = territoires.filter((_, index) => index % step === 0).slice(0, SAMPLE);
const start = performance.now();
let bytes = 0;
for (const {type, code} of sample) {
  const {status, stdout, stderr} = spawnSync(process.execPath, ["--input-type=module", "--eval", LOADER, path.join(dir, "pub_indicateur.parquet"), type, code], {cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28});
  if (status !== 0) throw new Error(stderr);
  bytes += Buffer.byteLength(stdout);
}
const each = (performance.now() - start) / 1000 / sample.length;
const one = (value: number): string => value.toFixed(1);
process.stdout.write(`one data loader per territory: ${each.toFixed(2)} s each over ${sample.length}, so ${one(each * territoires.length)} s and ${one((bytes / sample.length) * territoires.length / 1e6)} MB of JSON for ${territoires.length}, before any page is drawn\n`);
