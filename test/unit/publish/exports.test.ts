import {afterEach, beforeEach, expect, test} from "vitest";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {harmlessText} from "../../../pipelines/lib/formula-sql.ts";
import {suppressSelect} from "../../../pipelines/publish/suppress.ts";

let db: Database;
beforeEach(async () => {
  db = await openDatabase();
});
afterEach(() => db.close());

test("a label that a spreadsheet would run is made text, any other is left as it is", async () => {
  const labels = ["=1+1", "+33 4", "-2", "@SUM(A1)", "\tcmd", "\r=1", "\n=1", "REP+", "École", "a=b", ""];
  await db.run("CREATE TABLE t (n INTEGER, texte VARCHAR)");
  for (const [index, label] of labels.entries()) await db.run("INSERT INTO t VALUES ($1, $2)", [index, label]);
  const rows = await db.rows<{texte: string}>(`SELECT ${harmlessText("texte")} AS texte FROM t ORDER BY n`);
  expect(rows.map(({texte}) => texte)).toEqual(["'=1+1", "'+33 4", "'-2", "'@SUM(A1)", "'\tcmd", "'\r=1", "'\n=1", "REP+", "École", "a=b", ""]);
});

test("a hidden figure takes its terms, its coverage, what follows from its value and the next evolution with it, and nothing else", async () => {
  await db.run(`
    CREATE TABLE mart AS
    SELECT 'i' AS indicateur, 'formation' AS volet, 'commune' AS territoire_type, code AS territoire_code, annee, 'ensemble' AS ventilation, 'ensemble' AS modalite,
      0.5 AS valeur, 4 AS numerateur, 8 AS denominateur, 8 AS n_unites, 0.9 AS couverture, 0.2 AS ic_bas, 0.8 AS ic_haut, 0.7 AS cible, 0.6 AS reference, 0.1 AS evolution,
      'publie' AS statut, ['rupture', 'borne'] AS drapeaux, 8 AS contributeurs
    FROM (VALUES ('A'), ('B')) AS c(code), (VALUES ('2023-2024'), ('2024-2025')) AS y(annee);
    CREATE TABLE ref_indicateur AS SELECT 'i' AS code, 'personnes' AS secret;
    CREATE TABLE masque AS SELECT 'i' AS indicateur, '2023-2024' AS annee, 'commune' AS territoire_type, 'A' AS territoire_code, 'ensemble' AS ventilation, 'ensemble' AS modalite`);
  const [hidden, next, ...others] = await db.rows<Record<string, unknown>>(suppressSelect("mart", "masque"));
  expect(hidden).toMatchObject({valeur: null, numerateur: null, denominateur: null, n_unites: null, couverture: null, ic_bas: null, ic_haut: null, evolution: null, statut: "secret", drapeaux: ["rupture"]});
  expect(next).toMatchObject({annee: "2024-2025", numerateur: 4, evolution: null, statut: "publie"});
  for (const row of others) expect(row).toMatchObject({numerateur: 4, evolution: 0.1, statut: "publie", drapeaux: ["rupture", "borne"]});
});

test("the interval of a few schools, which holds the variance between them, is not given of persons", async () => {
  await db.run(`
    CREATE TABLE ref_indicateur AS SELECT * FROM (VALUES ('p', 'personnes'), ('e', 'aucun')) AS t(code, secret);
    CREATE TABLE mart AS
    SELECT indicateur, 'formation' AS volet, 'commune' AS territoire_type, n::VARCHAR AS territoire_code, '2024-2025' AS annee, 'ensemble' AS ventilation, 'ensemble' AS modalite,
      0.5 AS valeur, 40 AS numerateur, 80 AS denominateur, 80 AS n_unites, 0.9 AS couverture, 0.2 AS ic_bas, 0.8 AS ic_haut, 0.7 AS cible, 0.6 AS reference, 0.1 AS evolution,
      'publie' AS statut, []::VARCHAR[] AS drapeaux, n AS contributeurs
    FROM (VALUES ('p'), ('e')) AS i(indicateur), (VALUES (1), (2), (4), (5)) AS c(n);
    CREATE TABLE masque AS SELECT indicateur, annee, territoire_type, territoire_code, ventilation, modalite FROM mart LIMIT 0`);
  const rows = await db.rows<{indicateur: string; territoire_code: string; ic_bas: number | null; valeur: number}>(suppressSelect("mart", "masque"));
  expect(rows.filter(({ic_bas}) => ic_bas === null).map(({indicateur, territoire_code}) => indicateur + territoire_code)).toEqual(["p2", "p4"]);
  expect(rows.every(({valeur}) => valeur !== null)).toBe(true);
});
