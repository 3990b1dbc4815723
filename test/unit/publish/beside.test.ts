import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {EVOLUTION_SELECT} from "../../../pipelines/publish/evolution.ts";
import {quartilesSelect} from "../../../pipelines/publish/quartiles.ts";
import {SURVEY_SELECT, writeBeside} from "../../../pipelines/publish/survey.ts";
import {ESTIMATES} from "../../../pipelines/publish/world.ts";

// Tables published beside pub_indicateur: each row follows the verdict of the disclosure control on the figure that it completes.

let db: Database;
beforeEach(async () => {
  db = await openDatabase();
  await db.run(`
    CREATE TABLE ref_indicateur AS SELECT * FROM (VALUES ('ecoles', 'aucun', NULL::INTEGER, 'part'), ('personnes', 'personnes', NULL, 'part'), ('delai', 'aucun', NULL, 'mediane'), ('credits', 'aucun', NULL, 'montant')) AS t(code, secret, seuil, type);
    CREATE TABLE pub_indicateur AS
    SELECT indicateur, 'ressources' AS volet, 'bassin' AS territoire_type, territoire_code, annee, 'ensemble' AS ventilation, 'ensemble' AS modalite,
      CASE WHEN statut = 'publie' THEN 0.5 END AS valeur, CASE WHEN statut = 'publie' AND annee = '2024-2025' THEN 0.1 END AS evolution, statut, CASE WHEN territoire_code = 'D' THEN ['revision_differee'] ELSE []::VARCHAR[] END AS drapeaux
    FROM (VALUES ('ecoles'), ('personnes'), ('delai'), ('credits')) AS i(indicateur), (VALUES ('2023-2024'), ('2024-2025')) AS y(annee), (VALUES ('A', 'publie'), ('B', 'secret'), ('C', 'publie'), ('D', 'publie')) AS c(territoire_code, statut)`);
});
afterEach(() => db.close());

async function survey(): Promise<void> {
  await db.run(`
    CREATE TABLE mart_enquete AS
    SELECT indicateur, 'bassin' AS territoire_type, territoire_code, '2024-2025' AS annee, 'calage' AS methode, false AS poids_extremes, 0.123456789 AS estimation, 0.01 AS erreur_type, 0.1 AS ic_bas, 0.2 AS ic_haut, 1.5 AS effet_de_plan,
      12 AS etablissements, 0.6 AS taux_reponse, 0.5 AS taux_reponse_min, 0.9 AS indicateur_r, 0.1 AS biais_max, 0.05 AS manski_bas, 0.6 AS manski_haut, 'reponse_faible' AS qualite, 0 AS strates_uniques,
      'redresse' AS chiffre_a_citer
    FROM (VALUES ('ecoles'), ('personnes')) AS i(indicateur), (VALUES ('A'), ('B'), ('C'), ('D')) AS c(territoire_code);
    CREATE TABLE secret_estimation AS SELECT 'personnes' AS indicateur, '2024-2025' AS annee, 'bassin' AS territoire_type, unnest(['C', 'D']) AS territoire_code, '${ESTIMATES.enquete}' AS nature`);
}

test("a weighted estimate is published beside a shown figure only; of persons, only where the disclosure control would show its strata, no revision is put off, and no finer than people read it", async () => {
  await survey();
  const rows = await db.rows<{indicateur: string; territoire_code: string; estimation: number}>(SURVEY_SELECT);
  expect(rows.map(({indicateur, territoire_code, estimation}) => [indicateur, territoire_code, Number(estimation)])).toEqual([["ecoles", "A", 0.123456789], ["ecoles", "C", 0.123456789], ["personnes", "A", 0.123]]);
});

test("the file for machines and the file for the site say the same", async () => {
  await survey();
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-enquete-"));
  try {
    await writeBeside(db, dir, "pub_enquete", SURVEY_SELECT, "json");
    const json = JSON.parse(readFileSync(path.join(dir, "pub_enquete.json"), "utf8")) as unknown[];
    expect(json).toEqual(await db.rows("SELECT * FROM read_parquet($1)", [path.join(dir, "pub_enquete.parquet")]));
    await writeBeside(db, dir, "pub_enquete", `${SURVEY_SELECT} LIMIT 0`, "json");
    expect(JSON.parse(readFileSync(path.join(dir, "pub_enquete.json"), "utf8"))).toEqual([]);
  } finally {
    rmSync(dir, {recursive: true});
  }
});

