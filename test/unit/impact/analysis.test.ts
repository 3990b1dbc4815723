import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {VigieError} from "../../../pipelines/lib/errors.ts";
import type {Database} from "../../../pipelines/lib/duckdb.ts";
import {analyseRows, analyseWorld, codesOf, impactDatabase} from "./kit.ts";
import {makeWorld, type SchoolYear} from "./worlds.ts";

let db: Database;
beforeAll(async () => {
  db = await impactDatabase();
});
afterAll(() => {
  db.close();
});

/** Without shocks by commune the pre-test has its nominal level, and this seed passes it. */
const quiet = {seed: 3, chocCommune: 0};

describe("a world with parallel trends", () => {
  it("gives back the planted effect within its interval, with the strongest word when a researcher signed beforehand", async () => {
    const {verite} = makeWorld(quiet);
    const report = await analyseWorld(db, quiet);
    const [main] = report.resultats;
    expect(report.mot).toBe("impact");
    expect(main?.bas).toBeLessThan(verite);
    expect(main?.haut).toBeGreaterThan(verite);
    expect(main).toMatchObject({exposes: 80, temoins: 120, comparaisons_avant: 3});
    expect(report.evenements[0]?.points.map(({e}) => e)).toEqual([-4, -3, -2, -1, 0, 1, 2]);
    expect(report.evenements[0]?.points.find(({e}) => e === -1)).toEqual({e: -1, effet: 0, bas: null, haut: null});
  });

  it("says « effet estimé » when no researcher signed, « écart » when the analysis is exploratory", async () => {
    expect((await analyseWorld(db, quiet, {signataires: [{nom: "DRANE", qualite: "drane"}]})).mot).toBe("effet estimé");
    const exploratory = await analyseWorld(db, quiet, {exploratoire: true});
    expect(exploratory.mot).toBe("écart");
    expect(exploratory.avertissements.join(" ")).toContain("exploratoire");
  });

  it("refuses the word for the programme as a whole", async () => {
    const report = await analyseWorld(db, quiet, {exposition: {libelle: "Programme", conditions: [{mesure: "equipement_classe", minimum: 1}, {mesure: "departement_pilote", minimum: 1}]}});
    expect(report.mot).toBe("écart");
    expect(codesOf(report)).toContain("programme_entier");
  });

  it("gives parents' workshops no more than an écart", async () => {
    const report = await analyseWorld(db, quiet, {exposition: {libelle: "Ateliers", conditions: [{mesure: "ateliers_parents", minimum: 1}]}});
    expect(report.mot).toBe("écart");
    expect(codesOf(report)).toContain("volet_sans_exposition");
  });

  it("sees no difference where none was planted, and says what it would have missed", async () => {
    const report = await analyseWorld(db, {...quiet, effets: [0], effetDispersion: 0});
    expect(report.phrase).toMatch(/^Pas d'effet décelé : .* n'aurait pas été vu\.$/);
  });

  it("gives the same figure without each territory, in other windows and with the other comparison", async () => {
    const report = await analyseWorld(db, quiet);
    expect(report.robustesse.map(({nom}) => nom)).toEqual(["autre_comparaison", "sans_premiere", "sans_derniere", ...Array.from({length: 8}, (_, index) => `sans:B${index}`)]);
    for (const {effet} of report.robustesse) expect(Math.abs((effet ?? 0) - (report.resultats[0]?.effet ?? 0))).toBeLessThan(5);
    expect(report.par_territoire.length).toBeGreaterThanOrEqual(5);
  });

  it("leaves out académies where départements are too many too", async () => {
    const rows = makeWorld({...quiet, communes: 90}).rows.map((row) => ({...row, bassin: `B${row.commune}`}));
    const report = await analyseRows(db, rows, {}, `
      update dim_etablissement set code_departement = 'D' || right(code_commune, 2);
      insert into dim_territoire (type, code, nom, academie) select distinct 'departement', code_departement, code_departement, 'A' || (right(code_departement, 1)::integer % 5) from dim_etablissement`);
    expect(report.robustesse.flatMap(({nom}) => (nom.startsWith("sans:") ? [nom] : []))).toEqual(["A0", "A1", "A2", "A3", "A4"].map((code) => `sans:academie:${code}`));
  });

  it("leaves out départements, not bassins, where there are too many of these to be read", async () => {
    const rows = makeWorld({...quiet, communes: 90}).rows.map((row) => ({...row, bassin: `B${row.commune}`}));
    const report = await analyseRows(db, rows, {}, "update dim_etablissement set code_departement = 'D' || (right(code_commune, 1)::integer % 5)");
    expect(report.robustesse.map(({nom}) => nom)).toEqual(["autre_comparaison", "sans_premiere", "sans_derniere", "sans:D0", "sans:D1", "sans:D2", "sans:D3", "sans:D4"]);
    expect(report.par_territoire.map(({territoire}) => territoire)).toEqual(["D0", "D1", "D2", "D3", "D4"]);
  });
});

