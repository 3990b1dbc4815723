import {describe, expect, it} from "vitest";
import {lastSeenYear} from "../../../pipelines/lib/text.ts";
import {materialise} from "../../../pipelines/build/index.ts";
import {openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {workspaceConfig} from "./config.ts";
import {createSources, effectifs, houseProject, referentiel, type Sources} from "./kit.ts";

const atelier = (code: string, date: string, code_commune: string | null): Sources[string][number] => ({atelier: code, date, code_commune, type_atelier: "atelier", familles: 7});

/** The answer of one check of the house on these rows, imported up to `lastYear`. */
async function check(name: string, targets: readonly string[], sources: Sources, lastYear?: string, sql?: string): Promise<unknown[]> {
  const db = await openDatabase(":memory:", {threads: 1});
  try {
    await createSources(db, sources);
    const house = houseProject();
    await materialise(db, {project: {...house, macros: house.macros.filter(({file}) => !/^sql\/(marts\/)?macros\//.test(file))}, config: workspaceConfig(), targets, ...(lastYear ? {facts: {lastYear}} : {})});
    return await db.rows(sql ?? house.checks.find((one) => one.name === name)?.sql ?? "");
  } finally {
    db.close();
  }
}

describe("a date badly typed", () => {
  const staging = [
    "stg_etic__etic", "stg_enseignants__enseignants", "stg_formation__formation", "stg_equipement__equipement", "stg_parentalite__parentalite", "stg_ressources__dnma", "stg_ressources__ressources_usages",
    "stg_projets__projets", "stg_pix__campagne_evaluation", "stg_pix__collecte_profils", "stg_pix__certification", "stg_etablissements__effectifs"
  ];
  const sources: Sources = {...referentiel(), src_parentalite__parentalite: [atelier("a1", "2024-11-05", "13063"), atelier("a2", "2099-12-31", "13063"), atelier("a3", "1900-01-01", "13063")]};

  it("is shown with its file and its row", async () => {
    expect(await check("annee_lointaine", staging, sources, "2025-2026")).toEqual([
      {source: "parentalite", annee: "1899-1900", fichier: "00000000000000aa", nombre_de_lignes: 1, premiere_ligne: 4},
      {source: "parentalite", annee: "2099-2100", fichier: "00000000000000aa", nombre_de_lignes: 1, premiere_ligne: 3}
    ]);
  });

  it("does not make the current year", async () => {
    const current = "select annee from dim_annee where est_courante";
    expect(await check("", ["dim_annee"], sources, "2025-2026", current)).toEqual([{annee: "2024-2025"}]);
    // Whoever has years of the future only, or a clock that is wrong, still has a current year.
    expect(await check("", ["dim_annee"], sources, "1990-1991", current)).toEqual([{annee: "2099-2100"}]);
  });

  it.each([["2026-05-31", "2025-2026"], ["2026-06-01", "2026-2027"], ["2026-11-22T10:00:00.000Z", "2026-2027"], ["2000-01-01", "1999-2000"]])("on %s the last year that imports can have seen is %s", (day, year) => {
    expect(lastSeenYear(day)).toBe(year);
  });
});

it("a workshop in a commune that the list of communes does not have is shown, one without place counts for the programme", async () => {
  const rows = await check("atelier_hors_territoire", ["fct_parentalite_atelier", "dim_territoire"], {
    ...referentiel(), src_parentalite__parentalite: [atelier("a1", "2024-11-05", "13063"), atelier("a2", "2024-11-05", "13999"), atelier("a3", "2024-11-06", "13999"), atelier("a4", "2024-11-06", null)]
  });
  expect(rows).toEqual([{code_commune: "13999", annee: "2024-2025", ateliers: 2, familles: 14}]);
});

describe("a year whose list of schools is not whole", () => {
  const digits = (index: number): string => `013${String(1000 + index)}`;
  const ips = (annee_scolaire: string, count: number): Sources[string] => Array.from({length: count}, (_, index) => ({annee_scolaire, uai: `${digits(index)}A`, nom: "École", code_commune: "13063", secteur: "public", effectifs: 100, ips: 100}));
  const observed = ["2023-2024", "2024-2025"].map((annee_scolaire) => ({annee_scolaire, uai: "0131000A", dispositif: "x", abonnements: 1, utilisateurs: 1, acces: 1}));

  it("is shown when an effectifs file names only some of them", async () => {
    const rows = await check("referentiel_incomplet", ["dim_etablissement"], {
      src_territoires__communes: referentiel()["src_territoires__communes"] ?? [], src_etablissements__ips_ecoles: ips("2023-2024", 40), src_ressources__ressources_usages: observed,
      src_etablissements__effectifs: ips("2024-2025", 6).map(({annee_scolaire, uai}) => ({annee_scolaire: annee_scolaire as string, uai: uai as string, eleves: 90}))
    });
    expect(rows).toEqual([{annee: "2024-2025", degre: "premier", etablissements: 6, etablissements_d_une_autre_annee: 40}]);
  });

  it("is not, when some schools only closed", async () => {
    const rows = await check("referentiel_incomplet", ["dim_etablissement"], {
      src_territoires__communes: referentiel()["src_territoires__communes"] ?? [], src_etablissements__ips_ecoles: [...ips("2023-2024", 40), ...ips("2024-2025", 35)], src_ressources__ressources_usages: observed,
      src_etablissements__effectifs: effectifs("2023-2024").slice(0, 0)
    });
    expect(rows).toEqual([]);
  });
});
