import {describe, expect, it} from "vitest";
import {COLLEGE, ECOLE, ECOLE_2, LYCEE, ask, build, communes, effectifs, houseProject, referentiel, rolledUp, type Cell} from "./kit.ts";
import {workspaceConfig} from "./config.ts";

const annee_scolaire = "2024-2025";
const etic = (uai: string, columns: Readonly<Record<string, Cell>>, annee = annee_scolaire): Readonly<Record<string, Cell>> => ({annee_scolaire: annee, uai, ...columns});

describe("the five absences", () => {
  it("zero: everybody answered no", async () => {
    const sources = {...referentiel(), src_etic__etic: [etic(ECOLE, {charte_usage: false}), etic(ECOLE_2, {charte_usage: false})]};
    expect(await rolledUp("re_charte_ecoles", sources)).toMatchObject({statut: "zero", valeur: 0, numerateur: 0, denominateur: 2, couverture: 1});
  });

  it("non_repondu: the school of the commune did not answer", async () => {
    const sources = {...referentiel(), src_etic__etic: [etic(ECOLE, {charte_usage: true})]};
    expect(await rolledUp("re_charte_ecoles", sources, {territoire: ["commune", "13063"]})).toMatchObject({statut: "non_repondu", valeur: null, couverture: 0});
  });

  it("non_repondu: it sent the form and left the question empty", async () => {
    const sources = {...referentiel(), src_etic__etic: [etic(ECOLE, {charte_usage: true}), etic(ECOLE_2, {tni: 2})]};
    expect(await rolledUp("re_charte_ecoles", sources, {territoire: ["commune", "13063"]})).toMatchObject({statut: "non_repondu", valeur: null});
  });

  it("non_concerne: the only school says NC", async () => {
    const sources = {...referentiel(), src_etic__etic: [etic(ECOLE, {charte_usage: true}), etic(ECOLE_2, {_non_concerne: ["charte_usage"]})]};
    expect(await rolledUp("re_charte_ecoles", sources, {territoire: ["commune", "13063"]})).toMatchObject({statut: "non_concerne", valeur: null});
  });

  it("non_concerne: the territory has no school of that kind", async () => {
    const sources = {
      ...referentiel(),
      src_territoires__rattachements: [{uai: COLLEGE, type_territoire: "bassin", code_territoire: "B1", nom_territoire: "Bassin", debut: "2020-09-01"}],
      src_etic__etic: [etic(ECOLE, {charte_usage: true}), etic(COLLEGE, {charte_usage: true})]
    };
    expect(await rolledUp("re_charte_ecoles", sources, {territoire: ["commune", "13055"]})).toMatchObject({statut: "publie", valeur: 1});
    expect(await rolledUp("re_charte_ecoles", sources, {territoire: ["bassin", "B1"]})).toMatchObject({valeur: null, statut: "non_collecte"});
  });

  it("non_collecte: the questionnaire of the year did not ask", async () => {
    const sources = {...referentiel(), src_etic__etic: [etic(ECOLE, {tni: 1, _non_collecte: ["charte_usage"]})]};
    expect(await rolledUp("re_charte_ecoles", sources)).toMatchObject({statut: "non_collecte", valeur: null, couverture: null});
  });

  it("non_collecte: no file of the source that year, and not zero", async () => {
    const sources = {...referentiel(), src_etic__etic: [etic(ECOLE, {tni: 1})]};
    expect(await rolledUp("pa_ateliers", sources)).toMatchObject({statut: "non_collecte", valeur: null});
  });

  it("non_collecte: no source of any volet, for the crossing of the four", async () => {
    expect(await rolledUp("pi_eleves_concernes", {...referentiel(), src_etic__etic: [etic(ECOLE, {tni: 1})]})).toMatchObject({statut: "non_collecte", valeur: null});
  });

  it("zero for a count: the source has rows, none of them here", async () => {
    const sources = {...referentiel(), src_parentalite__parentalite: [{atelier: "a", date: "2024-10-01", uai: ECOLE, type_atelier: "atelier", familles: 3}]};
    expect(await rolledUp("pa_ateliers", sources, {territoire: ["commune", "13063"]})).toMatchObject({statut: "zero", valeur: 0});
  });
});

