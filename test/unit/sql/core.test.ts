import {existsSync, readFileSync} from "node:fs";
import path from "node:path";
import {parse} from "csv-parse/sync";
import {describe, expect, it} from "vitest";
import {COLLEGE, ECOLE, LYCEE, ask, communes, effectifs, referentiel, root, type Cell, type Sources} from "./kit.ts";

const annee_scolaire = "2024-2025";

describe("staging", () => {
  it("keeps the latest version of a key", async () => {
    const sources = {src_etablissements__effectifs: [{annee_scolaire, uai: ECOLE, eleves: 100, _version: "2"}, {annee_scolaire, uai: ECOLE, eleves: 90, _version: "1"}]};
    expect(await ask(["stg_etablissements__effectifs"], sources, "select uai, eleves from stg_etablissements__effectifs")).toEqual([{uai: ECOLE, eleves: 100}]);
  });

  it("finds the school of a Pix campaign by its organisation, by its number, else by the file", async () => {
    const row = (organisation: string, campagne_id: string, uai: string | null): Readonly<Record<string, Cell>> => ({organisation, campagne_id, personne: "p", date_debut: "2024-10-01 10:00:00", partage: false, _uai_fichier: uai});
    const sources = {
      src_territoires__correspondances: [{systeme: "pix_organisation", libelle: "Lycée de l'Étoile", uai: LYCEE}, {systeme: "pix_campagne", libelle: "12", uai: COLLEGE}],
      src_pix__campagne_evaluation: [row("LYCEE  DE L’ETOILE", "11", null), row("Lycée de l'Étoile", "12", null), row("Inconnu", "13", ECOLE), row("Inconnu", "14", null)]
    };
    expect(await ask(["stg_pix__campagne_evaluation"], sources, "select campagne_id, uai from stg_pix__campagne_evaluation order by campagne_id")).toEqual([
      {campagne_id: "11", uai: LYCEE}, {campagne_id: "12", uai: COLLEGE}, {campagne_id: "13", uai: ECOLE}, {campagne_id: "14", uai: null}
    ]);
  });

  it("reads the school year from 1 September to 31 August", async () => {
    const sources = {src_parentalite__parentalite: [{atelier: "a", date: "2024-08-31", uai: ECOLE}, {atelier: "b", date: "2024-09-01", uai: ECOLE}]};
    expect(await ask(["stg_parentalite__parentalite"], sources, "select annee from stg_parentalite__parentalite order by atelier")).toEqual([{annee: "2023-2024"}, {annee: "2024-2025"}]);
  });
});

describe("the school register", () => {
  it("knows what each school is", async () => {
    const sources = {...referentiel(), src_etic__etic: [{annee_scolaire, uai: ECOLE}]};
    expect(await ask(["dim_etablissement"], sources, "select type_etablissement, degre, education_prioritaire, eleves from dim_etablissement order by uai")).toEqual([
      {type_etablissement: "ecole_elementaire", degre: "premier", education_prioritaire: "rep_plus", eleves: 200},
      {type_etablissement: "ecole_primaire", degre: "premier", education_prioritaire: "hors_ep", eleves: 100},
      {type_etablissement: "college", degre: "second", education_prioritaire: "hors_ep", eleves: 500},
      {type_etablissement: "lycee_polyvalent", degre: "second", education_prioritaire: "hors_ep", eleves: 1000}
    ]);
  });

  it("leaves out the schools of another département", async () => {
    const sources = {...referentiel(), src_etablissements__effectifs: [...effectifs(), {annee_scolaire, uai: "0840001V", eleves: 50}]};
    expect(await ask(["dim_etablissement"], sources, "select count(*) as n from dim_etablissement")).toEqual([{n: 4}]);
  });

  it("carries the figures of the nearest year, an earlier one first, and says which", async () => {
    const sources = {...referentiel("2022-2023"), src_etic__etic: [{annee_scolaire, uai: ECOLE}], src_etablissements__effectifs: [...effectifs("2022-2023"), {annee_scolaire: "2025-2026", uai: ECOLE, eleves: 300}]};
    expect(await ask(["dim_etablissement"], sources, `select eleves, annee_eleves, annee_effectifs from dim_etablissement where uai = '${ECOLE}' and annee = '2024-2025'`)).toEqual([{eleves: 200, annee_eleves: "2022-2023", annee_effectifs: "2022-2023"}]);
  });

  it("does not count a school before it opens", async () => {
    const [first, ...rest] = referentiel()["src_etablissements__annuaire"] ?? [];
    const sources = {...referentiel(), src_etablissements__effectifs: [], src_etic__etic: [{annee_scolaire, uai: COLLEGE}], src_etablissements__annuaire: [{...first, date_ouverture: "2025-09-01"}, ...rest]};
    expect(await ask(["dim_etablissement"], sources, "select count(*) as n from dim_etablissement")).toEqual([{n: 3}]);
  });

  it("counts a school that closed, or merged into another, in the years when a source of the year names it, and not after", async () => {
    const register = referentiel()["src_etablissements__annuaire"] ?? [];
    const [closed] = register;
    const before = effectifs("2023-2024");
    const sources = {
      ...referentiel(),
      // The register of last year gave it open; this year's says it closed, and its pupils went to the other.
      src_etablissements__annuaire: [...register.map((row) => ({...row, _version: "1"})), {...closed, etat: "FERME", _version: "2"}],
      src_etablissements__effectifs: [...before, ...effectifs().slice(1).map((row) => (row["uai"] === "0130002E" ? {...row, eleves: 300} : row))],
      src_etic__etic: ["2023-2024", annee_scolaire].map((annee) => ({annee_scolaire: annee, uai: COLLEGE}))
    };
    expect(await ask(["dim_etablissement"], sources, "select annee, count(*) as ecoles, sum(eleves)::integer as eleves from dim_etablissement where degre = 'premier' group by annee order by annee")).toEqual([
      {annee: "2023-2024", ecoles: 2, eleves: 300}, {annee: "2024-2025", ecoles: 1, eleves: 300}
    ]);
  });

  const data = path.resolve(root, "..", "shared", "data");
  it.skipIf(!existsSync(data))("works with nothing but the real IPS files of the département (skipped without the shared data)", async () => {
    const sources: Sources = {src_territoires__communes: realCommunes(data), ...realIps(data)};
    const rows = await ask(
      ["dim_territoire"],
      sources,
      `select type_etablissement, count(*) as n, count(ips) as n_ips from dim_etablissement group by all order by n desc`
    );
    expect(rows).toEqual([
      {type_etablissement: "ecole_elementaire", n: 507, n_ips: 507},
      {type_etablissement: "college", n: 190, n_ips: 190},
      {type_etablissement: "ecole_primaire", n: 172, n_ips: 172},
      {type_etablissement: "lycee_general", n: 52, n_ips: 52},
      {type_etablissement: "lycee_professionnel", n: 38, n_ips: 38},
      {type_etablissement: "lycee_polyvalent", n: 32, n_ips: 32}
    ]);
    const quartiers = await ask(["dim_territoire"], sources, "select quartile_ips, count(*) as n from dim_etablissement where degre = 'premier' group by all order by quartile_ips");
    expect(quartiers.map((row) => row["n"])).toEqual([170, 170, 170, 169]);
    const territories = await ask(["dim_territoire"], sources, "select type, count(*) as n from dim_territoire group by all order by type");
    expect(territories).toEqual([
      {type: "academie", n: 1}, {type: "arrondissement", n: 16}, {type: "commune", n: 119}, {type: "departement", n: 1}, {type: "epci", n: 4}, {type: "national", n: 1}, {type: "programme", n: 1}
    ]);
  });
});

