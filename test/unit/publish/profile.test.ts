import {afterAll, beforeAll, expect, it} from "vitest";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {PROFILE_SELECT} from "../../../pipelines/publish/profile.ts";
import {ESTIMATES} from "../../../pipelines/publish/world.ts";

let db: Database;

/** A commune whose figure has this status, and whose expected value the disclosure control withholds or not. */
async function published({secret = "personnes", statut = "publie", departement = "publie", drapeaux = "[]", tells = false, motif = "NULL"}: {secret?: string; statut?: string; departement?: string; drapeaux?: string; tells?: boolean; motif?: string}): Promise<Record<string, unknown> | undefined> {
  const given = motif === "NULL" ? "0.512345, -0.012345, -0.05, 0.025" : "NULL, NULL, NULL, NULL";
  for (const sql of [
    `CREATE OR REPLACE TABLE ref_indicateur AS SELECT 'x' AS code, '${secret}' AS secret, NULL::INT AS seuil`,
    "CREATE OR REPLACE TABLE dim_territoire AS SELECT 'commune' AS type, '13001' AS code, '13' AS departement",
    `CREATE OR REPLACE TABLE mart_profil AS SELECT 'x' AS indicateur, 'commune' AS territoire_type, '13001' AS territoire_code, '2024-2025' AS annee, * FROM (VALUES (${given}, 9, ${motif}::VARCHAR)) AS t (attendu, ecart, ecart_bas, ecart_haut, etablissements, motif)`,
    `CREATE OR REPLACE TABLE secret_estimation AS SELECT 'x' AS indicateur, '2024-2025' AS annee, 'commune' AS territoire_type, '13001' AS territoire_code, '${ESTIMATES.profil}' AS nature WHERE ${tells}`,
    `CREATE OR REPLACE TABLE pub_indicateur AS SELECT 'x' AS indicateur, 'formation' AS volet, 'commune' AS territoire_type, '13001' AS territoire_code, '2024-2025' AS annee, 'ensemble' AS ventilation, 0.5 AS valeur, '${statut}' AS statut, ${drapeaux}::VARCHAR[] AS drapeaux
     UNION ALL SELECT 'x', 'formation', 'departement', '13', '2024-2025', 'ensemble', 0.52, '${departement}', []`
  ]) await db.run(sql);
  const [row] = await db.rows(PROFILE_SELECT);
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
  ["a group could not be shown", {tells: true}]
])("says nothing of a territory where %s", async (_, world) => {
  expect(await published(world)).toMatchObject({attendu: null, ecart: null, ecart_bas: null, ecart_haut: null, etablissements: null, motif: "secret"});
});

it("passes a refusal on", async () => {
  expect(await published({motif: "'profil_rare'"})).toMatchObject({attendu: null, etablissements: 9, motif: "profil_rare"});
});

it("has no row where the territory has no figure", async () => {
  expect(await published({statut: "non_collecte"})).toBeUndefined();
});
