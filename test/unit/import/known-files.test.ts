import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, test, vi} from "vitest";
import {importFiles} from "../../../pipelines/import/import-files.ts";
import {readLake, removeEntry} from "../../../pipelines/import/lake.ts";
import type {ImportResult} from "../../../pipelines/import/import-result.ts";
import {workspacePaths, type Workspace} from "../../../pipelines/lib/workspace.ts";
import {contracts} from "../../../sources/index.ts";

let dir: string;
let file: string;
let workspace: Workspace;

const HEADER = "annee_scolaire;uai;eleves\n";
const LONG_AGO = new Date("2025-01-01T00:00:00Z");
const index = (): string => path.join(dir, "lac", ".connus.json");

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-connus-"));
  workspace = {dir, config: {} as Workspace["config"], paths: workspacePaths(dir)};
  mkdirSync(workspace.paths.lac);
  writeFileSync(workspace.paths.cle, "7".repeat(64));
  file = path.join(dir, "effectifs.csv");
  write(`${HEADER}2024-2025;0130007M;312\n`);
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, {recursive: true, force: true});
});

function write(text: string): void {
  writeFileSync(file, text);
  utimesSync(file, LONG_AGO, LONG_AGO);
}

/** An import that happens a minute after the file was put there. */
async function takeLater(uai?: string): Promise<ImportResult[]> {
  vi.useFakeTimers({now: Date.now() + 60_000, toFake: ["Date"]});
  const results = await importFiles(workspace, [file], {contracts, ...(uai ? {uai} : {})});
  vi.useRealTimers();
  return results;
}

describe("a file that nobody touched since its import is known without being read", () => {
  test("and nothing is written", async () => {
    expect(await takeLater()).toMatchObject([{statut: "importe", lus: 1}]);
    const before = [readFileSync(index(), "utf8"), statSync(path.join(dir, "lac")).mtimeMs];
    // Unreadable on purpose: were it opened, the import would say so.
    workspace = {...workspace, paths: {...workspace.paths, tmp: path.join(file, "impossible")}};
    expect(await takeLater()).toMatchObject([{statut: "deja", fichier: "effectifs.csv", lus: 1, acceptes: 1}]);
    expect([readFileSync(index(), "utf8"), statSync(path.join(dir, "lac")).mtimeMs]).toEqual(before);
  });

  test("a file changed since is read, be its size and date the same", async () => {
    await takeLater();
    write(`${HEADER}2024-2025;0130007M;313\n`);
    expect(await takeLater()).toMatchObject([{statut: "importe"}]);
    expect(readLake(workspace.paths.lac)).toHaveLength(2);
  });

  test("a file just written is not remembered: the tick of a clock may hide its next change", async () => {
    await importFiles(workspace, [file], {contracts});
    expect(existsSync(index())).toBe(false);
  });

  test("other rules, or an entry taken out of the lake, have it read again", async () => {
    await takeLater();
    write(`atelier;date;type_atelier;familles\nA1;05/11/2024;atelier;12\n`);
    expect(await takeLater("0130007M")).toMatchObject([{statut: "importe"}]);
    expect(await takeLater("0130022D")).toMatchObject([{statut: "importe"}]);
    for (const entry of readLake(workspace.paths.lac)) removeEntry(entry);
    expect(await takeLater("0130022D")).toMatchObject([{statut: "importe"}]);
  });

  test("a refused file is always read again: its contract may have been mended", async () => {
    write("rien;de;connu\n1;2;3\n");
    expect(await takeLater()).toMatchObject([{statut: "refuse"}]);
    expect(await takeLater()).toMatchObject([{statut: "refuse"}]);
  });

  test("a damaged memory is no memory", async () => {
    await takeLater();
    writeFileSync(index(), "{");
    expect(await takeLater()).toMatchObject([{statut: "deja"}]);
  });
});
