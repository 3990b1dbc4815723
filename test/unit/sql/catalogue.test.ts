import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {build, houseProject, type TestWarehouse} from "./kit.ts";
import {smallWorld} from "./small-world.ts";

type Terms = readonly [valeur: number | null, numerateur: number | null, denominateur: number | null];
interface Case {
  /** The département in 2024-2025, all schools together. */
  ensemble: Terms;
  /** Other cells, as `ventilation/modalite`. */
  [cell: string]: Terms;
}

// Counted by hand from small-world.ts.
const expected: Readonly<Record<string, Case>> = {
  // ECOLE 200 pupils and COLLEGE 500 answered; LYCEE left the question empty.
  eq_eleves_par_ordinateur: {ensemble: [700 / 120, 700, 120], "degre/premier": [10, 200, 20]},
  eq_terminaux_100_eleves: {ensemble: [150 / 7, 150, 7]},
  eq_terminaux_mobiles: {ensemble: [30 / 150, 30, 150]},
  eq_tni: {ensemble: [16, 16, 700]},
  eq_tni_1000_eleves: {ensemble: [16 / 0.7, 16, 0.7]},
  eq_parc_recent: {ensemble: [45 / 120, 45, 120]},
  eq_salles_videoprojection: {ensemble: [38 / 40, 38, 40]},
  eq_tres_haut_debit: {ensemble: [1 / 2, 1, 2]},
  eq_maintenance: {ensemble: [1 / 2, 1, 2]},
  // 6 classes in 2023-2024, 2 more in 2024-2025: a cumul.
  eq_classes_socle: {ensemble: [8, 8, 15]},
  eq_part_classes_socle: {ensemble: [8 / 15, 8, 15]},
  eq_neo_titulaires_equipes: {ensemble: [3, 3, 9]},
  eq_materiel_livre: {ensemble: [15, 15, 36], "categorie/tni": [2, 2, 3], "categorie/ordinateur": [3, 3, 23]},
  // Nothing has reached the lycée.
  eq_ecoles_livrees: {ensemble: [3 / 4, 3, 4]},
  // Only the three lines delivered in the year: 20, 40 and 10 days.
  eq_delai_livraison: {ensemble: [20, 70, 3]},
  eq_delai_service: {ensemble: [5, 5, 1]},
  eq_pool_familles: {ensemble: [10 / 0.25, 10, 0.25]},

  re_ecoles_ent: {ensemble: [1, 1, 1]},
  re_ecoles_ent_nombre: {ensemble: [1, 1, 1]},
  re_ent_solution: {ensemble: [2, 2, 2], "ent_solution/Solution B": [1, 1, 1]},
  re_eple_services_en_ligne: {ensemble: [1, 2, 2]},
  re_eple_services_en_ligne_nombre: {ensemble: [2, 2, 2]},
  re_eple_ent: {ensemble: [1, 1, 1]},
  re_eple_ent_nombre: {ensemble: [1, 1, 1]},
  re_ent_visites_eleve: {ensemble: [2200 / 1000, 2200, 1000]},
  re_ent_enseignants_actifs: {ensemble: [25 / 40, 25, 40]},
  // Canopé's count is above the pupils of the département: shown as it is.
  re_solutions_deployees: {ensemble: [2700 / 1800, 2700, 1800]},
  re_solutions_enseignants: {ensemble: [23 / 138, 23, 138]},
  re_charte_ecoles: {ensemble: [1, 1, 1]},
  re_charte_eple: {ensemble: [1, 1, 1]},
  re_charte_eple_tous: {ensemble: [0, 0, 1]},
  re_volet_projet_ecole: {ensemble: [0, 0, 1]},
  re_comite_numerique: {ensemble: [1 / 2, 1, 2]},
  re_filtrage: {ensemble: [1, 2, 2]},
  re_ressources_usages: {ensemble: [5000 / 1500, 5000, 1500], "dispositif/Corrélyce": [4, 4000, 1000]},
  re_etablissements_ressources: {ensemble: [2 / 4, 2, 4], "dispositif/Corrélyce": [1 / 4, 1, 4]},

  // p1 and p3; p2 was absent, p4 does not teach, p5 is only registered.
  fo_enseignants_formes: {ensemble: [2 / 138, 2, 138], "degre/premier": [1 / 18, 1, 18]},
  fo_journees_stagiaires: {ensemble: [15 / 6, 15 / 6, null], "type_formation/locale": [1, 1, null]},
  fo_heures_par_enseignant: {ensemble: [12 / 2, 12, 2]},
  fo_taux_presence: {ensemble: [4 / 5, 4, 5], "modalite/hybride": [1, 1, 1]},
  fo_formation_par_numerique: {ensemble: [1 / 18, 1, 18]},
  fo_etablissements_touches: {ensemble: [2 / 4, 2, 4]},
  fo_plan_formation: {ensemble: [1 / 2, 1, 2]},
  fo_certifies: {ensemble: [2 / 3, 2, 3], "certification/pix_edu": [1 / 3, 1, 3]},
  fo_pix_edu: {ensemble: [1 / 138, 1, 138]},
  fo_seminaires: {ensemble: [1, 1, 2], "fonction/cadre": [1, 1, 1]},
  fo_operateurs: {ensemble: [12 / 15, 12, 15], "operateur/Canope": [3 / 15, 3, 15]},
  fo_satisfaction: {ensemble: [13 / 15, 13, 15], "operateur/Canope": [1, 5, 5]},

  pa_ateliers: {ensemble: [3, 3, null], "type_atelier/atelier": [2, 2, null]},
  // The denominator is the pupils of the one school concerned.
  pa_familles_touchees: {ensemble: [38, 38, 200]},
  pa_parents_ambassadeurs: {ensemble: [2, 2, null]},
  pa_ecoles_atelier: {ensemble: [1 / 4, 1, 4]},
  pa_ent_parents: {ensemble: [500 / 1000, 500, 1000]},

  us_visualisation_collective: {ensemble: [2 / 3, 2, 3], "discipline/Mathématiques": [1, 2, 2]},
  us_travail_eleves: {ensemble: [1 / 2, 1, 2]},
  us_frequence: {ensemble: [2 / 3, 2, 3], "frequence_usage/mensuel": [1 / 3, 1, 3]},
  us_aisance: {ensemble: [3, 9, 3]},
  us_besoins: {ensemble: [2 / 3, 2, 3], "besoin/formation": [1 / 3, 1, 3]},
  // e1 counts once with the certification obtained, e9 has no school, t1 is a teacher.
  us_pix_certifies: {ensemble: [2 / 3, 2, 3]},
  us_pix_certifies_niveau: {ensemble: [2 / 420, 2, 420]},
  us_pix_score: {ensemble: [200, 400, 2]},
  us_pix_score_median: {ensemble: [200, 400, 2]},
  us_pix_niveau: {ensemble: [1 / 2, 1, 2], "niveau_pix/novice_1": [1 / 2, 1, 2]},
  // A negative level counts as zero.
  us_pix_competence: {ensemble: [5 / 4, 5, 4], "competence/1.1": [2, 4, 2], "domaine/2": [0, 0, 1]},
  // e1 shared once and started again: one participation, shared.
  us_pix_participation: {ensemble: [2 / 3, 2, 3]},
  us_pix_participation_eleves: {ensemble: [3 / 1500, 3, 1500]},
  us_pix_maitrise: {ensemble: [0.6, 1.2, 2], "domaine/1": [14 / 20, 14, 20]},
  us_pix_profil: {ensemble: [1 / 2, 1, 2]},
  us_palier_maturite: {ensemble: [2 / 3, 2, 3], "palier_maturite/2": [1 / 3, 1, 3]},

  bu_engage: {ensemble: [900, 900, 1500], "volet/formation": [100, 100, 500]},
  bu_paye: {ensemble: [540, 540, 900]},
  bu_taux_engagement: {ensemble: [900 / 1500, 900, 1500], "collectivite/CD13": [0.8, 800, 1000]},
  bu_cofinancement: {ensemble: [400 / 1500, 400, 1500]},
  // Every school has had something.
  bu_par_eleve: {ensemble: [540 / 1800, 540, 1800]},
  pi_couverture: {ensemble: [3 / 4, 3, 4], "enquete/enseignants": [1, 2, 2], "degre/premier": [1 / 2, 1, 2]},
  pi_projets: {ensemble: [2, 2, 3], "dispositif/traam": [2, 2, 2]},
  pi_projets_etablissements: {ensemble: [2 / 4, 2, 4]},
  pi_projets_eleves: {ensemble: [150 / 1800, 150, 1800]},
  pi_jalons: {ensemble: [1 / 3, 1, 3], "theme/gouvernance": [1 / 2, 1, 2]},
  // ECOLE: equipment, training, workshop; ECOLE_2: equipment; COLLEGE: equipment, ENT, training; LYCEE: resources.
  pi_eleves_concernes: {ensemble: [1, 1800, 1800], "nombre_de_volets/3": [700 / 1800, 700, 1800], "nombre_de_volets/1": [1100 / 1800, 1100, 1800]}
};

