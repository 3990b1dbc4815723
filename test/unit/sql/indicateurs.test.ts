import {expect, it} from "vitest";
import {COLLEGE, ECOLE, ECOLE_2, LYCEE, indicator, referentiel} from "./kit.ts";

const annee_scolaire = "2024-2025";

it("a survey indicator expects the schools that did not answer, with empty terms", async () => {
  const sources = {...referentiel(), src_etic__etic: [{annee_scolaire, uai: ECOLE, eleves: 210, ordinateurs_eleves: 14}, {annee_scolaire, uai: COLLEGE, ordinateurs_eleves: 125}]};
  expect(await indicator("eq_eleves_par_ordinateur", sources)).toEqual({
    [ECOLE]: [210, 14, 1, 1],
    [ECOLE_2]: [null, null, 1, 0],
    [COLLEGE]: [500, 125, 1, 1],
    [LYCEE]: [null, null, 1, 0]
  });
});

it("a teacher trained in two schools counts once, where they followed most hours", async () => {
  const session = (name: string, uai: string, duree_heures: number): Record<string, string | number> => ({dispositif: "d", session: name, participant: "p", uai, operateur: "EAFC", modalite: "presentiel", date_debut: "2024-10-01", duree_heures, presence: "present"});
  const sources = {...referentiel(), src_formation__formation: [session("s1", ECOLE, 3), session("s2", COLLEGE, 6)]};
  const terms = await indicator("fo_enseignants_formes", sources);
  expect([terms[ECOLE]?.[0], terms[COLLEGE]?.[0]]).toEqual([0, 1]);
});

it("a cumul keeps what earlier years delivered", async () => {
  const delivery = (commande: string, date_livraison: string, classes_equipees: number): Record<string, string | number> => ({commande, ligne: 1, uai: ECOLE, date_livraison, categorie: "tni", quantite_commandee: 1, quantite_livree: 1, classes_equipees, beneficiaire: "classe"});
  const sources = {...referentiel(), src_equipement__equipement: [delivery("a", "2023-10-01", 4), delivery("b", "2024-10-01", 3)]};
  expect((await indicator("eq_classes_socle", sources, {annee: "2023-2024"}))[ECOLE]?.[0]).toBe(4);
  expect((await indicator("eq_classes_socle", sources))[ECOLE]?.[0]).toBe(7);
});

it("the distribution of a survey gives zero to an answer that nobody chose in the school", async () => {
  const answer = (reponse: string, uai: string, frequence_usage: string): Record<string, string> => ({annee_scolaire, reponse, uai, frequence_usage});
  const sources = {...referentiel(), src_enseignants__enseignants: [answer("1", COLLEGE, "jamais"), answer("2", LYCEE, "quotidien")]};
  expect(await indicator("us_frequence", sources, {modalite: "jamais"})).toEqual({[COLLEGE]: [1, 1, null, null], [LYCEE]: [0, 1, null, null]});
});

it("the GAR's accesses have no rate where the pupils of one département of the académie are unknown", async () => {
  const effectifs = ["0130001E", "0040001A", "0050001A"].map((uai) => ({annee_scolaire, uai, eleves: 100}));
  const sources = {...referentiel(), src_etablissements__effectifs: effectifs, src_ressources__gar_academie: [{annee_scolaire, code_academie: "02", acces: 1000}]};
  expect(await indicator("re_gar_acces_eleve", sources)).toEqual({territoire: [1000, null, 1, 0]});
});
