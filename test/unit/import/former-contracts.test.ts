import {afterAll, beforeAll, beforeEach, expect, test} from "vitest";
import {relationName, type Contract} from "../../../pipelines/lib/contract/contract.ts";
import {entier, texte} from "../../../pipelines/lib/contract/kinds.ts";
import {readByFormerRules} from "../../../pipelines/import/former-rules.ts";
import {readLake} from "../../../pipelines/import/lake.ts";
import {findReplaced} from "../../../pipelines/import/replaced.ts";
import {createSources} from "../../../pipelines/import/sources.ts";
import {contracts} from "../../../sources/index.ts";
import {newLake, type TestLake} from "./import-kit.ts";

// What a lake holds was written by the contracts of its day: it stays readable whatever they become.

const today = contracts.find(({objet}) => objet === "objectifs") as Contract;
const relation = relationName(today);
const HEADER = "indicateur;territoire_type;territoire_code;ventilation;modalite;annee_scolaire;cible;document";
const ROW = "eq_parc_recent;departement;13;ensemble;ensemble;2024-2025;0,5;feuille de route";

/** The contract as it was before it gained these columns. */
function without(...names: string[]): Contract {
  return {...today, columns: Object.fromEntries(Object.entries(today.columns).filter(([name]) => !names.includes(name)))};
}

let space: TestLake;
beforeAll(async () => {
  space = await newLake();
});
afterAll(() => space.remove());
beforeEach(() => space.empty());

test("a column that the contract has gained since reads as not collected, in the models and in what tells replaced rows", async () => {
  await space.take("ancien.csv", `${HEADER}\n${ROW}\n`, {contracts: [without("ventilation", "modalite")]});
  await space.take("nouveau.csv", `${HEADER}\n${ROW}\n${ROW.replace(";13;", ";84;")}\n`, {contracts: [today]});
  await createSources(space.db, space.lake, [today]);
  expect(await space.db.rows(`SELECT territoire_code, ventilation, modalite, cible, _non_collecte FROM ${relation} ORDER BY ALL`)).toEqual([
    {territoire_code: "13", ventilation: "ensemble", modalite: "ensemble", cible: 0.5, _non_collecte: []},
    {territoire_code: "13", ventilation: null, modalite: null, cible: 0.5, _non_collecte: ["ventilation", "modalite"]},
    {territoire_code: "84", ventilation: "ensemble", modalite: "ensemble", cible: 0.5, _non_collecte: []}
  ]);
  expect(await findReplaced(space.lake, [today])).toEqual([]);
});

test("a column that the contract has lost is left aside", async () => {
  await space.take("ancien.csv", `${HEADER}\n${ROW}\n`, {contracts: [today]});
  const contract = without("modalite", "document");
  await createSources(space.db, space.lake, [contract]);
  const [row] = await space.db.rows(`SELECT * FROM ${relation}`);
  expect(Object.keys(row ?? {})).toEqual(["indicateur", "territoire_type", "territoire_code", "ventilation", "annee_scolaire", "cible", "_fichier", "_ligne", "_uai_fichier", "_version", "_non_concerne", "_non_collecte"].filter((name) => !["modalite", "document"].includes(name)));
  expect(await findReplaced(space.lake, [contract])).toEqual([]);
});

test("a column of another kind gives the values that its new kind can hold, and says the others not collected", async () => {
  const former: Contract = {...today, columns: {...today.columns, cible: {...today.columns["cible"], kind: texte, description: "cible"}}};
  await space.take("ancien.csv", `${HEADER}\n${ROW.replace("0,5", "12")}\n${ROW.replace("0,5", "la moitié").replace(";13;", ";84;")}\n`, {contracts: [former]});
  const contract: Contract = {...today, columns: {...today.columns, cible: {...today.columns["cible"], kind: entier(), description: "cible"}}};
  await createSources(space.db, space.lake, [contract]);
  expect(await space.db.rows(`SELECT cible, _non_collecte FROM ${relation} ORDER BY _ligne`)).toEqual([{cible: 12, _non_collecte: []}, {cible: null, _non_collecte: ["cible"]}]);
});

test("the same file is taken again by the newer contract, and until then it is told", async () => {
  const former = without("ventilation");
  await space.take("objectifs.csv", `${HEADER}\n${ROW}\n`, {contracts: [former]});
  const told = (contract: Contract): string[] => readByFormerRules(readLake(space.lake).map(({manifest}) => manifest), [contract], space.dir).map(({fichier}) => fichier);
  expect(told(former)).toEqual([]);
  expect(told(today)).toEqual(["objectifs.csv"]);
  expect(await space.take("objectifs.csv", `${HEADER}\n${ROW}\n`, {contracts: [today]})).toMatchObject([{statut: "importe", lus: 1}]);
  expect(told(today)).toEqual([]);
  await createSources(space.db, space.lake, [today]);
  expect(await space.db.rows(`SELECT ventilation FROM ${relation}`)).toEqual([{ventilation: "ensemble"}]);
});

test("what was found of replaced rows is remembered until an entry comes or goes", async () => {
  await space.take("un.csv", `${HEADER}\n${ROW}\n`, {contracts: [today]});
  await space.take("deux.csv", `${HEADER}\n${ROW.replace("0,5", "0,6")}\n`, {contracts: [today]});
  const found = await findReplaced(space.lake, [today]);
  expect(found).toMatchObject([{lignes: 1}]);
  // An engine that may not open answers from memory only.
  expect(await findReplaced(space.lake, [today], {memoryLimit: "rien"})).toEqual(found);
  await space.take("trois.csv", `${HEADER}\n${ROW.replace("0,5", "0,7")}\n`, {contracts: [today]});
  await expect(findReplaced(space.lake, [today], {memoryLimit: "rien"})).rejects.toThrow("Failed to set config");
  expect(await findReplaced(space.lake, [today])).toMatchObject([{lignes: 1}, {lignes: 1}]);
});
