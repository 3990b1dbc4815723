import {describe, expect, it} from "vitest";
import {COLLEGE, ECOLE, ECOLE_2, LYCEE, indicator, referentiel, rolledUp} from "./kit.ts";

const annee_scolaire = "2024-2025";

describe("eq_eleves_par_ordinateur", () => {
  const sources = {
    ...referentiel(),
    src_etic__etic: [
      {annee_scolaire, uai: ECOLE, eleves: 210, ordinateurs_eleves: 14},
      {annee_scolaire, uai: COLLEGE, ordinateurs_eleves: 125}
    ]
  };

  it("takes the pupils that the school declares, else those of the référentiel, and expects the schools that did not answer", async () => {
    expect(await indicator("eq_eleves_par_ordinateur", sources)).toEqual({
      [ECOLE]: [210, 14, 1, 1],
      [ECOLE_2]: [null, null, 1, 0],
      [COLLEGE]: [500, 125, 1, 1],
      [LYCEE]: [null, null, 1, 0]
    });
  });

  it("is the ratio of the sums, with the share of schools that answered", async () => {
    expect(await rolledUp("eq_eleves_par_ordinateur", sources)).toMatchObject({valeur: 710 / 139, numerateur: 710, denominateur: 139, couverture: 0.5, statut: "publie", drapeaux: ["reponse_faible"]});
    expect(await rolledUp("eq_eleves_par_ordinateur", sources, {ventilation: "degre", modalite: "premier"})).toMatchObject({valeur: 15, couverture: 0.5});
  });
});
