import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {isUpToDate, unlessStanding} from "../../../pipelines/cli/standing.ts";
import {openWorkspace} from "../../../pipelines/lib/workspace.ts";

let dir: string;
let runs: number;

const write = (...parts: string[]): void => {
  const text = parts.pop() as string;
  const file = path.join(dir, ...parts);
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, text);
};

/** Publishes in small: a run writes one file. */
const publish = (isForced = false): Promise<{chiffres: number; inchange: boolean}> =>
  unlessStanding(openWorkspace(dir), "publication", isForced, async () => {
    runs += 1;
    write("publication", "edition.json", `{"n": ${runs}}`);
    return {chiffres: 12};
  });

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-"));
  runs = 0;
  write("config.yml", "titre: Essai\n");
  write("entrepot.duckdb", "x");
  expect(await publish()).toEqual({chiffres: 12, inchange: false});
});
afterEach(() => rmSync(dir, {recursive: true, force: true}));

it("gives the former report, and runs nothing, when nothing has changed", async () => {
  expect(await publish()).toEqual({chiffres: 12, inchange: true});
  expect(runs).toBe(1);
});

it.each([
  ["the warehouse", () => { write("entrepot.duckdb", "xy"); }],
  ["the configuration", () => { write("config.yml", "titre: Autre\n"); }],
  ["a comment", () => { write("commentaires", "2024-2025", "departement-13", "synthese.md", "Bien.\n"); }],
  ["a protocol", () => { write("protocoles", "a.yml", "question: x\n"); }],
  ["a frozen edition", () => { write("editions", "un", "manifeste.json", "{}"); }],
  ["what was published, by another hand", () => { write("publication", "de-trop.json", "{}"); }],
  ["what was published, taken away", () => { rmSync(path.join(dir, "publication"), {recursive: true}); }],
  ["what it remembers, cut by a crash", () => { write(".secret", "etapes.json", '{"publication": {"en'); }]
])("runs again when %s has changed", async (_, change) => {
  change();
  expect(await publish()).toMatchObject({inchange: false});
  expect(await publish()).toMatchObject({inchange: true});
  expect(runs).toBe(2);
});

it("says whether its inputs are still those it ran on, or that nothing tells", () => {
  expect(isUpToDate(openWorkspace(dir), "publication")).toBe(true);
  write("config.yml", "titre: Autre\n");
  expect(isUpToDate(openWorkspace(dir), "publication")).toBe(false);
  expect(isUpToDate(openWorkspace(dir), "site")).toBeUndefined();
});

it("runs again when it is told to", async () => {
  expect(await publish(true)).toMatchObject({inchange: false});
  expect(runs).toBe(2);
});