describe("a survey", () => {
  it("expects the schools of the degrés and secteurs where somebody answered, and nobody else", async () => {
    const sources = {...referentiel(), src_etic__etic: [etic(ECOLE, {filtrage: true})]};
    expect(await rolledUp("re_filtrage", sources)).toMatchObject({attendu: 2, repondu: 1, couverture: 0.5, drapeaux: ["reponse_faible", "non_publie", "borne", "strate_unique"]});
  });

  it("gives Wilson's interval in a finite population, and a point when all answered", async () => {
    const uais = Array.from({length: 40}, (_, index) => `01310${String(index).padStart(2, "0")}E`);
    const sources = {
      src_territoires__communes: communes,
      src_etablissements__annuaire: uais.map((uai) => ({uai, type_etablissement: "Ecole", secteur: "public", code_commune: "13063", ecole_elementaire: true})),
      src_etic__etic: uais.slice(0, 20).map((uai, index) => etic(uai, {charte_usage: index < 15}))
    };
    // n_eff = 20 × 39 / 20 = 39, p = 0.75 (Wilson 1927).
    const row = await rolledUp("re_charte_ecoles", sources);
    expect(row?.["ic_bas"]).toBeCloseTo(0.596, 3);
    expect(row?.["ic_haut"]).toBeCloseTo(0.8592, 3);
    const all = {...sources, src_etic__etic: uais.map((uai, index) => etic(uai, {charte_usage: index < 30}))};
    expect(await rolledUp("re_charte_ecoles", all)).toMatchObject({valeur: 0.75, ic_bas: 0.75, ic_haut: 0.75, drapeaux: ["reponse_forte"]});
  });

  it("says of each answer and each discipline what the survey is worth, though nobody knows how many were expected of them", async () => {
    const answer = (reponse: string, discipline: string, frequence_usage: string): Readonly<Record<string, Cell>> => ({annee_scolaire, reponse, uai: COLLEGE, discipline, frequence_usage, aisance: 3});
    const sources = {...referentiel(), src_enseignants__enseignants: [answer("1", "Lettres", "jamais"), answer("2", "Lettres", "quotidien"), answer("3", "SVT", "quotidien")]};
    const rows = await ask(["mart_indicateur"], sources, "select indicateur, modalite, couverture, drapeaux[1] as note from mart_indicateur where territoire_type = 'departement' and ventilation in ('discipline', 'frequence_usage') order by all", {indicators: ["us_frequence", "us_aisance"]});
    // 3 of the 120 teachers of the collège and the lycée: the same 3 behind each answer, fewer behind a discipline.
    expect(rows).toEqual([
      {indicateur: "us_aisance", modalite: "Lettres", couverture: null, note: "reponse_insuffisante"},
      {indicateur: "us_aisance", modalite: "SVT", couverture: null, note: "reponse_insuffisante"},
      {indicateur: "us_frequence", modalite: "jamais", couverture: 0.025, note: "reponse_insuffisante"},
      {indicateur: "us_frequence", modalite: "quotidien", couverture: 0.025, note: "reponse_insuffisante"}
    ]);
  });

  it("widens the interval when answers of a school go together", async () => {
    const uais = Array.from({length: 20}, (_, index) => `01310${String(index).padStart(2, "0")}C`);
    const answers = (same: boolean): Readonly<Record<string, Cell>>[] =>
      uais.slice(0, 10).flatMap((uai, school) => Array.from({length: 10}, (_, n) => ({annee_scolaire, reponse: `${uai}-${n}`, uai, visualisation_collective: same ? school < 5 : n < 5})));
    const sources = (same: boolean): Parameters<typeof rolledUp>[1] => ({
      src_territoires__communes: communes,
      src_etablissements__annuaire: uais.map((uai) => ({uai, type_etablissement: "Collège", secteur: "public", code_commune: "13063"})),
      src_etablissements__effectifs: uais.map((uai) => ({annee_scolaire, uai, eleves: 400, enseignants: 10})),
      src_enseignants__enseignants: answers(same)
    });
    const together = await rolledUp("us_visualisation_collective", sources(true));
    const apart = await rolledUp("us_visualisation_collective", sources(false));
    expect([together?.["valeur"], apart?.["valeur"]]).toEqual([0.5, 0.5]);
    const width = (row: typeof apart): number => Number(row?.["ic_haut"]) - Number(row?.["ic_bas"]);
    expect(width(together)).toBeGreaterThan(1.5 * width(apart));
  });
});

