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

/** A table of one kind of rows, each as its columns. */
function rowsOf(name: string, columns: string, rows: readonly string[]): string {
  return `create table ${name} as select * from (values ${rows.map((row) => `(${row})`).join(", ")}) as t (${columns})`;
}

describe("bad input is asked about, and what stands right beside it is not", () => {
  const cases: readonly (readonly [check: string, says: string, tables: readonly string[], column: string, found: readonly unknown[]])[] = [
    ["effectifs_reportes", "a year without référentiel, whose pupils are those of another", [
      rowsOf("dim_etablissement", "uai, annee, degre, annee_eleves", ["'a', '2023-2024', 'premier', '2023-2024'", "'a', '2024-2025', 'premier', '2023-2024'"])
    ], "annee", ["2024-2025"]],
    ["territoire_orphelin", "schools tied to a territory that no list has", [
      rowsOf("dim_territoire", "type, code", ["'bassin', 'B1'"]),
      rowsOf("lien_etablissement_territoire", "uai, annee, territoire_type, territoire_code", ["'a', '2024-2025', 'bassin', 'B1'", "'b', '2024-2025', 'bassin', 'B9'"])
    ], "territoire_code", ["B9"]],
    ["uai_inconnu", "rows of a school that the référentiel of the year does not have", [rowsOf("mart_uai_inconnu", "source, uai, annee, n", ["'etic', 'z', '2024-2025', 2"])], "uai", ["z"]],
    ["rattachements_concurrents", "a school in two circonscriptions on the same day, not one that moved", [
      rowsOf("stg_territoires__rattachements", "uai, type_territoire, code_territoire, debut, fin", [
        "'deux', 'circonscription', 'C1', date '2023-09-01', null::date", "'deux', 'circonscription', 'C2', date '2024-09-01', null",
        "'partie', 'circonscription', 'C1', date '2023-09-01', date '2024-08-31'", "'partie', 'circonscription', 'C2', date '2024-09-01', null"
      ])
    ], "uai", ["deux"]],
    ["couverture_superieure_a_1", "more answers than there are teachers", [rowsOf("ind_toutes", "indicateur, uai, annee, attendu, repondu", ["'us', 'a', '2024-2025', 10, 10", "'us', 'b', '2024-2025', 10, 11"])], "uai", ["b"]],
    ["terme_negatif", "a negative term", [rowsOf("ind_toutes", "indicateur, uai, annee, ventilation, modalite, numerateur, denominateur", ["'eq', 'a', '2024-2025', 'ensemble', 'ensemble', 0, 1", "'eq', 'b', '2024-2025', 'ensemble', 'ensemble', -1, 1"])], "uai", ["b"]],
    ["taux_superieur_a_100", "a share above one, not a ratio", [
      rowsOf("ref_indicateur", "code, type", ["'part', 'part'", "'ratio', 'ratio'"]),
      rowsOf("mart_indicateur", "indicateur, territoire_type, territoire_code, annee, modalite, numerateur, denominateur, valeur", [
        "'part', 'commune', 'A', '2024-2025', 'ensemble', 3, 2, 1.5", "'part', 'commune', 'B', '2024-2025', 'ensemble', 2, 2, 1.0", "'ratio', 'commune', 'A', '2024-2025', 'ensemble', 3, 2, 1.5"
      ])
    ], "territoire_code", ["A"]],
    ["cumul_en_baisse", "a cumul that falls, but not where schools change zone", [
      rowsOf("mart_indicateur", "indicateur, territoire_type, territoire_code, annee, valeur, evolution, drapeaux", [
        "'eq', 'commune', 'A', '2024-2025', 3, -1, ['cumul_en_baisse']", "'eq', 'commune', 'B', '2024-2025', 3, 1, []::varchar[]", "'eq', 'circonscription', 'C', '2024-2025', 3, -1, ['cumul_en_baisse']"
      ])
    ], "territoire_code", ["A"]],
    ["cible_sans_indicateur", "a target for an indicator that does not exist", [
      rowsOf("ref_indicateur", "code", ["'eq'"]),
      rowsOf("stg_objectifs__objectifs", "indicateur, territoire_type, territoire_code, annee", ["'eq', 'departement', '13', '2024-2025'", "'eqq', 'departement', '13', '2024-2025'"]),
      rowsOf("stg_objectifs__reperes", "indicateur, territoire_type, territoire_code, annee", ["'eq', 'departement', '13', '2024-2025'"])
    ], "indicateur", ["eqq"]],
    ["statut_pix_inconnu", "a Pix status that no list has", [rowsOf("stg_pix__certification", "session, _fichier, statut", ["'s1', 'f', 'validee'", "'s2', 'f', null"])], "session", ["s2"]],
    ["gar_sans_annee", "accesses imported before their year was asked for", [rowsOf("stg_ressources__gar", "code_academie, annee, acces, accedants, affectations", ["'02', '2024-2025', 1, 1, 1", "'23', null, 1, 1, 1"])], "code_academie", ["23"]],
    ["total_du_programme", "a total that is not the sum of the schools of the référentiel: short, or absent; rows of a territory come on top", [
      rowsOf("ref_indicateur", "code, type", ["'juste', 'compte'", "'court', 'compte'", "'absent', 'compte'", "'plus', 'compte'", "'part', 'part'"]),
      rowsOf("dim_etablissement", "uai, annee", ["'a', '2024-2025'", "'b', '2024-2025'"]),
      rowsOf("ind_toutes", "indicateur, uai, annee, ventilation, modalite, numerateur, denominateur", ["juste", "court", "absent", "plus", "part"].flatMap((code) => [
        `'${code}', 'a', '2024-2025', 'ensemble', 'ensemble', 2, 4`, `'${code}', 'b', '2024-2025', 'ensemble', 'ensemble', 3, ${code === "part" ? "null" : "4"}`, `'${code}', 'hors_referentiel', '2024-2025', 'ensemble', 'ensemble', 9, 9`
      ])),
      rowsOf("mart_indicateur", "indicateur, annee, ventilation, modalite, territoire_type, numerateur", [["juste", 5], ["court", 4], ["plus", 6], ["part", 2]].map(([code, n]) => `'${code}', '2024-2025', 'ensemble', 'ensemble', 'programme', ${n}`))
    ], "indicateur", ["absent", "court"]],
    ["pix_sans_etablissement", "a Pix campaign that leads to no school", [rowsOf("mart_sans_uai", "systeme, libelle, n", ["'pix_campagne', '12', 30"])], "libelle", ["12"]]
  ];

  it.each(cases)("%s: %s", async (check, _says, tables, column, found) => {
    expect((await questions(check, tables)).map((row) => String(row[column])).toSorted((a, b) => a.localeCompare(b))).toEqual(found);
  });
});
