import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {writeInternal} from "../../../pipelines/publish/internal.ts";

let db: Database;
let root: string;
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), "vigie-interne-"));
  db = await openDatabase();
  await db.run(`
    CREATE TABLE ref_indicateur AS SELECT 'formes' AS code, 'formation' AS volet, 'part' AS type, 'personnes' AS secret;
    CREATE TABLE dim_etablissement AS SELECT '0130001A' AS uai, '2024-2025' AS annee, '=HYPERLINK("x")' AS nom, 'college' AS type_etablissement;
    CREATE TABLE lien_etablissement_territoire AS SELECT '0130001A' AS uai, '2024-2025' AS annee, 'commune' AS territoire_type, '13001' AS territoire_code;
    CREATE TABLE ind_toutes AS
    SELECT 'formes' AS indicateur, uai, '2024-2025' AS annee, ventilation, modalite, numerateur, 20 AS denominateur, 20 AS n_unites
    FROM (VALUES
      ('0130001A', 'ensemble', 'ensemble', 12), ('0130001A', 'discipline', 'lettres', 10), ('0130001A', 'discipline', 'arts', 2),
      ('0130002B', 'ensemble', 'ensemble', 3), ('0130002B', 'discipline', 'lettres', 8), (NULL, 'ensemble', 'ensemble', 9)
    ) AS t(uai, ventilation, modalite, numerateur)`);
  writeFileSync(path.join(root, "edition.json"), JSON.stringify({fictif: true, interne: false, version: "1"}));
  writeFileSync(path.join(root, "catalogue.json"), "[]");
  await writeInternal(db, {dir: path.join(root, "publication-interne"), seuil: 5, temporary: root, edition: path.join(root, "edition.json")});
});
afterEach(() => {
  db.close();
  rmSync(root, {recursive: true, force: true});
});

test("the internal edition says in each of its files that it is internal", async () => {
  expect(JSON.parse(readFileSync(path.join(root, "publication-interne", "edition.json"), "utf8"))).toMatchObject({interne: true, fictif: true, seuils: {personnes: 5}});
  const rows = await db.rows(`SELECT DISTINCT interne FROM '${path.join(root, "publication-interne", "interne_etablissement.parquet")}'`);
  expect(rows).toEqual([{interne: true}]);
  expect(existsSync(path.join(root, "publication-interne", "pub_indicateur.parquet"))).toBe(false);
});

test("a school's small figure is hidden with the modalities that would give it back, under the internal threshold", async () => {
  const rows = await db.rows("SELECT uai, ventilation, modalite, numerateur, statut FROM interne_etablissement");
  expect(rows).toEqual([
    {uai: "0130001A", ventilation: "discipline", modalite: "arts", numerateur: null, statut: "secret"},
    {uai: "0130001A", ventilation: "discipline", modalite: "lettres", numerateur: null, statut: "secret"},
    {uai: "0130001A", ventilation: "ensemble", modalite: "ensemble", numerateur: 12, statut: "publie"},
    {uai: "0130002B", ventilation: "discipline", modalite: "lettres", numerateur: null, statut: "secret"},
    {uai: "0130002B", ventilation: "ensemble", modalite: "ensemble", numerateur: null, statut: "secret"}
  ]);
});

test("a school named like a formula does not run in a spreadsheet", () => {
  expect(readFileSync(path.join(root, "publication-interne", "interne_etablissement.csv"), "utf8")).toContain(`'=HYPERLINK`);
});