describe("territories", () => {
  const sources = {...referentiel(), src_ressources__ressources_usages: [{annee_scolaire, uai: ECOLE, dispositif: "Coréprim", acces: 10}, {annee_scolaire, uai: LYCEE, dispositif: "Corrélyce", acces: 50}]};

  it("adds an arrondissement up to its commune, its EPCI, the département and the programme", async () => {
    for (const territoire of [["arrondissement", "13201"], ["commune", "13055"], ["epci", "200054807"], ["departement", "13"], ["programme", "TNE"]] as const) {
      expect((await rolledUp("re_ressources_usages", sources, {territoire: [...territoire]}))?.["numerateur"]).toBe(60);
    }
  });

  it("does not add up an académie that the perimeter does not cover whole", async () => {
    expect(await rolledUp("re_ressources_usages", sources, {territoire: ["academie", "02"]})).toBeUndefined();
  });

  it("counts a school in the circonscription where it was that year", async () => {
    const dated = {
      ...sources,
      src_etablissements__effectifs: [...effectifs("2024-2025"), ...effectifs("2025-2026")],
      src_ressources__ressources_usages: ["2024-2025", "2025-2026"].map((annee) => ({annee_scolaire: annee, uai: ECOLE, dispositif: "Coréprim", acces: 10})),
      src_territoires__rattachements: [
        {uai: ECOLE, type_territoire: "circonscription", code_territoire: "C1", nom_territoire: "Une", debut: "2020-09-01", fin: "2025-08-31"},
        {uai: ECOLE, type_territoire: "circonscription", code_territoire: "C2", nom_territoire: "Deux", debut: "2025-09-01"},
        {uai: ECOLE_2, type_territoire: "circonscription", code_territoire: "C2", nom_territoire: "Deux", debut: "2020-09-01"}
      ]
    };
    const rows = await ask(["mart_indicateur"], dated, "select territoire_code, annee, numerateur, drapeaux from mart_indicateur where territoire_type = 'circonscription' and numerateur is not null and ventilation = 'ensemble' order by annee", {indicators: ["re_ressources_usages"]});
    expect(rows).toEqual([
      {territoire_code: "C1", annee: "2024-2025", numerateur: 10, drapeaux: []},
      {territoire_code: "C2", annee: "2025-2026", numerateur: 10, drapeaux: ["perimetre_modifie"]}
    ]);
  });

  it("gives the value of the département as reference", async () => {
    expect(await rolledUp("re_ressources_usages", sources, {territoire: ["commune", "13055"]})).toMatchObject({reference: 60 / 1200});
  });

  it("takes every département when the perimeter says so", async () => {
    const config = workspaceConfig('perimetre: {departement: "*"}');
    const row = await rolledUp("re_ressources_usages", sources, {config});
    expect(row?.["numerateur"]).toBe(60);
  });
});

