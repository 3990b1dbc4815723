import {afterAll, beforeAll, expect, it} from "vitest";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {profileSelect} from "../../../pipelines/publish/profile.ts";

let db: Database;

/** A commune whose figure has this status, and whose smallest group holds so many persons. */
async function published({secret = "personnes", statut = "publie", departement = "publie", drapeaux = "[]", groupe = 5, motif = "NULL"}: {secret?: string; statut?: string; departement?: string; drapeaux?: string; groupe?: number; motif?: string}): Promise<Record<string, unknown> | undefined> {
  const given = motif === "NULL" ? "0.512345, -0.012345, -0.05, 0.025" : "NULL, NULL, NULL, NULL";
  for (const sql of [
    `CREATE OR REPLACE TABLE ref_indicateur AS SELECT 'x' AS code, '${secret}' AS secret, NULL::INT AS seuil`,
    "CREATE OR REPLACE TABLE dim_territoire AS SELECT 'commune' AS type, '13001' AS code, '13' AS departement",
    `CREATE OR REPLACE TABLE mart_profil AS SELECT 'x' AS indicateur, 'commune' AS territoire_type, '13001' AS territoire_code, '2024-2025' AS annee, * FROM (VALUES (${given}, 9, ${groupe}, ${motif}::VARCHAR)) AS t (attendu, ecart, ecart_bas, ecart_haut, etablissements, plus_petit_groupe, motif)`,
    `CREATE OR REPLACE TABLE pub_indicateur AS SELECT 'x' AS indicateur, 'formation' AS volet, 'commune' AS territoire_type, '13001' AS territoire_code, '2024-2025' AS annee, 'ensemble' AS ventilation, 0.5 AS valeur, '${statut}' AS statut, ${drapeaux}::VARCHAR[] AS drapeaux
     UNION ALL SELECT 'x', 'formation', 'departement', '13', '2024-2025', 'ensemble', 0.52, '${departement}', []`
  ]) await db.run(sql);
  const [row] = await db.rows(profileSelect({personnes: 5}));
  return row;
}

beforeAll(async () => void (db = await openDatabase(":memory:")));
afterAll(() => { db.close(); });

it("rounds what is said of persons, and leaves the rest as computed", async () => {
  expect(await published({})).toMatchObject({attendu: 0.512, ecart: -0.012, motif: null});
  expect(await published({secret: "aucun"})).toMatchObject({attendu: 0.512345, motif: null});
});

it.each([
  ["its figure is hidden", {statut: "secret"}],
  ["the département's is", {departement: "secret"}],
  ["its figure waits for more change", {drapeaux: "['revision_differee']"}],
  ["a group holds fewer persons than the threshold", {groupe: 4}]
])("says nothing of a territory where %s", async (_, world) => {
  expect(await published(world)).toMatchObject({attendu: null, ecart: null, ecart_bas: null, ecart_haut: null, etablissements: null, motif: "secret"});
});

it("does not hide the small groups of what touches nobody, and passes a refusal on", async () => {
  expect(await published({secret: "aucun", groupe: 1})).toMatchObject({attendu: 0.512345, motif: null});
  expect(await published({motif: "'profil_rare'"})).toMatchObject({attendu: null, etablissements: 9, motif: "profil_rare"});
});

it("has no row where the territory has no figure", async () => {
  expect(await published({statut: "non_collecte"})).toBeUndefined();
});