describe("other estimators", () => {
  it("reads one change per school when the protocol says avant_apres", async () => {
    const report = await analyseWorld(db, quiet, {estimateur: "avant_apres"});
    expect(report.resultats[0]?.effet).toBeCloseTo(report.autres_estimateurs.welch?.effet ?? Number.NaN, 12);
    expect(report.mot).toBe("impact");
  });

  it("calls a dose-response an association, whatever the protocol", async () => {
    const report = await analyseWorld(db, quiet, {estimateur: "dose_reponse", dose: {mesure: "heures_par_enseignant", ajustement: []}});
    expect(report.mot).toBe("association");
    expect(report.phrase).toContain("heures");
    expect(report.autres_estimateurs.dose?.quarts.map(({n}) => n)).toEqual([50, 50, 50, 50]);
  });

  it("permutes territories and gives no interval, only an écart", async () => {
    // Cohorts by bassin: two exposed among eight.
    const rows = makeWorld(quiet).rows.map((row) => ({...row, groupe: row.bassin < "B2" ? 2022 : 0}));
    const report = await analyseRows(db, rows, {estimateur: "permutation", grappe: "bassin"});
    expect(report.mot).toBe("écart");
    expect(report.autres_estimateurs.permutation).toMatchObject({n_exposes: 2, n_temoins: 6, permutations: 28, code: null});
    expect(codesOf(report)).toContain("grappes_insuffisantes");
  });
});

