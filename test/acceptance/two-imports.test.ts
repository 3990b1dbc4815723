import {spawn} from "node:child_process";
import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {readLake} from "../../pipelines/import/lake.ts";
import {jsonLines, newWorkspace, ROOT, VIGIE, type ImportLine, type TestWorkspace} from "./vigie.ts";

let space: TestWorkspace;
beforeAll(() => {
  space = newWorkspace();
});
afterAll(() => space.remove());

function start(...args: string[]): Promise<{code: number | null; lines: ImportLine[]; err: string}> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [VIGIE, ...args, "--espace", space.dir, "--json"], {cwd: ROOT});
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.on("close", (code) => resolve({code, lines: jsonLines<ImportLine>(out).filter((line) => "fichier" in line), err}));
  });
}

test("two imports of the same files at once leave one entry for each, and neither fails", async () => {
  const folder = path.join(space.dir, "envois");
  mkdirSync(folder);
  for (let index = 0; index < 12; index += 1) writeFileSync(path.join(folder, `effectifs-${index}.csv`), `annee_scolaire;uai;eleves\n2024-2025;0130007M;${100 + index}\n2024-2025;0130022D;${200 + index}\n`);
  const [one, other] = await Promise.all([start("importer", folder), start("importer", folder)]);
  for (const answer of [one, other]) {
    expect(answer.err).not.toMatch(/Error|at .*\.ts/);
    expect(answer.code).toBe(0);
    expect(answer.lines).toHaveLength(12);
    for (const line of answer.lines) expect(line).toMatchObject({lus: 2, acceptes: 2, rejetes: 0});
  }
  const entries = readLake(path.join(space.dir, "lac"));
  expect(entries).toHaveLength(12);
  expect(new Set(entries.map(({manifest}) => manifest.sha256)).size).toBe(12);
  for (const {dir, manifest} of entries) {
    expect(manifest.acceptes).toBe(2);
    expect(readdirSync(dir).sort()).toEqual(["donnees.parquet", "manifeste.json"]);
  }
});
