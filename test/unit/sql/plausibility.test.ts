import path from "node:path";
import {describe, expect, it} from "vitest";
import {loadProject} from "../../../pipelines/build/index.ts";
import {openDatabase} from "../../../pipelines/lib/duckdb.ts";

const project = loadProject([path.resolve(import.meta.dirname, "..", "..", "..", "sql")]);

/** The rows that a check of the house finds in these tables. */
async function questions(name: string, tables: readonly string[]): Promise<Record<string, unknown>[]> {
  const db = await openDatabase(":memory:", {threads: 1});
  try {
    await db.run("create macro annee_debut(annee_scolaire) as (left(annee_scolaire, 4)::integer)");
    for (const sql of tables) await db.run(sql);
    return await db.rows(project.checks.find((check) => check.name === name)?.sql ?? "");
  } finally {
    db.close();
  }
}

describe("a school that answers the same everywhere", () => {
  const asked = ["ent", "services_en_ligne", "charte_usage", "charte_tous_membres", "volet_numerique_projet", "comite_numerique", "plan_formation", "filtrage", "assistance"];
  const answers = (rows: readonly {uai: string; palier: number; says: (question: number) => boolean | null}[]): string =>
    `create table stg_etic__etic as ${rows.map(({uai, palier, says}, index) => `select '${uai}' as uai, '2024-2025' as annee, 'f' as _fichier, ${index} as _ligne, ${palier} as palier_maturite, ${asked.map((name, question) => `${says(question)}::boolean as ${name}`).join(", ")}`).join(" union all ")}`;

  it("is asked about when its stage of maturity says the contrary, and only then", async () => {
    const found = await questions("etic_reponse_uniforme", [answers([
      {uai: "oui_palier_1", palier: 1, says: () => true},
      {uai: "oui_palier_4", palier: 4, says: () => true},
      {uai: "non_palier_5", palier: 5, says: () => false},
      {uai: "non_palier_1", palier: 1, says: () => false},
      {uai: "nuance", palier: 1, says: (question) => question > 0},
      {uai: "presque_muet", palier: 1, says: (question) => (question < 4 ? true : null)}
    ])]);
    expect(found.map(({uai, partout}) => [uai, partout])).toEqual([["non_palier_5", "non"], ["oui_palier_1", "oui"]]);
  });
});

describe("a change beyond what the size of a school explains", () => {
  const ref = "create table ref_indicateur as select 'eq' as code, 'etic' as enquete, 'ratio' as type";
  const declared = (rows: readonly (readonly [string, string, number, number])[]): string =>
    `create table ind_toutes as select * from (values ${rows.map(([uai, annee, n, d]) => `('eq', '${uai}', '${annee}', 'ensemble', ${n}::double, ${d}::double)`).join(", ")}) as t (indicateur, uai, annee, ventilation, numerateur, denominateur)`;
  const usual = Array.from({length: 9}, (_, index) => [[`normal_${index}`, "2023-2024", 500, 100], [`normal_${index}`, "2024-2025", 500, 100 + index]] as const).flat();

  it("is asked about in a big school, not for the same ratio in a small one", async () => {
    const found = await questions("evolution_hors_norme", [ref, declared([
      ...usual,
      ["grand", "2023-2024", 800, 200], ["grand", "2024-2025", 800, 1000],
      ["petit", "2023-2024", 8, 2], ["petit", "2024-2025", 8, 10]
    ])]);
    expect(found).toEqual([{indicateur: "eq", uai: "grand", annee: "2024-2025", numerateur_avant: 800, denominateur_avant: 200, numerateur: 800, denominateur: 1000, multiplie_par: 0.2}]);
  });

  it("is not asked about when every school moved alike, nor over a year without answer", async () => {
    const found = await questions("evolution_hors_norme", [ref, declared([
      ...usual.map(([uai, annee, n, d]) => [uai, annee, n, annee === "2024-2025" ? d * 3 : d] as const),
      ["muet", "2022-2023", 800, 200], ["muet", "2024-2025", 800, 1000]
    ])]);
    expect(found).toEqual([]);
  });
});

describe("a label out of a closed list", () => {
  it("is counted and never shown: free text may name somebody", async () => {
    const found = await questions("modalite_inconnue", [
      `create table ref_modalite as select * from (values
        ('frequence_usage', 'jamais', true), ('frequence_usage', 'demander à Mme Durand', false), ('frequence_usage', 'parfois', false), ('discipline', 'Latin', false), ('libre', 'x', false)
      ) as t (ventilation, code, est_declaree)`
    ]);
    expect(found).toEqual([{ventilation: "frequence_usage", modalites: 2, longueur_min: 7, longueur_max: 21}]);
  });
});
