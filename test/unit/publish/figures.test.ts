import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {judgeFigures} from "../../../pipelines/publish/figures.ts";

let db: Database;
let dir: string;
beforeEach(async () => {
  db = await openDatabase();
  dir = mkdtempSync(path.join(tmpdir(), "vigie-chiffres-"));
  await db.run(`
    CREATE TABLE ref_indicateur AS SELECT unnest(['a', 'b', 'c']) AS code, 'personnes' AS secret, 'compte' AS type, NULL::INTEGER AS seuil;
    CREATE TABLE ind_toutes AS SELECT 'U' || n AS uai, 'discipline' AS ventilation, modalite, NULL::VARCHAR AS territoire_type, NULL::VARCHAR AS territoire_code
    FROM range(3) AS r(n), (VALUES ('Lettres', 3), ('M. Untel', 1)) AS m(modalite, fois) WHERE n < fois;
    CREATE TABLE dim_territoire AS SELECT 'commune' AS type, code, NULL::VARCHAR AS commune, 100 * n AS n_eleves FROM (VALUES ('A', 1), ('B', 2), ('C', 3)) AS t(code, n);
    CREATE TABLE mart_indicateur AS
    SELECT i.code AS indicateur, 'formation' AS volet, 'commune' AS territoire_type, t.code AS territoire_code, '2024-2025' AS annee, m.ventilation, m.modalite,
      20.0 AS valeur, 20.0 AS numerateur, NULL::DOUBLE AS denominateur, 20::BIGINT AS n_unites, 1.0 AS couverture, NULL::DOUBLE AS ic_bas, NULL::DOUBLE AS ic_haut, NULL::DOUBLE AS cible,
      NULL::DOUBLE AS reference, NULL::DOUBLE AS evolution, 'publie' AS statut, []::VARCHAR[] AS drapeaux, 5 AS contributeurs
    FROM ref_indicateur AS i, dim_territoire AS t, (VALUES ('ensemble', 'ensemble'), ('discipline', 'Lettres'), ('discipline', 'M. Untel')) AS m(ventilation, modalite)
    ORDER BY ALL;
    CREATE TABLE secret_masque AS
    SELECT indicateur, annee, territoire_type, territoire_code, ventilation, modalite FROM mart_indicateur
    WHERE (indicateur = 'a' AND territoire_code = 'A') OR (indicateur = 'b' AND modalite = 'Lettres')`);
});
afterEach(() => {
  db.close();
  rmSync(dir, {recursive: true});
});

test("figures judged one indicator at a time are those judged all together, in the same order, and the secret costs the same", async () => {
  const thresholds = {personnes: 5, etablissements: 3, groupe_uniforme: "toujours", dominance: 0.85} as const;
  const judged = async (limit: number): Promise<unknown> => {
    const judgement = await judgeFigures(db, path.join(dir, String(limit)), thresholds, [], limit);
    return {judgement, rows: await db.rows("SELECT * FROM pub_indicateur")};
  };
  const together = (await judged(1_000)) as {judgement: {secret: {volets: unknown[]}}; rows: {indicateur: string; territoire_code: string; modalite: string; statut: string}[]};
  expect(await judged(1)).toEqual(together);
  expect(together.judgement.secret.volets).toEqual([{volet: "formation", cellules: 27, primaires: 0, secondaires: 6, publiables: 27, part_eleves_visibles: 0.9444}]);
  // A label of one school leaves; one that no figure goes with too.
  expect(together.rows.map(({indicateur, territoire_code, modalite, statut}) => `${indicateur}${territoire_code} ${modalite} ${statut}`)).toEqual([
    "aA Lettres secret", "aA ensemble secret", "aB Lettres publie", "aB ensemble publie", "aC Lettres publie", "aC ensemble publie",
    "bA ensemble publie", "bB ensemble publie", "bC ensemble publie",
    "cA Lettres publie", "cA ensemble publie", "cB Lettres publie", "cB ensemble publie", "cC Lettres publie", "cC ensemble publie"
  ]);
});

test("a workspace that has no figure yet publishes none", async () => {
  await db.run("DELETE FROM mart_indicateur; DELETE FROM secret_masque");
  await judgeFigures(db, path.join(dir, "vide"), {personnes: 5, etablissements: 3, groupe_uniforme: 0, dominance: 0.85}, []);
  expect(await db.rows("SELECT * FROM pub_indicateur")).toEqual([]);
});
