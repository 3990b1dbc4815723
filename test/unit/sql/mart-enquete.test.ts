import {expect, it} from "vitest";
import {workspaceConfig} from "./config.ts";
import {ask, communes, type Cell, type Sources} from "./kit.ts";

const annee_scolaire = "2024-2025";
const uais = Array.from({length: 20}, (_, index) => `01310${String(index).padStart(2, "0")}E`);

/** 4 écoles in REP, 16 outside; the given ones answer, those of REP with yes. */
function survey(respondents: readonly number[]): Sources {
  return {
    src_territoires__communes: communes,
    src_etablissements__annuaire: uais.map((uai, index) => ({uai, type_etablissement: "Ecole", secteur: "public", code_commune: "13063", ecole_elementaire: true, education_prioritaire: index < 4 ? "REP" : null})),
    src_etic__etic: respondents.map((index): Readonly<Record<string, Cell>> => ({annee_scolaire, uai: uais[index] ?? null, charte_usage: index < 4}))
  };
}

const question = "select * from mart_enquete where indicateur = 're_charte_ecoles' and territoire_type = 'departement'";

it("gives back to each group of schools its weight, and says how far silence could carry the figure", async () => {
  const [row] = await ask(["mart_enquete"], survey([0, 1, 4, 5]), question, {indicators: ["re_charte_ecoles"]});
  // Respondents: 2 of 4. Weighted: 2 × 2 yes over 2 × 2 + 2 × 8 schools.
  expect(row).toMatchObject({estimation: 0.2, etablissements: 4, taux_reponse: 0.2, taux_reponse_min: 0.125, manski_bas: 0.1, manski_haut: 0.9, qualite: "reponse_insuffisante", strates_uniques: 0});
});

it("rakes a question where a group has a single answer, so that nobody loses their weight", async () => {
  const [row] = await ask(["mart_enquete"], survey([0, 4, 5]), question, {indicators: ["re_charte_ecoles"]});
  // One margin moves here, that of REP: its only answer takes the weight of 4, the others keep 16 / 2 = 8.
  expect(row).toMatchObject({methode: "calage", estimation: 0.2, etablissements: 3, strates_uniques: 0});
});

it("keeps the weight of a group where nobody answered, and shows it among those who answer least", async () => {
  const [row] = await ask(["mart_enquete"], survey([4, 5, 6, 7]), question, {indicators: ["re_charte_ecoles"]});
  // The four écoles in REP join the others of their degré: 4 answers stand for 20 schools, all « no ».
  expect(row).toMatchObject({methode: "strates_regroupees", estimation: 0, etablissements: 4, taux_reponse: 0.2, taux_reponse_min: 0, manski_bas: 0, manski_haut: 0.8});
});

it("has no estimate where nobody answered at all", async () => {
  expect(await ask(["mart_enquete"], survey([]), question, {indicators: ["re_charte_ecoles"]})).toEqual([]);
});

it("gives no bounds to a share of what schools declare: the silent may have any number of tablets", async () => {
  const sources = {...survey([]), src_etic__etic: uais.slice(0, 12).map((uai, index) => ({annee_scolaire, uai, ordinateurs_eleves: 30, tablettes_eleves: index}))};
  const [row] = await ask(["mart_enquete"], sources, question.replace("re_charte_ecoles", "eq_terminaux_mobiles"), {indicators: ["eq_terminaux_mobiles"]});
  expect(row).toMatchObject({etablissements: 12, taux_reponse: 0.6, manski_bas: null, manski_haut: null, biais_max: null});
  expect(row?.["estimation"]).toBeGreaterThan(0);
});

it("says which figure may be quoted: the weighted one, or the respondents' alone under half of the answers", async () => {
  const cited = async (respondents: readonly number[]): Promise<unknown> => (await ask(["mart_enquete"], survey(respondents), question, {indicators: ["re_charte_ecoles"]}))[0]?.["chiffre_a_citer"];
  expect(await cited(Array.from({length: 9}, (_, index) => index))).toBe("repondants");
  expect(await cited(Array.from({length: 10}, (_, index) => index))).toBe("redresse");
});

it("grades the answers by the lines that the workspace draws", async () => {
  const sources = survey(Array.from({length: 12}, (_, index) => index));
  const grades = async (yaml: string): Promise<unknown[]> => {
    const rows = await ask<{qualite: string; drapeaux: string[]}>(["mart_enquete", "mart_indicateur"], sources, "select qualite, drapeaux from mart_enquete join mart_indicateur using (indicateur, territoire_type, territoire_code, annee) where territoire_type = 'departement' and ventilation = 'ensemble'", {indicators: ["re_charte_ecoles"], config: workspaceConfig(yaml)});
    return rows.map(({qualite, drapeaux}) => [qualite, drapeaux.includes(qualite)]);
  };
  // 12 answers of 20.
  expect(await grades("")).toEqual([["reponse_faible", true]]);
  expect(await grades("enquetes:\n  reponse_moyenne: 0.55\n")).toEqual([["reponse_moyenne", true]]);
});

it("warns on the figure itself when weighting takes it out of its own interval", async () => {
  // All four of REP answer yes, nine of the others no: 31 % among respondents, 20 % once the silent count with their group.
  const rows = await ask(["mart_indicateur"], survey([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), "select ic_bas, list_contains(drapeaux, 'redressement_sensible') as est_sensible from mart_indicateur where indicateur = 're_charte_ecoles' and territoire_type = 'departement' and ventilation = 'ensemble'", {indicators: ["re_charte_ecoles"]});
  expect(rows).toEqual([{ic_bas: expect.any(Number) as number, est_sensible: Number(rows[0]?.["ic_bas"]) > 0.2}]);
});

it("warns on a ratio too, which has no interval of its own, when it is outside that of the estimate", async () => {
  // 4 écoles of REP with 50 computers, 9 of the 16 others with 10: 4.5 pupils for one among respondents, 5.6 in all.
  const sources = {
    ...survey([]),
    src_etablissements__effectifs: uais.map((uai) => ({annee_scolaire, uai, eleves: 100})),
    src_etic__etic: uais.slice(0, 13).map((uai, index) => ({annee_scolaire, uai, ordinateurs_eleves: index < 4 ? 50 : 10}))
  };
  const rows = await ask(["mart_indicateur"], sources, "select round(valeur, 1) as valeur, list_contains(drapeaux, 'redressement_sensible') as est_sensible from mart_indicateur where indicateur = 'eq_eleves_par_ordinateur' and territoire_type = 'departement' and ventilation = 'ensemble'", {indicators: ["eq_eleves_par_ordinateur"]});
  expect(rows).toEqual([{valeur: 4.5, est_sensible: true}]);
});
