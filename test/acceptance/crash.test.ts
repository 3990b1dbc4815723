import {spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {afterEach, describe, expect, test} from "vitest";
import {uaiLetter} from "../../pipelines/lib/text.ts";
import {newWorkspace, ROOT, VIGIE, type TestWorkspace} from "./vigie.ts";

/** Starts a command and kills it, without notice, after a while. */
async function killAfter(milliseconds: number, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [VIGIE, ...args], {cwd: ROOT, stdio: "ignore"});
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await Promise.race([wait(milliseconds), ended]);
  child.kill("SIGKILL");
  await ended;
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, {withFileTypes: true}).flatMap((entry) => (entry.isDirectory() ? filesUnder(path.join(dir, entry.name)) : [path.join(dir, entry.name)]));
}

/** The content of the lake without the hours of import, nor what only saves reading untouched files again. */
function fingerprint(dir: string): string {
  const hash = createHash("sha256");
  const lake = path.join(dir, "lac");
  for (const file of filesUnder(lake).filter((name) => !path.basename(name).startsWith(".")).sort()) {
    hash.update(path.relative(lake, file));
    hash.update(file.endsWith("manifeste.json") ? readFileSync(file, "utf8").replace(/"importe_le": "[^"]*"/, "") : readFileSync(file));
  }
  return hash.digest("hex");
}

function writeInputs(dir: string): void {
  mkdirSync(dir, {recursive: true});
  for (let file = 0; file < 50; file += 1) {
    const rows = Array.from({length: 960}, (_, index) => {
      const digits = `013${String(1000 + ((file * 960 + index) % 6000)).padStart(4, "0")}`;
      return `${2000 + file}-${2001 + file};${digits}${uaiLetter(digits)};${100 + (index % 400)};${5 + (index % 20)}`;
    });
    writeFileSync(path.join(dir, `effectifs-${String(file).padStart(2, "0")}.csv`), `annee_scolaire;uai;eleves;classes\n${rows.join("\n")}\n`);
  }
}

describe("a command that is killed", () => {
  const spaces: TestWorkspace[] = [];
  afterEach(() => {
    for (const space of spaces.splice(0)) space.remove();
  });

  test("importer, fifty files, killed eight times: the next run goes on from there, and the lake is the same as if nothing had happened", async () => {
    const [whole, broken] = [newWorkspace(), newWorkspace()];
    spaces.push(whole, broken);
    const inputs = path.join(whole.dir, "envois");
    writeInputs(inputs);
    // The key of the pseudonyms is part of the workspace: both get the same.
    writeFileSync(path.join(broken.dir, ".cle"), readFileSync(path.join(whole.dir, ".cle")));
    const start = performance.now();
    whole.import(inputs);
    const length = performance.now() - start;
    for (let attempt = 1; attempt <= 8; attempt += 1) await killAfter((length * attempt) / 9, "importer", inputs, "--espace", broken.dir);
    const last = broken.import(inputs);
    expect(last.every((line) => line.lus === line.acceptes + line.rejetes + line.doublons)).toBe(true);
    expect(fingerprint(broken.dir)).toBe(fingerprint(whole.dir));
    expect(readdirSync(path.join(broken.dir, ".tmp"))).toEqual([]);
  });

  test("construire: the former warehouse stays until the new one is whole, and nothing is left beside it", async () => {
    const space = newWorkspace();
    spaces.push(space);
    const inputs = path.join(space.dir, "envois");
    writeInputs(inputs);
    space.import();
    space.import(path.join(inputs, "effectifs-00.csv"));
    expect(space.run("construire").code).toBe(0);
    const before = space.query("SELECT count(*) AS n FROM stg_etablissements__effectifs");
    expect(before).toEqual([{n: 960}]);
    space.import(inputs);
    const size = statSync(path.join(space.dir, "entrepot.duckdb")).size;
    for (const delay of [600, 1000, 1500, 2200]) {
      await killAfter(delay, "construire", "--espace", space.dir);
      expect(size).toBeGreaterThan(0);
      expect([960, 48000]).toContain(space.query<{n: number}>("SELECT count(*) AS n FROM stg_etablissements__effectifs")[0]?.n);
    }
    expect(space.run("construire").code).toBe(0);
    expect(space.query("SELECT count(*) AS n FROM stg_etablissements__effectifs")).toEqual([{n: 48000}]);
    expect(readdirSync(space.dir).filter((name) => name.includes("tmp-"))).toEqual([]);
  });
});
