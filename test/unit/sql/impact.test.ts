import {describe, expect, it} from "vitest";
import {COLLEGE, ECOLE, ECOLE_2, LYCEE, ask, effectifs, referentiel, type Cell, type Sources} from "./kit.ts";
import {smallWorld} from "./small-world.ts";

type Row = Readonly<Record<string, Cell>>;
const delivery = (uai: string, date_mise_en_service: string | null, more: Row = {}): Row => ({
  commande: `c-${uai}-${date_mise_en_service ?? "sans"}`, bordereau: "b", ligne: 1, date_livraison: "2023-09-10", date_mise_en_service, uai, quantite_livree: 3, beneficiaire: "classe", ...more
});
const equipped = (deliveries: readonly Row[]): Sources => ({
  ...referentiel("2023-2024"),
  src_etablissements__effectifs: [...effectifs("2023-2024"), ...effectifs("2024-2025")],
  src_etic__etic: [{annee_scolaire: "2023-2024", uai: LYCEE}, {annee_scolaire: "2024-2025", uai: LYCEE}],
  src_equipement__equipement: deliveries
});
const exposition = (sources: Sources, column: string): Promise<Record<string, Cell>[]> =>
  ask(["imp_exposition"], sources, `select uai, annee, ${column} as v from imp_exposition where uai in ('${ECOLE}', '${COLLEGE}') order by uai, annee`);

describe("exposure to equipment", () => {
  it("begins the year when the first equipment for classes is in service before 1 January, otherwise the next year, and lasts", async () => {
    const rows = await exposition(equipped([delivery(ECOLE, "2023-12-31"), delivery(COLLEGE, "2024-01-01")]), "equipement_classe");
    expect(rows.map(({v}) => v)).toEqual([1, 1, 0, 1]);
  });

  it("takes the delivery when nothing says the day of service", async () => {
    expect((await exposition(equipped([delivery(ECOLE, null)]), "equipement_classe")).map(({v}) => v)).toEqual([1, 1, 0, 0]);
  });

  it("does not count what goes to new teachers or families, or was never delivered", async () => {
    const rows = await exposition(equipped([delivery(ECOLE, "2023-10-01", {beneficiaire: "neo_titulaire"}), delivery(COLLEGE, "2023-10-01", {quantite_livree: 0})]), "equipement_classe");
    expect(rows.map(({v}) => v)).toEqual([0, 0, 0, 0]);
  });

  it("is unknown, not zero, without any delivery file", async () => {
    expect((await exposition(equipped([]), "equipement_classe")).map(({v}) => v)).toEqual([null, null, null, null]);
  });

  it("counts the years since the first service", async () => {
    expect((await exposition(equipped([delivery(ECOLE, "2023-10-01")]), "annees_equipement")).map(({v}) => v)).toEqual([1, 2, 0, 0]);
  });
});

describe("what each school is exposed to", () => {
  it("is counted by hand on the small world", async () => {
    const rows = await ask(["imp_exposition"], smallWorld, "select * exclude (annee, premiere_mise_en_service) from imp_exposition where annee = '2024-2025' order by uai");
    expect(rows).toMatchObject([
      // 9 hours for 12 teachers, one of them trained; 6 classes of 10; two workshops.
      {uai: ECOLE, part_classes_socle: 0.6, part_enseignants_formes: 1 / 12, heures_par_enseignant: 0.75, ent_ouvert: 0, ateliers_parents: 2, departement_pilote: 1},
      {uai: ECOLE_2, part_classes_socle: 0.4, part_enseignants_formes: 0, heures_par_enseignant: 0, ateliers_parents: 0},
      {uai: COLLEGE, part_classes_socle: null, part_enseignants_formes: 1 / 40, ent_ouvert: 1},
      {uai: LYCEE, equipement_classe: 0, part_enseignants_formes: 0}
    ]);
  });

  it("leaves the share of trained teachers unknown when the number of teachers is", async () => {
    const sources = {...smallWorld, src_etablissements__effectifs: effectifs().map((row) => ({...row, enseignants: null}))};
    const [row] = await ask<{part_enseignants_formes: number | null}>(["imp_exposition"], sources, `select part_enseignants_formes from imp_exposition where uai = '${ECOLE}'`);
    expect(row?.part_enseignants_formes).toBeNull();
  });
});

describe("results that can be studied", () => {
  it("are shares, ratios and means of use and skills, never of equipment or training", async () => {
    const rows = await ask<{indicateur: string; uai: string; valeur: number; niveau_etude: string}>(["imp_resultat"], smallWorld, "select indicateur, uai, valeur, niveau_etude from imp_resultat");
    expect(rows.find(({indicateur, uai}) => indicateur === "us_pix_score" && uai === LYCEE)).toMatchObject({valeur: 200, niveau_etude: "lycee"});
    expect(rows.filter(({indicateur}) => /^(eq|fo|bu|pi)_/.test(indicateur))).toEqual([]);
  });

  it("know what measured them and when, and say which ones are out of season", async () => {
    const at = (number: number, date_passage: string, session: string): Row => ({certification: `c${number}`, personne: `e${number}`, statut: "Validée", score: 300, session, date_passage});
    const sources = {
      ...referentiel(),
      src_territoires__correspondances: [{systeme: "pix_session", libelle: "1", uai: COLLEGE}, {systeme: "pix_session", libelle: "2", uai: LYCEE}],
      src_pix__certification: [at(1, "2023-03-10", "1"), at(2, "2024-03-12", "1"), at(3, "2024-10-05", "1"), at(4, "2024-03-10", "2")]
    };
    const rows = await ask(["imp_resultat"], sources, `select annee, instrument, jour_median, est_de_saison from imp_resultat where indicateur = 'us_pix_score' and uai = '${COLLEGE}' order by annee`);
    expect(rows).toEqual([
      {annee: "2022-2023", instrument: "certification", jour_median: 190, est_de_saison: true},
      {annee: "2023-2024", instrument: "certification", jour_median: 193, est_de_saison: true},
      {annee: "2024-2025", instrument: "certification", jour_median: 34, est_de_saison: false}
    ]);
  });
});
