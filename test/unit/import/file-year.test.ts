import {afterAll, beforeAll, beforeEach, expect, test} from "vitest";
import {yearOfName} from "../../../pipelines/import/file-name.ts";
import {readByFormerRules} from "../../../pipelines/import/former-rules.ts";
import {readLake} from "../../../pipelines/import/lake.ts";
import {parseMapping} from "../../../pipelines/import/mapping.ts";
import {contracts} from "../../../sources/index.ts";
import {newLake, type TestLake} from "./import-kit.ts";
import {zip} from "./package-kit.ts";

// The published sets of the GAR say their school year in the name of the file only.

const TEXT = "acces;libelle_aca;libelle_aca_majuscules;libelle_region_2016;code_academie\n1000;Aix-Marseille;AIX-MARSEILLE;PACA;02\n900;Nice;NICE;PACA;23\n";

let lake: TestLake;
beforeAll(async () => {
  lake = await newLake();
});
afterAll(() => lake.remove());
beforeEach(() => lake.empty());
const years = (): Promise<unknown[]> => lake.rows("gar_academie", "annee_scolaire, code_academie, _non_collecte");

test.each([
  ["fr-en-gar-acces_academie2024-2025.csv", "2024-2025"],
  ["GAR 2024_2025 (accès).csv", "2024-2025"],
  ["gar-2024-25.csv", "2024-2025"],
  ["gar_20242025.csv", "2024-2025"],
  ["gar_2024-2025_2025-09-01.csv", "2024-2025"],
  ["open-data_2023-2024.zip › gar-2024-2025.csv", "2024-2025"],
  ["open-data_2023-2024.zip › gar.csv", "2023-2024"],
  ["fr-en-gar-acces_academie.csv", null],
  ["gar_2024-10-15.csv", null],
  ["gar_2009-10-15.csv", null],
  ["gar-2024-2026.csv", null],
  ["gar_2023-2024_2024-2025.csv", null],
  ["gar 12024-20253.csv", null]
] as const)("%s says %s", (name, year) => {
  expect(yearOfName(name)).toBe(year);
});

test("the name gives its year to each row, from a folder as from an archive", async () => {
  expect(await lake.take("fr-en-gar-acces_academie2024-2025.csv", TEXT)).toMatchObject([{statut: "importe", acceptes: 2}]);
  expect(await years()).toEqual([{annee_scolaire: "2024-2025", code_academie: "02", _non_collecte: expect.not.arrayContaining(["annee_scolaire"])}, {annee_scolaire: "2024-2025", code_academie: "23", _non_collecte: expect.anything()}]);
  expect(readLake(lake.lake)[0]?.manifest).toMatchObject({annees: ["2024-2025"], annee: "2024-2025"});
  expect(readByFormerRules(readLake(lake.lake).map(({manifest}) => manifest), contracts, lake.dir)).toEqual([]);
  lake.empty();
  expect(await lake.take("gar.zip", zip([{name: "acces-2023-2024.csv", content: TEXT}]))).toMatchObject([{statut: "importe", acceptes: 2}]);
  expect(await years()).toMatchObject([{annee_scolaire: "2023-2024"}, {annee_scolaire: "2023-2024"}]);
});

test("a file with no year is refused with the way to mend it; renamed, it is taken", async () => {
  const [refused] = await lake.take("fr-en-gar-acces_academie.csv", TEXT);
  expect(refused).toMatchObject({statut: "refuse", source: "ressources/gar_academie", lus: 2, acceptes: 0, rejetes: 2});
  expect(refused?.messages).toEqual([
    "Ce fichier ne dit pas son année scolaire : ni une colonne « annee_scolaire », ni son nom.",
    "Renommez-le avec son année (par exemple gar-academie_2024-2025.csv), ajoutez-lui la colonne « annee_scolaire », ou donnez-la par une correspondance (constantes → annee_scolaire)."
  ]);
  expect(await lake.take("gar-2024-2025.csv", TEXT)).toMatchObject([{statut: "importe"}]);
  expect(await lake.take("gar-2024-2025.csv", TEXT)).toMatchObject([{statut: "deja"}]);
  // Named for the wrong year, then mended.
  expect(await lake.take("gar-2023-2024.csv", TEXT)).toMatchObject([{statut: "importe"}]);
  expect(await years()).toMatchObject([{annee_scolaire: "2023-2024"}, {annee_scolaire: "2023-2024"}]);
});

test("a column of the file, or the constant of a mapping, goes before the name", async () => {
  await lake.take("gar-2024-2025.csv", `annee_scolaire;${TEXT.replaceAll(/\n(?=\d)/g, "\n2022-2023;")}`);
  expect(await years()).toMatchObject([{annee_scolaire: "2022-2023"}, {annee_scolaire: "2022-2023"}]);
  lake.empty();
  const mapping = parseMapping("gar.yml", "source: gar_academie\nsignature: [acces, code_academie]\ncolonnes: {acces: acces, code_academie: code_academie}\nconstantes: {annee_scolaire: 2021-2022}", contracts);
  await lake.take("gar-2024-2025.csv", TEXT, {mappings: [mapping]});
  expect(await years()).toMatchObject([{annee_scolaire: "2021-2022"}, {annee_scolaire: "2021-2022"}]);
});

test("the year of a name changes nothing for the contracts that do not ask for it", async () => {
  await lake.take("effectifs-2023-2024.csv", "annee_scolaire;uai;eleves\n2024-2025;0130007M;312\n");
  expect(await lake.rows("effectifs", "annee_scolaire")).toEqual([{annee_scolaire: "2024-2025"}]);
  expect(readLake(lake.lake)[0]?.manifest).not.toHaveProperty("annee");
});
