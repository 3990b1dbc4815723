import {existsSync} from "node:fs";
import {cp, mkdtemp, readFile, readdir, rm, writeFile} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {afterEach, describe, expect, it} from "vitest";
import {compareValue, runCase} from "../../refcases/runner.ts";

const cases = path.resolve(fileURLToPath(new URL("../../../", import.meta.url)), "..", "shared", "refcases");
const isPresent = existsSync(cases);
const folders = isPresent ? (await readdir(cases, {withFileTypes: true})).filter((entry) => entry.isDirectory()).map((entry) => entry.name) : [];
const scratch: string[] = [];

afterEach(async () => {
  for (const folder of scratch.splice(0)) await rm(folder, {recursive: true, force: true});
});

/** A copy under another name, which the runner must not care about. */
async function copyOf(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "vigie-cas-"));
  scratch.push(folder);
  await cp(path.join(cases, name), folder, {recursive: true});
  return folder;
}

/** Rows in another order, by a fixed congruence. */
function shuffled(rows: readonly string[]): string[] {
  const keyed = rows.map((row, index) => ({row, key: ((index + 1) * 7919) % 10_007}));
  return keyed.sort((a, b) => a.key - b.key).map(({row}) => row);
}

describe.skipIf(!isPresent)(`reference values from R${isPresent ? "" : " (skipped: the shared reference cases are not on this machine)"}`, () => {
  it.each(folders)("%s is reproduced within its tolerance", async (name) => {
    const report = await runCase(path.join(cases, name));
    expect(report.misses).toEqual([]);
    expect(report.compared).toBeGreaterThan(0);
  });

  it.each(folders)("%s does not depend on its name nor on the order of its rows", async (name) => {
    const folder = await copyOf(name);
    for (const file of (await readdir(folder)).filter((candidate) => candidate.endsWith(".csv") && candidate !== "expected.csv")) {
      const [header = "", ...rows] = (await readFile(path.join(folder, file), "utf8")).trimEnd().split("\n");
      await writeFile(path.join(folder, file), [header, ...shuffled(rows), ""].join("\n"));
    }
    const said = JSON.parse(await readFile(path.join(folder, "case.json"), "utf8")) as Record<string, unknown>;
    await writeFile(path.join(folder, "case.json"), JSON.stringify({...said, id: "autre"}));
    expect((await runCase(folder)).misses).toEqual([]);
  });

  it("a value off by one part in a million is a miss, named with what was expected and found", async () => {
    const folder = await copyOf("mde");
    const expected = await readFile(path.join(folder, "expected.csv"), "utf8");
    await writeFile(path.join(folder, "expected.csv"), expected.replace("6.02018043025172", "6.02018643025172"));
    const {misses} = await runCase(folder);
    expect(misses).toHaveLength(1);
    expect(misses[0]).toContain("expected 6.02018643025172, got 6.0201804302517");
  });

  it("a value that is not computed is a miss", async () => {
    const folder = await copyOf("mde");
    await writeFile(path.join(folder, "expected.csv"), `${await readFile(path.join(folder, "expected.csv"), "utf8")}"result","row=a","autre","1"\n`);
    expect((await runCase(folder)).misses).toHaveLength(1);
  });

  it("a refusal that is not one is a miss", async () => {
    const folder = await copyOf("prop_simple");
    const said = JSON.parse(await readFile(path.join(folder, "case.json"), "utf8")) as Record<string, unknown>;
    await writeFile(path.join(folder, "case.json"), JSON.stringify({...said, refuse: [{row: "r2", why: "?"}, {why: "the moon is full"}]}));
    const {misses} = await runCase(folder);
    expect(misses).toHaveLength(2);
    expect(misses[0]).toContain("row=r2 was not refused");
    expect(misses[1]).toContain("not known");
  });

  it("a case of an unknown kind is a miss", async () => {
    const folder = await copyOf("mde");
    const said = JSON.parse(await readFile(path.join(folder, "case.json"), "utf8")) as Record<string, unknown>;
    await writeFile(path.join(folder, "case.json"), JSON.stringify({...said, inputs: []}));
    expect((await runCase(folder)).misses).toEqual(["case not known: no computation for these inputs and expected tables"]);
  });
});

describe("a comparison", () => {
  const tolerance = {rel: 1e-8, abs: 1e-10};

  it("is relative, and absolute only below the absolute tolerance", () => {
    expect(compareValue({value: 100}, 100.0000005, tolerance).isWithin).toBe(true);
    expect(compareValue({value: 100}, 100.000002, tolerance).isWithin).toBe(false);
    expect(compareValue({value: 1e-5}, 1.00001e-5, tolerance).isWithin).toBe(false);
    expect(compareValue({value: 0}, 1e-11, tolerance).isWithin).toBe(true);
  });

  it("wants no number where R gives none", () => {
    expect(compareValue({value: null}, 0, tolerance).isWithin).toBe(false);
    expect(compareValue({value: null}, null, tolerance).isWithin).toBe(true);
    expect(compareValue({value: 1}, null, tolerance).isWithin).toBe(false);
    expect(compareValue({value: 1}, undefined, tolerance).isWithin).toBe(false);
    expect(compareValue({value: Infinity}, Infinity, {rel: 0, abs: 1e-6}).isWithin).toBe(true);
  });
});
