import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, describe, expect, test} from "vitest";
import {openDatabase, quoteText} from "../../../pipelines/lib/duckdb.ts";
import {openPublications} from "../../../pipelines/publish/union.ts";

const root = mkdtempSync(path.join(tmpdir(), "vigie-reunion-"));
afterAll(() => rmSync(root, {recursive: true, force: true}));

interface Cell {
  readonly indicateur: string;
  readonly numerateur: number | null;
  readonly denominateur: number | null;
  readonly statut: string;
}

/** A publication of one département, with its row of the programme for each cell. */
async function publication(name: string, departement: string, cells: readonly Cell[], {fictif = false, sql = "select 1"}: {fictif?: boolean; sql?: string} = {}): Promise<string> {
  const dir = path.join(root, name);
  mkdirSync(dir);
  writeFileSync(path.join(dir, "edition.json"), JSON.stringify({fictif, perimetre: {departement, nom: name}}));
  const types: Record<string, string> = {mediane: "mediane", compte: "compte"};
  writeFileSync(path.join(dir, "catalogue.json"), JSON.stringify([...new Set(cells.map(({indicateur}) => indicateur))].map((code) => ({code, type: types[code] ?? "part", sql}))));
  const value = (number: number | null): string => (number === null ? "NULL" : String(number));
  const rows = cells.flatMap(({indicateur, numerateur, denominateur, statut}) =>
    [["programme", "TNE"], ["departement", departement]].map(([type, code]) =>
      `('${indicateur}', 'v', '${type}', '${code}', '2024-2025', 'ensemble', 'ensemble', ${value(numerateur)}::DOUBLE, ${value(denominateur)}::DOUBLE, ${value(numerateur)}::BIGINT, '${statut}')`
    )
  );
  const db = await openDatabase();
  await db.run(`COPY (SELECT * FROM (VALUES ${rows.join(", ")}) AS t (indicateur, volet, territoire_type, territoire_code, annee, ventilation, modalite, numerateur, denominateur, n_unites, statut)) TO ${quoteText(path.join(dir, "pub_indicateur.parquet"))} (FORMAT parquet)`);
  db.close();
  return dir;
}

const shown = (indicateur: string, numerateur: number, denominateur: number): Cell => ({indicateur, numerateur, denominateur, statut: "publie"});
const absent = (indicateur: string, statut: string): Cell => ({indicateur, numerateur: null, denominateur: null, statut});

describe("several publications read together", () => {
  test("add up terms, never rates; a total is missing wherever a part is", async () => {
    const a = await publication("A", "13", [shown("part", 10, 20), shown("cache", 30, 60), shown("compte", 4, 0), shown("mediane", 5, 1), shown("manque", 3, 9)]);
    const b = await publication("B", "02", [shown("part", 30, 40), absent("cache", "secret"), shown("compte", 6, 0), shown("mediane", 7, 1)]);
    const db = await openPublications([a, b]);
    try {
      const rows = await db.rows<{indicateur: string; valeur: number | null; numerateur: number | null; denominateur: number | null; n_unites: number | null; publications: number; statut: string}>(
        "SELECT indicateur, valeur, numerateur, denominateur, n_unites, publications, statut FROM reunion ORDER BY indicateur"
      );
      const nothing = {valeur: null, numerateur: null, denominateur: null, n_unites: null};
      expect(rows).toEqual([
        {indicateur: "cache", ...nothing, publications: 1, statut: "secret"},
        {indicateur: "compte", valeur: 10, numerateur: 10, denominateur: 0, n_unites: 10, publications: 2, statut: "publie"},
        {indicateur: "manque", ...nothing, publications: 1, statut: "non_collecte"},
        {indicateur: "mediane", ...nothing, publications: 2, statut: "non_additif"},
        {indicateur: "part", valeur: 40 / 60, numerateur: 40, denominateur: 60, n_unites: 40, publications: 2, statut: "publie"}
      ]);
      expect(await db.rows("SELECT publication, numerateur FROM pub_indicateur WHERE indicateur = 'part' AND territoire_type = 'programme' ORDER BY publication")).toEqual([
        {publication: "A", numerateur: 10},
        {publication: "B", numerateur: 30}
      ]);
    } finally {
      db.close();
    }
  });

  test("give no total of an indicator that two of them define otherwise", async () => {
    const a = await publication("C", "13", [shown("part", 10, 20)]);
    const b = await publication("D", "02", [shown("part", 30, 40)], {sql: "select 2"});
    const db = await openPublications([a, b]);
    expect(await db.rows("SELECT statut, valeur FROM reunion")).toEqual([{statut: "definitions_differentes", valeur: null}]);
    db.close();
  });

  test("refuse a département twice, fiction beside real data, and a folder that is no publication", async () => {
    const a = await publication("E", "13", [shown("part", 10, 20)]);
    const same = await publication("F", "13", [shown("part", 30, 40)]);
    const fiction = await publication("G", "02", [shown("part", 30, 40)], {fictif: true});
    await expect(openPublications([a, same])).rejects.toThrow("deux publications : 13");
    await expect(openPublications([a, a])).rejects.toThrow("deux publications : 13");
    await expect(openPublications([a, fiction])).rejects.toThrow("fictives");
    await expect(openPublications([root])).rejects.toThrow("n'est pas une publication");
  });
});