describe("time", () => {
  const years = ["2023-2024", "2024-2025"];
  const base = {...referentiel(), src_etablissements__effectifs: years.flatMap((annee) => effectifs(annee))};

  it("gives the change since the year before when both surveys have enough answers", async () => {
    const sources = {...base, src_etic__etic: years.flatMap((annee, index) => [etic(ECOLE, {charte_usage: index === 1}, annee), etic(ECOLE_2, {charte_usage: true}, annee)])};
    expect(await rolledUp("re_charte_ecoles", sources)).toMatchObject({valeur: 1, evolution: 0.5});
  });

  it("refuses the change when one of the surveys has too few, and says so", async () => {
    const sources = {...base, src_etic__etic: [etic(ECOLE, {charte_usage: true}, "2023-2024"), etic(ECOLE, {charte_usage: true}), etic(ECOLE_2, {charte_usage: false})]};
    const row = await rolledUp("re_charte_ecoles", sources);
    expect(row).toMatchObject({valeur: 0.5, evolution: null});
    expect(row?.["drapeaux"]).toContain("evolution_non_comparable");
  });

  it("does not compare across a break of the series, and says so", async () => {
    const week = (debut_semaine: string, visites_eleve: number): Readonly<Record<string, Cell>> => ({debut_semaine, uai: COLLEGE, visites_globales: visites_eleve, visites_eleve});
    const sources = {...referentiel(), src_ressources__dnma: [week("2024-11-04", 1000), week("2025-11-03", 500)]};
    expect(await rolledUp("re_ent_visites_eleve", sources, {annee: "2025-2026"})).toMatchObject({valeur: 1, evolution: null, drapeaux: ["rupture"]});
  });

  it("shows the target of the year, else the next one to come", async () => {
    const target = (annee: string, cible: number): Readonly<Record<string, Cell>> => ({indicateur: "pa_ateliers", territoire_type: "departement", territoire_code: "13", annee_scolaire: annee, cible, document: "Convention"});
    const sources = {
      ...base,
      src_parentalite__parentalite: [{atelier: "a", date: "2023-10-01", uai: ECOLE, type_atelier: "atelier", familles: 3}, {atelier: "b", date: "2024-10-01", uai: ECOLE, type_atelier: "atelier", familles: 3}],
      src_objectifs__objectifs: [target("2022-2023", 1), target("2024-2025", 10), target("2025-2026", 20)]
    };
    expect(await rolledUp("pa_ateliers", sources, {annee: "2023-2024"})).toMatchObject({cible: 10, annee_cible: "2024-2025"});
    expect(await rolledUp("pa_ateliers", sources)).toMatchObject({cible: 10, evolution: 0});
  });

  it("keeps the target of a degré to its degré", async () => {
    const session = {dispositif: "d", session: "s", participant: "p", uai: ECOLE, operateur: "EAFC", modalite: "presentiel", date_debut: "2024-10-01", duree_heures: 3, presence: "present"};
    const target = {indicateur: "fo_enseignants_formes", territoire_type: "departement", territoire_code: "13", annee_scolaire: "2024-2025", document: "Feuille de route"};
    const sources = {...referentiel(), src_formation__formation: [session], src_objectifs__objectifs: [{...target, ventilation: "degre", modalite: "premier", cible: 0.6}]};
    expect(await rolledUp("fo_enseignants_formes", sources, {ventilation: "degre", modalite: "premier"})).toMatchObject({cible: 0.6});
    expect(await rolledUp("fo_enseignants_formes", sources)).toMatchObject({cible: null});
  });

  it("takes the later of two targets that contradict each other, and asks", async () => {
    const target = (document: string, cible: number, _version: string): Readonly<Record<string, Cell>> => ({indicateur: "pa_ateliers", territoire_type: "departement", territoire_code: "13", annee_scolaire: "2024-2025", cible, document, _version});
    const warehouse = await build(["stg_objectifs__objectifs"], {src_objectifs__objectifs: [target("Convention", 10, "1"), target("Avenant", 12, "2")]});
    try {
      expect(await warehouse.rows("select cible, document from stg_objectifs__objectifs")).toEqual([{cible: 12, document: "Avenant"}]);
      const question = houseProject().checks.find(({name}) => name === "cibles_contraires")?.sql ?? "";
      expect(await warehouse.rows(`select indicateur, documents, cibles from (${question})`)).toEqual([{indicateur: "pa_ateliers", documents: ["Avenant", "Convention"], cibles: [10, 12]}]);
    } finally {
      warehouse.close();
    }
  });

  it("keeps the last of two answers of one school in a file, and asks which is right", async () => {
    const warehouse = await build(["stg_etic__etic"], {src_etic__etic: [etic(ECOLE, {charte_usage: true, _ligne: 4}), etic(ECOLE, {charte_usage: false, _ligne: 9})]});
    try {
      expect(await warehouse.rows("select charte_usage from stg_etic__etic")).toEqual([{charte_usage: false}]);
      const question = houseProject().checks.find(({name}) => name === "deux_reponses")?.sql ?? "";
      expect(await warehouse.rows(`select uai, lignes from (${question})`)).toEqual([{uai: ECOLE, lignes: "4, 9"}]);
    } finally {
      warehouse.close();
    }
  });
});
