import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {openDatabase, quoteText, type Database} from "../../../pipelines/lib/duckdb.ts";
import {explainFigure, type Explanation} from "../../../pipelines/publish/explain.ts";

let dir: string;
let db: Database;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-expliquer-"));
  db = await openDatabase();
  await db.run("CREATE TABLE ref_indicateur AS SELECT 'eq' AS code, 'Ordinateurs' AS libelle, 'd' AS description, 'ordinateurs' AS unite, 'compte' AS type, 'n' AS numerateur, NULL::VARCHAR AS denominateur, 'etic' AS enquete, NULL::VARCHAR AS limites, 'eq.sql' AS fichier, 'select 1' AS sql");
  await db.run("CREATE TABLE dim_territoire AS SELECT * FROM (VALUES ('commune', '13055', 'Marseille'), ('commune', '13001', 'Aix')) AS t(type, code, nom)");
  await db.run("CREATE TABLE ref_dependance AS SELECT * FROM (VALUES ('ind_eq', 'stg_etic'), ('stg_etic', 'src_etic__etic')) AS t(modele, dependance)");
  await db.run("CREATE TABLE lien_etablissement_territoire AS SELECT * FROM (VALUES ('0130007M', 'commune', '13001', '2024-2025')) AS t(uai, territoire_type, territoire_code, annee)");
  await db.run(
    `COPY (SELECT 'eq' AS indicateur, 'commune' AS territoire_type, code AS territoire_code, '2024-2025' AS annee, 'ensemble' AS ventilation, 'ensemble' AS modalite, 1.0 AS valeur, 1.0 AS numerateur, NULL::DOUBLE AS denominateur,
       1 AS n_unites, 1.0 AS couverture, NULL::DOUBLE AS ic_bas, NULL::DOUBLE AS ic_haut, NULL::DOUBLE AS cible, 'publie' AS statut, []::VARCHAR[] AS drapeaux FROM dim_territoire) TO ${quoteText(path.join(dir, "pub_indicateur.parquet"))}`
  );
});
afterEach(() => {
  db.close();
  rmSync(dir, {recursive: true, force: true});
});

const explain = (territoire: string): Promise<Explanation> => explainFigure(db, {indicator: "eq", publication: dir, principal: "departement:13", territoire, annee: undefined, ventilation: undefined, relations: [], lake: []});
const correction = (relation: string, uai: string, annee: string): string =>
  `SELECT 'etic.yml' AS fichier, 1 AS ligne, '${relation}' AS relation, 'etic' AS source, map(['uai', 'annee_scolaire'], ['${uai}', '${annee}']) AS cle, 'ordinateurs_eleves' AS colonne, '30' AS attendu, '300' AS corrige, 'zéro oublié' AS raison, 'DRANE' AS auteur, DATE '2025-02-03' AS date, 1::BIGINT AS lignes`;

test("a figure shows the corrections of its own sources, territory and year, and no other", async () => {
  await db.run(
    `CREATE TABLE correction_appliquee AS ${[correction("src_etic__etic", "0130007M", "2024-2025"), correction("src_etic__etic", "0130007M", "2023-2024"), correction("src_pix__certification", "0130007M", "2024-2025")].join(" UNION ALL ")}`
  );
  expect((await explain("13001")).corrections).toEqual([
    {fichier: "etic.yml", ligne: 1, source: "etic", cle: {uai: "0130007M", annee_scolaire: "2024-2025"}, colonne: "ordinateurs_eleves", attendu: "30", corrige: "300", raison: "zéro oublié", auteur: "DRANE", date: "2025-02-03", lignes: 1}
  ]);
  expect((await explain("13055")).corrections).toEqual([]);
});

test("a warehouse built before corrections existed explains its figures all the same", async () => {
  expect((await explain("13001")).corrections).toEqual([]);
});

test("a survey figure shows its weighted estimate and its change at constant perimeter, as published; another has none", async () => {
  const place = "'eq' AS indicateur, 'commune' AS territoire_type, '13001' AS territoire_code, '2024-2025' AS annee";
  await db.run(`COPY (SELECT ${place}, 0.4 AS estimation, 'redresse' AS chiffre_a_citer, 'reponse_forte' AS qualite) TO ${quoteText(path.join(dir, "pub_enquete.parquet"))}`);
  await db.run(`COPY (SELECT ${place}, '2023-2024' AS annee_precedente, NULL::DOUBLE AS evolution, 0.1 AS evolution_perimetre_constant, 7 AS etablissements_communs, 'territoire_redecoupe' AS motif) TO ${quoteText(path.join(dir, "pub_evolution.parquet"))}`);
  const {redressement, evolution} = await explain("13001");
  expect(redressement).toMatchObject({chiffre_a_citer: "redresse", qualite: "reponse_forte"});
  expect(evolution).toMatchObject({annee_precedente: "2023-2024", evolution: null, etablissements_communs: 7, motif: "territoire_redecoupe"});
  expect(await explain("13055")).toMatchObject({redressement: null, evolution: null});
});

test("a figure tells of the accepted rows of its year that no territory counts, file by file; a row that says its commune counts there", async () => {
  await db.run("CREATE TABLE dim_etablissement AS SELECT '0130007M' AS uai, '2024-2025' AS annee");
  await db.run("CREATE TABLE stg_etic AS SELECT * FROM (VALUES ('0130007M', '2024-2025', 'aaaa'), (NULL, '2024-2025', 'aaaa'), (NULL, '2024-2025', 'aaaa'), ('0139999X', '2024-2025', 'bbbb'), (NULL, '2023-2024', 'bbbb')) AS t(uai, annee, _fichier)");
  await db.run("CREATE TABLE stg_ateliers AS SELECT NULL::VARCHAR AS uai, '13001' AS code_commune, '2024-2025' AS annee, 'cccc' AS _fichier");
  await db.run("INSERT INTO ref_dependance VALUES ('ind_eq', 'stg_ateliers')");
  const file = (fichier: string, sha256: string) => ({fichier, sha256, source: "etic", objet: "etic", importe_le: "2025-01-01", acceptes: 3, rejetes: 0, annees: [], rejections: () => []});
  const {non_comptees} = await explainFigure(db, {indicator: "eq", publication: dir, principal: "departement:13", territoire: "13001", annee: undefined, ventilation: undefined, relations: [], lake: [file("etic.csv", "aaaa"), file("etic-2.csv", "bbbb")]});
  expect(non_comptees).toEqual([
    {fichier: "etic-2.csv", sans_etablissement: 0, hors_referentiel: 1},
    {fichier: "etic.csv", sans_etablissement: 2, hors_referentiel: 0}
  ]);
});