describe("worlds that must be refused", () => {
  const refused = async (rows: readonly SchoolYear[], changes = {}, spoil?: string): Promise<{mot: string | null; codes: string[]; phrase: string}> => {
    const report = await analyseRows(db, rows, changes, spoil);
    return {mot: report.mot, codes: codesOf(report), phrase: report.phrase};
  };
  const world = (cohortes: Readonly<Record<number, number>>): readonly SchoolYear[] => makeWorld({...quiet, cohortes}).rows;

  it("withdraws the word when trends drift apart before exposure", async () => {
    const report = await analyseWorld(db, {...quiet, derive: 6});
    expect(report.mot).toBe("écart");
    expect(codesOf(report)).toContain("tendances_non_paralleles");
  });

  it("withdraws the word when the arms lose results unequally, and counts who is lost", async () => {
    const report = await analyseWorld(db, {...quiet, pertes: [0.1, 0]});
    expect(report.mot).toBe("écart");
    expect(codesOf(report)).toEqual(expect.arrayContaining(["panel_incomplet", "pertes_differentes"]));
    const [cohort] = report.devis.cohortes;
    expect((cohort?.gardes ?? 0) + (cohort?.perdus.reduce((sum, {n}) => sum + n, 0) ?? 0)).toBe(40);
    expect(cohort?.perdus[0]?.motif).toBe("resultat_absent");
  });

  it("keeps the word when both arms lose a few results alike", async () => {
    expect(codesOf(await analyseWorld(db, {...quiet, pertes: [0.02, 0.02]}))).toEqual(["panel_incomplet"]);
  });

  it("has no figure without any school to compare with", async () => {
    const {mot, codes, phrase} = await refused(world({2022: 60}));
    expect({mot, codes}).toEqual({mot: null, codes: ["sans_controle"]});
    expect(phrase).toContain("Aucun établissement non exposé");
  });

  it("has no figure when every school was exposed the first year", async () => {
    const {mot, codes} = await refused(world({2019: 60}));
    expect(mot).toBeNull();
    expect(codes).toContain("traite_des_le_depart");
  });

  it("has no figure when exposure comes after the end, and says to wait", async () => {
    const rows = world({0: 60, 2030: 30});
    const {mot, codes, phrase} = await refused(rows);
    expect({mot, codes}).toEqual({mot: null, codes: ["sans_expose"]});
    expect(phrase).toContain("rien à mesurer");
  });

  it("has no figure when a year of results is missing everywhere, and names it", async () => {
    const {mot, codes, phrase} = await refused(world({0: 60, 2022: 40}), {}, "delete from imp_resultat where annee = '2021-2022'");
    expect({mot, codes}).toEqual({mot: null, codes: ["resultat_absent_une_annee"]});
    expect(phrase).toContain("2021-2022");
  });

  it("has no figure for a constant outcome", async () => {
    expect(await refused(world({0: 60, 2022: 40}), {}, "update imp_resultat set valeur = 300")).toMatchObject({mot: null, codes: ["resultat_constant"]});
  });

  it("has no figure when every school of an arm changes alike: an interval of nothing is not believed", async () => {
    expect(await refused(world({0: 60, 2022: 40}), {}, "update imp_resultat set valeur = 300 + left(annee, 4)::integer")).toMatchObject({mot: null, codes: ["variation_identique"]});
  });

  it("has a figure and no interval with one cluster", async () => {
    const rows = world({0: 60, 2022: 40}).map((row) => ({...row, commune: "C000"}));
    const {mot, codes, phrase} = await refused(rows);
    expect(mot).toBe("écart");
    expect(codes).toContain("grappes_insuffisantes");
    expect(phrase).toContain("sans intervalle");
  });

  it("has no figure from a group of fewer than five schools", async () => {
    const {mot, codes, phrase} = await refused(world({0: 60, 2022: 4}));
    expect({mot, codes}).toEqual({mot: null, codes: ["groupe_trop_petit"]});
    expect(phrase).toContain("moins de 5");
  });

  it("has no figure across a break of the series", async () => {
    expect(await refused(world({0: 60, 2022: 40}), {}, "update ref_indicateur set ruptures = [{'annee': '2023-2024', 'motif': 'nouveau référentiel'}]")).toMatchObject({mot: null, codes: ["serie_rompue"]});
  });

  it("has no figure from a survey that fewer than half answered", async () => {
    expect(await refused(world({0: 60, 2022: 40}), {}, "update ref_indicateur set sources = ['enseignants']; update imp_resultat set attendu = 100, repondu = 41")).toMatchObject({mot: null, codes: ["reponse_insuffisante"]});
  });

  it("has no figure for an outcome that the catalogue does not have", async () => {
    expect(await refused(world({0: 60, 2022: 40}), {resultats: {principal: {indicateur: "eq_tni"}}, famille: ["eq_tni"]})).toMatchObject({mot: null, codes: ["resultat_inconnu"]});
  });

  it("has no figure from a warehouse without any school or result", async () => {
    expect(await refused(world({0: 60, 2022: 40}), {}, "delete from imp_resultat")).toMatchObject({mot: null, codes: ["resultat_absent_une_annee"]});
    expect(await refused(world({0: 60, 2022: 40}), {}, "delete from dim_etablissement")).toMatchObject({mot: null, codes: ["resultat_absent_une_annee"]});
  });

  it("cannot check trends with a single year before, and says how many are needed", async () => {
    const {mot, codes, phrase} = await refused(makeWorld({...quiet, debut: 2022, annees: 3, cohortes: {0: 80, 2024: 40}}).rows, {periode: {debut: "2022-2023", fin: "2024-2025"}});
    expect({mot, codes}).toEqual({mot: "écart", codes: ["tendances_non_verifiables"]});
    expect(phrase).toContain("Écart d'évolution");
  });
});

