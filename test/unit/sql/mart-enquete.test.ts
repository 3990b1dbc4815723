import {expect, it} from "vitest";
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

it("sends a group with a single answer to its degré, so that nobody loses their weight", async () => {
  const [row] = await ask(["mart_enquete"], survey([0, 4, 5]), question, {indicators: ["re_charte_ecoles"]});
  // REP joins the degré alone (1 of 4 answers), then the whole: weight 4; the others keep 16 / 2 = 8.
  expect(row).toMatchObject({estimation: 0.2, etablissements: 3, strates_uniques: 1});
});