describe("territories", () => {
  it("name their parents", async () => {
    const sources = {...referentiel(), src_etic__etic: [{annee_scolaire, uai: ECOLE}]};
    expect(await ask(["dim_territoire"], sources, "select academie, departement, epci, commune, n_etablissements, n_eleves, population from dim_territoire where type = 'arrondissement'")).toEqual([
      {academie: "02", departement: "13", epci: "200054807", commune: "13055", n_etablissements: 2, n_eleves: 1200, population: 40000}
    ]);
  });

  it("keep the communes without any school", async () => {
    const sources = {src_territoires__communes: [...communes, {code: "13099", nom: "Sans école", type: "commune-actuelle", commune_parente: null, code_departement: "13", code_epci: null, nom_epci: null, population: 10}], src_etablissements__annuaire: referentiel()["src_etablissements__annuaire"] ?? []};
    expect(await ask(["dim_territoire"], sources, "select nom, n_etablissements from dim_territoire where code = '13099'")).toEqual([{nom: "Sans école", n_etablissements: 0}]);
  });
});

describe("the published values and targets", () => {
  it("speak of indicators that exist", async () => {
    const codes = await ask<{code: string}>(["stg_objectifs__reperes"], {}, "select code from ref_indicateur");
    const known = new Set(codes.map(({code}) => code));
    for (const file of ["reperes-feuille-de-route-2014.csv", "objectifs-feuille-de-route-2014.csv", "reperes-tne-13.csv", "objectifs-tne-13.csv"]) {
      const rows = readCsv(path.join(root, "sources/objectifs", file));
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter((row) => !known.has(row["indicateur"] ?? ""))).toEqual([]);
    }
  });
});

type Records = readonly Readonly<Record<string, string>>[];

function readCsv(file: string): Records {
  return parse(readFileSync(file, "utf8"), {columns: true, delimiter: ";", bom: true}) as Records;
}

function realCommunes(data: string): Readonly<Record<string, Cell>>[] {
  return readCsv(path.join(data, "communes-dept13-2026.csv")).map((row) => ({
    code: row["code_insee"] ?? null, nom: row["nom"] ?? null, type: row["type"] ?? null, commune_parente: row["commune_parente"] || null, code_departement: null,
    code_epci: row["siren_epci"] || null, nom_epci: row["nom_epci"] || null, population: Number(row["population"])
  }));
}

function realIps(data: string): Sources {
  const school = (row: Readonly<Record<string, string>>): Readonly<Record<string, Cell>> => ({
    annee_scolaire: row["rentree_scolaire"] ?? null, uai: row["uai"] ?? null, nom: row["nom_de_l_etablissment"] ?? null, code_commune: row["code_insee_de_la_commune"] ?? null, secteur: row["secteur"] ?? null,
    effectifs: Number(row["effectifs"] ?? row["effectifs_ensemble_gt_pro"]), ips: Number(row["ips"] ?? row["ips_ensemble_gt_pro"])
  });
  return {
    src_etablissements__ips_ecoles: readCsv(path.join(data, "ips-ecoles-2022-2023-dept013.csv")).map(school),
    src_etablissements__ips_colleges: readCsv(path.join(data, "ips-colleges-2022-2023-dept013.csv")).map(school),
    src_etablissements__ips_lycees: readCsv(path.join(data, "ips-lycees-2022-2023-dept013.csv")).map((row) => ({...school(row), type_lycee: row["type_de_lycee"] ?? null}))
  };
}
