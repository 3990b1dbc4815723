import {expect, it} from "vitest";
import {ask, communes, type Cell, type Sources} from "./kit.ts";

const uais = Array.from({length: 6}, (_, index) => `013200${index}E`);
const years = ["2023-2024", "2024-2025"] as const;

/** Six écoles of a circonscription; `answers[year][school]`: whether it has a charter, or null when it did not answer. `open` says which exist. */
function world(answers: readonly (readonly (boolean | null)[])[], {open = [uais, uais], circonscriptions = () => "C1"}: {open?: readonly (readonly string[])[]; circonscriptions?: (uai: string, year: number) => string} = {}): Sources {
  return {
    src_territoires__communes: communes,
    src_etablissements__annuaire: uais.map((uai) => ({uai, nom: uai, type_etablissement: "Ecole", secteur: "public", code_commune: "13063", ecole_elementaire: true, code_departement: "013"})),
    src_etablissements__effectifs: years.flatMap((annee_scolaire, year) => (open[year] ?? []).map((uai) => ({annee_scolaire, uai, eleves: 100, classes: 5, enseignants: 6}))),
    src_territoires__rattachements: uais.flatMap((uai) => years.map((annee, year) => ({
      uai, type_territoire: "circonscription", code_territoire: circonscriptions(uai, year), nom_territoire: "C", debut: `${annee.slice(0, 4)}-09-01`, fin: `${annee.slice(5)}-08-31`
    }))),
    src_etic__etic: years.flatMap((annee_scolaire, year) => uais.flatMap((uai, index): Readonly<Record<string, Cell>>[] => {
      const charte_usage = answers[year]?.[index] ?? null;
      return charte_usage === null ? [] : [{annee_scolaire, uai, charte_usage}];
    }))
  };
}

async function evolution(sources: Sources, territoire: readonly [string, string] = ["circonscription", "C1"], indicateur = "re_charte_ecoles"): Promise<Record<string, unknown> | undefined> {
  const [row] = await ask<Record<string, unknown>>(["mart_evolution"], sources, `select * from mart_evolution where indicateur = '${indicateur}' and territoire_type = '${territoire[0]}' and territoire_code = '${territoire[1]}' and annee = '2024-2025'`, {indicators: [indicateur]});
  return row;
}

it("counts the schools that answered both years, and them alone", async () => {
  // All five answers: 2/5 then 4/5. The four schools of both years: 2/4 then 3/4.
  const row = await evolution(world([[true, true, false, false, false, null], [true, true, true, false, null, true]]));
  expect(row).toMatchObject({comparable: true, motif: null, etablissements_communs: 4, est_perimetre_inchange: false});
  expect(row?.["evolution"]).toBeCloseTo(0.4, 12);
  expect(row?.["evolution_perimetre_constant"]).toBeCloseTo(0.25, 12);
});

it("is the plain evolution when the same schools answered", async () => {
  const row = await evolution(world([[true, false, false, false, false, false], [true, true, false, false, false, false]]));
  expect(row).toMatchObject({est_perimetre_inchange: true, etablissements_communs: 6});
  expect(row?.["evolution_perimetre_constant"]).toBe(row?.["evolution"]);
});

it("refuses both when too few schools answered one of the years", async () => {
  const row = await evolution(world([[true, false, null, null, null, null], [true, true, true, true, true, true]]));
  expect(row).toMatchObject({comparable: false, motif: "reponse_insuffisante", evolution: null, evolution_perimetre_constant: null, etablissements_communs: null});
});

it("compares a redrawn circonscription with what its schools of today were before", async () => {
  // School 5 comes from C2: C1 has no evolution, its six schools of today have one.
  const row = await evolution(world([[true, false, false, false, false, false], [true, true, false, false, false, false]], {circonscriptions: (uai, year) => (uai === uais[5] && year === 0 ? "C2" : "C1")}));
  expect(row).toMatchObject({comparable: false, motif: "territoire_redecoupe", evolution: null, etablissements_communs: 6});
  expect(row?.["evolution_perimetre_constant"]).toBeCloseTo(1 / 6, 12);
});