test("an evolution at constant perimeter never passes beside a hidden figure, nor for persons when schools came or went, nor where a figure keeps the value of the last edition", async () => {
  await db.run(`
    CREATE TABLE mart_evolution AS
    SELECT indicateur, 'bassin' AS territoire_type, territoire_code, '2024-2025' AS annee, '2023-2024' AS annee_precedente, 0.5 AS valeur, 0.4 AS valeur_precedente, 0.1 AS evolution,
      0.08 AS evolution_perimetre_constant, 9 AS etablissements_communs, true AS comparable, NULL::VARCHAR AS motif, est_perimetre_inchange
    FROM (VALUES ('ecoles'), ('personnes')) AS i(indicateur), (VALUES ('A', true), ('B', true), ('C', false), ('D', true)) AS c(territoire_code, est_perimetre_inchange)`);
  const rows = await db.rows<{indicateur: string; territoire_code: string; valeur: number | null; evolution_perimetre_constant: number | null; etablissements_communs: number | null; motif: string | null}>(EVOLUTION_SELECT);
  expect(rows.map((row) => [row.indicateur, row.territoire_code, row.valeur === null, row.evolution_perimetre_constant === null ? null : Number(row.evolution_perimetre_constant), row.etablissements_communs, row.motif])).toEqual([
    ["ecoles", "A", false, 0.08, 9, null],
    ["ecoles", "B", true, null, null, "secret"],
    ["ecoles", "C", false, 0.08, 9, null],
    ["ecoles", "D", false, null, null, "revision_differee"],
    ["personnes", "A", false, 0.08, 9, null],
    ["personnes", "B", true, null, null, "secret"],
    ["personnes", "C", false, null, null, "etablissements_changes"],
    ["personnes", "D", false, null, null, "revision_differee"]
  ]);
});

test("a missing change at constant perimeter says why: a median has no parts, credits have no schools", async () => {
  await db.run(`
    CREATE TABLE mart_evolution AS
    SELECT indicateur, 'bassin' AS territoire_type, 'A' AS territoire_code, '2024-2025' AS annee, '2023-2024' AS annee_precedente, 0.5 AS valeur, 0.4 AS valeur_precedente, 0.1 AS evolution,
      NULL::DOUBLE AS evolution_perimetre_constant, NULL::INTEGER AS etablissements_communs, true AS comparable, NULL::VARCHAR AS motif, false AS est_perimetre_inchange
    FROM (VALUES ('delai'), ('credits')) AS i(indicateur)`);
  const rows = await db.rows<{indicateur: string; comparable: boolean; motif: string | null}>(EVOLUTION_SELECT);
  expect(rows.map(({indicateur, comparable, motif}) => [indicateur, comparable, motif])).toEqual([["credits", true, "hors_etablissement"], ["delai", true, "mediane"]]);
});

test("quartiles follow a published median; of persons, only where each quarter is large enough, and to the unit", async () => {
  await db.run(`
    CREATE TABLE quartiles_ref AS SELECT * FROM (VALUES ('delai', 'aucun', 3), ('score', 'personnes', 20), ('score_rare', 'personnes', 19)) AS t(indicateur, secret, n_unites);
    CREATE OR REPLACE TABLE ref_indicateur AS SELECT indicateur AS code, secret, NULL::INTEGER AS seuil, 'mediane' AS type FROM quartiles_ref;
    CREATE OR REPLACE TABLE pub_indicateur AS
    SELECT indicateur, 'v' AS volet, 'bassin' AS territoire_type, place AS territoire_code, '2024-2025' AS annee, 'ensemble' AS ventilation, 'ensemble' AS modalite, 20.0 AS valeur, n_unites, statut,
      CASE WHEN place = 'C' THEN ['revision_differee'] ELSE []::VARCHAR[] END AS drapeaux
    FROM quartiles_ref, (VALUES ('A', 'publie'), ('B', 'secret'), ('C', 'publie')) AS p(place, statut);
    CREATE TABLE mart_indicateur AS SELECT * EXCLUDE (volet, valeur, n_unites, statut, drapeaux), 10.4 AS quartile_1, 30.6 AS quartile_3 FROM pub_indicateur`);
  const rows = await db.rows<{indicateur: string; territoire_code: string; quartile_1: number; mediane: number; quartile_3: number}>(quartilesSelect(5));
  expect(rows.map((row) => [row.indicateur, row.territoire_code, ...[row.quartile_1, row.mediane, row.quartile_3].map(Number)])).toEqual([["delai", "A", 10.4, 20, 30.6], ["score", "A", 10, 20, 31]]);
});
