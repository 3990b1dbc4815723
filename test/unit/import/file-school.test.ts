import {mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {uaiOfFolder} from "../../../pipelines/import/file-name.ts";
import {importFiles} from "../../../pipelines/import/import-files.ts";
import {DATA, readLake, REJECTS} from "../../../pipelines/import/lake.ts";
import type {ImportResult} from "../../../pipelines/import/import-result.ts";
import {createSources} from "../../../pipelines/import/sources.ts";
import {openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {workspacePaths, type Workspace} from "../../../pipelines/lib/workspace.ts";
import {contracts} from "../../../sources/index.ts";

let dir: string;
let workspace: Workspace;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-ecole-"));
  workspace = {dir, config: {} as Workspace["config"], paths: workspacePaths(dir)};
  mkdirSync(workspace.paths.lac);
  writeFileSync(workspace.paths.cle, "7".repeat(64));
});
afterEach(() => rmSync(dir, {recursive: true, force: true}));

function write(name: string, text: string): string {
  const file = path.join(dir, name);
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, text);
  // Old enough to be remembered.
  utimesSync(file, new Date("2025-01-01"), new Date("2025-01-01"));
  return file;
}
const take = (files: readonly string[], uai?: string): Promise<ImportResult[]> => importFiles(workspace, files, {contracts, ...(uai ? {uai} : {})});

async function workshops(): Promise<unknown[]> {
  const db = await openDatabase();
  try {
    await createSources(db, workspace.paths.lac, contracts);
    return await db.rows("SELECT atelier, uai FROM src_parentalite__parentalite ORDER BY atelier");
  } finally {
    db.close();
  }
}

const ATELIERS = "atelier;date;type_atelier;familles\nA1;05/11/2024;atelier;12\n";

describe("a folder for each school", () => {
  test("gives its school to the rows that do not say theirs, and the import says it", async () => {
    const files = [write("0130007M - Jas de Bouffan/envoi/ateliers.csv", ATELIERS), write("Collège 0130022D/ateliers.csv", ATELIERS.replace("A1", "A2"))];
    const results = await take(files);
    expect(results.map(({statut, messages}) => [statut, messages.at(-1)])).toEqual([["importe", "Établissement de toutes les lignes : 0130007M."], ["importe", "Établissement de toutes les lignes : 0130022D."]]);
    expect(await workshops()).toEqual([{atelier: "A1", uai: "0130007M"}, {atelier: "A2", uai: "0130022D"}]);
    expect((await take(files)).map(({statut}) => statut)).toEqual(["deja", "deja"]);
  });

  test("never overrules a column, the name of the file, nor the command line", async () => {
    await take([write("0130007M/a.csv", "atelier;date;uai;type_atelier;familles\nA1;05/11/2024;0130022D;atelier;12\nA2;05/11/2024;;atelier;12\n"), write("0130007M/ateliers_0130022D.csv", ATELIERS.replace("A1", "A3"))]);
    await take([write("0130007M/b.csv", ATELIERS.replace("A1", "A4"))], "0130032P");
    expect(await workshops()).toEqual([{atelier: "A1", uai: "0130022D"}, {atelier: "A2", uai: null}, {atelier: "A3", uai: "0130022D"}, {atelier: "A4", uai: "0130032P"}]);
  });

  test("two schools that send the very same bytes: the second is refused, the first stays", async () => {
    const files = [write("0130007M/ateliers.csv", ATELIERS), write("0130022D/ateliers.csv", ATELIERS)];
    for (let times = 0; times < 2; times += 1) {
      const [, second] = await take(files);
      expect(second).toMatchObject({statut: "refuse", lus: 0});
      expect(second?.messages.join(" ")).toMatch(/celui de 0130022D.*déjà importé pour 0130007M.*vigie retirer/);
      expect(await workshops()).toEqual([{atelier: "A1", uai: "0130007M"}]);
    }
  });

  test("a copy of a file that says its schools stays a copy, whatever the folder", async () => {
    const text = "annee_scolaire;uai;eleves\n2024-2025;0130007M;312\n";
    expect((await take([write("0130007M/effectifs.csv", text), write("0130022D/effectifs.csv", text)])).map(({statut}) => statut)).toEqual(["importe", "deja"]);
  });

  test.each([["/x/0130007M/y/z.csv", "0130007M"], ["/x/0130007m collège/z.csv", "0130007M"], ["/x/0130007A/z.csv", null], ["/x/0130022D/0130007M/z.csv", "0130007M"], ["/x/y/0130007M.csv", null]])("%s: %s", (file, uai) => {
    expect(uaiOfFolder(file)).toBe(uai);
  });
});

describe("an entry of the lake that is not whole", () => {
  const TEXT = "annee_scolaire;uai;eleves\n2024-2025;0130007M;312\n2024-2025;0130007X;1\n";
  const entry = (): string => readLake(workspace.paths.lac)[0]?.dir ?? "";

  test.each([
    ["rows cut short", () => truncateSync(path.join(entry(), DATA), 40)],
    ["rows lost", () => rmSync(path.join(entry(), DATA))],
    ["rejects cut short", () => truncateSync(path.join(entry(), REJECTS), 10)]
  ])("%s: the original, imported again, makes it again", async (_, damage) => {
    const file = write("effectifs.csv", TEXT);
    expect(await take([file])).toMatchObject([{statut: "partiel", acceptes: 1, rejetes: 1}]);
    damage();
    expect(await take([file])).toMatchObject([{statut: "partiel", acceptes: 1, rejetes: 1}]);
    expect(await take([file])).toMatchObject([{statut: "deja"}]);
  });

  test("a manifest that cannot be read is named, with what to do", async () => {
    const file = write("effectifs.csv", TEXT);
    await take([file]);
    truncateSync(path.join(entry(), "manifeste.json"), 5);
    expect(() => readLake(workspace.paths.lac)).toThrow(/abîmé ou incomplet : .*manifeste\.json/);
    expect(await take([file])).toMatchObject([{statut: "partiel"}]);
    expect(readLake(workspace.paths.lac)).toHaveLength(1);
  });
});