/** Published for the académie only: a closed series, and the GAR. */
const elsewhere: Readonly<Record<string, {annee: string; terms: Terms}>> = {
  us_b2i_ecole: {annee: "2013-2014", terms: [0.53, 0.53, 1]},
  us_b2i_lycee: {annee: "2013-2014", terms: [0.19, 0.19, 1]},
  re_gar_acces_eleve: {annee: "2024-2025", terms: [54_000 / 2700, 54_000, 2700]}
};

describe("each indicator, rolled up to the département from a few rows", () => {
  let warehouse: TestWarehouse;
  beforeAll(async () => {
    warehouse = await build(["mart_indicateur"], smallWorld);
  });
  afterAll(() => {
    warehouse.close();
  });

  it("says how many orders still wait behind a delay", async () => {
    // One line ordered and not delivered; of the three delivered, two have no day of service.
    expect(await warehouse.rows("select indicateur, couverture, drapeaux from mart_indicateur where indicateur in ('eq_delai_livraison', 'eq_delai_service') and territoire_type = 'departement' and annee = '2024-2025' and ventilation = 'ensemble' order by all")).toEqual([
      {indicateur: "eq_delai_livraison", couverture: 0.75, drapeaux: ["couverture_partielle"]},
      {indicateur: "eq_delai_service", couverture: expect.closeTo(1 / 3, 12) as number, drapeaux: ["couverture_partielle"]}
    ]);
  });

  it("has its case here", () => {
    const codes = houseProject().models.flatMap((model) => (model.indicator ? [model.indicator.code] : []));
    expect(codes.filter((code) => !(code in expected) && !(code in elsewhere))).toEqual([]);
  });

  it.each(Object.entries(expected))("%s", async (code, cells) => {
    for (const [cell, terms] of Object.entries(cells)) {
      const [ventilation, modalite] = cell === "ensemble" ? ["ensemble", "ensemble"] : (cell.split("/") as [string, string]);
      const [row] = await warehouse.rows<{valeur: number | null; numerateur: number | null; denominateur: number | null}>(
        `select valeur, numerateur, denominateur from mart_indicateur where indicateur = '${code}' and territoire_type = 'departement' and territoire_code = '13'
         and annee = '2024-2025' and ventilation = '${ventilation}' and modalite = '${modalite}'`
      );
      const found = [row?.valeur, row?.numerateur, row?.denominateur].map((value) => (typeof value === "number" ? Number(value.toFixed(6)) : value));
      expect({cell, terms: found}).toEqual({cell, terms: terms.map((value) => (value === null ? null : Number(value.toFixed(6))))});
    }
  });

  it.each(Object.entries(elsewhere))("%s, for the académie", async (code, {annee, terms}) => {
    expect(await warehouse.rows(`select valeur, numerateur, denominateur, annee, statut from mart_indicateur where indicateur = '${code}' and territoire_type = 'academie' and statut = 'publie'`)).toEqual([
      {valeur: terms[0], numerateur: terms[1], denominateur: terms[2], annee, statut: "publie"}
    ]);
  });
});