describe("who is in the panel", () => {
  const rows = makeWorld({...quiet, cohortes: {0: 60, 2022: 40}}).rows;

  it("loses a school that changes UAI, and keeps it when the protocol says that it is the same", async () => {
    // The check letters of these two are right.
    const before = "0139001N";
    const after = "0139002P";
    const renamed = rows.map((row): SchoolYear => (row.etab === "E0001" ? {...row, etab: row.annee < 2022 ? before : after} : row));
    const total = (report: {devis: {cohortes: readonly {gardes: number}[]}}): number => report.devis.cohortes.reduce((sum, {gardes}) => sum + gardes, 0);
    const lost = await analyseRows(db, renamed);
    expect(total(lost)).toBe(99);
    const kept = await analyseRows(db, renamed, {continuites: [{ancien: before, nouveau: after, motif: "fusion"}]});
    expect(total(kept)).toBe(100);
    expect(kept.devis.declarations).toEqual([`${before} devenu ${after} : fusion`]);
  });

  it("counts a school whose exposure is unknown, and leaves it out", async () => {
    const report = await analyseRows(db, rows, {}, "update imp_exposition set equipement_classe = null where uai = 'E0001' and annee = '2021-2022'");
    expect(report.devis.ecartes).toEqual([{motif: "exposition_inconnue", libelle: "exposition inconnue", n: 1}]);
    expect(report.devis.n_population).toBe(100);
  });

  it("lets a condition that fails settle an otherwise unknown year", async () => {
    const report = await analyseRows(db, rows, {exposition: {libelle: "Les deux", conditions: [{mesure: "equipement_classe", minimum: 1}, {mesure: "part_enseignants_formes", minimum: 0.5}]}},
      "update imp_exposition set part_enseignants_formes = null where equipement_classe = 0");
    expect(report.devis.ecartes).toEqual([]);
  });

  it("leaves out a year measured out of season, otherwise, or on too few pupils, with its reason", async () => {
    const report = await analyseRows(db, rows, {}, `
      update imp_resultat set est_de_saison = false where uai = 'E0001' and annee = '2020-2021';
      update imp_resultat set instrument = 'parcours' where uai = 'E0002' and annee = '2020-2021';
      update imp_resultat set n_unites = 4 where uai = 'E0003' and annee = '2020-2021'`);
    const reasons = report.devis.cohortes.flatMap(({perdus}) => perdus.map(({motif, n}) => `${motif} ${n}`)).sort();
    expect(reasons).toEqual(["effectif_trop_faible 1", "instrument_change 1", "mesure_hors_saison 1"]);
  });

  it("reads a logarithm back as a percentage", async () => {
    const report = await analyseRows(db, rows, {resultats: {principal: {indicateur: "us_pix_score", echelle: "log"}}},
      "update imp_resultat set valeur = exp(hash(uai) % 7 / 10.0 + (hash(uai || annee) % 100) / 5000.0 + case when (uai, annee) in (select (uai, annee) from imp_exposition where equipement_classe = 1) then 0.2 else 0 end)");
    expect(report.resultats[0]?.unite).toBe("%");
    expect(report.resultats[0]?.effet).toBeCloseTo(Math.expm1(0.2), 2);
    expect(report.resultats[0]?.effet_texte).toMatch(/^\+2[12](,\d)? %$/);
  });
});

describe("registration", () => {
  it("refuses to run when results of the period were in the lake before the protocol", async () => {
    await expect(analyseWorld(db, quiet, {enregistre_le: "2026-01-15"})).rejects.toThrow(VigieError);
    await expect(analyseWorld(db, quiet, {enregistre_le: "2026-01-15"})).rejects.toThrow(/déjà dans le lac/);
    expect((await analyseWorld(db, quiet, {enregistre_le: "2026-01-15", exploratoire: true})).mot).toBe("écart");
  });

  it("refuses a study that would begin after the exposure of some schools", async () => {
    await expect(analyseWorld(db, quiet, {periode: {debut: "2019-2020", fin: "2024-2025", etude_depuis: "2023-2024"}})).rejects.toThrow(/exposés dès 2022-2023/);
  });
});
