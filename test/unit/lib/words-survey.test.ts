import {describe, expect, it} from "vitest";
import {lireEstimation, lireSansEstimation, type Estimation} from "../../../pipelines/lib/words/survey.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const estimation = (part: Partial<Estimation> = {}): Estimation => ({
  indicateur: "x", territoire_type: "departement", territoire_code: "13", annee: "2024-2025", estimation: 0.412, ic_bas: 0.392, ic_haut: 0.431, etablissements: 774, taux_reponse: 0.65, manski_bas: 0.27, manski_haut: 0.62,
  chiffre_a_citer: "redresse", ...part
});

describe("a survey beyond its respondents", () => {
  it("gives the weighted estimate with its interval and who answered, then what those who did not could change", () => {
    expect(lireEstimation({unite: "%"}, estimation()).map(plain)).toEqual([
      "Estimation pour tous les établissements, réponses redressées : 41,2 %, entre 39,2 et 43,1 % à 95 % (774 établissements répondants, 65 % de ceux qui étaient interrogés).",
      "Selon ce qu’auraient répondu ceux qui ne l’ont pas fait, la valeur peut aller de 27 à 62 %."
    ]);
  });
  it("quotes no weighted figure below half of the answers", () => {
    expect(lireEstimation({unite: "%"}, estimation({chiffre_a_citer: "repondants"})).join(" ")).not.toContain("41,2");
  });
  it("says nothing of bounds that it does not have", () => {
    expect(lireEstimation({unite: "jours"}, estimation({manski_bas: null, manski_haut: null}))).toHaveLength(1);
  });
  it("gives no bounds to a share of what the schools declare: nothing says how many computers the silent ones have", () => {
    expect(lireSansEstimation({unite: "%", type: "part", enquete: "etic"}, {valeur: 0.7, couverture: 0.4, denominateur: 900, n_unites: 50})).toEqual([]);
  });
  it("gives the bounds from the figure itself where the estimate is not published, for a share of a survey only", () => {
    const share = {unite: "%", type: "part", enquete: "enseignants"};
    expect(lireSansEstimation(share, {valeur: 0.7, couverture: 0.4, denominateur: 50, n_unites: 50}).map(plain)).toEqual(["Selon ce qu’auraient répondu ceux qui ne l’ont pas fait, la valeur peut aller de 28 à 88 %."]);
    expect(lireSansEstimation(share, {valeur: 0.7, couverture: 1, denominateur: 50, n_unites: 50})).toEqual([]);
    expect(lireSansEstimation({...share, enquete: null}, {valeur: 0.7, couverture: 0.4, denominateur: 50, n_unites: 50})).toEqual([]);
    expect(lireSansEstimation({...share, type: "moyenne"}, {valeur: 3.7, couverture: 0.4, denominateur: 50, n_unites: 50})).toEqual([]);
  });
});
