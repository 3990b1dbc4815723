import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {leastSquaresResiduals} from "../statistics/kit.ts";
import {workspaceConfig} from "./config.ts";
import {build, communes, type Sources, type TestWarehouse} from "./kit.ts";

const annee_scolaire = "2024-2025";

interface School {
  readonly uai: string;
  readonly isEcole: boolean;
  readonly status: number;
  readonly isInBassin: boolean;
  readonly teachers: number;
  readonly hasFilter: boolean;
  /** Notes that its teachers give, one each; none where the school does not answer. */
  readonly notes: readonly number[];
}

/** Schools by degré and status (hors, REP, REP+), of which the first few answer: three crossings have less than five answers, every margin has some. */
const crossings = [
  {isEcole: true, status: 0, schools: 12, answers: 6},
  {isEcole: true, status: 1, schools: 6, answers: 3},
  {isEcole: true, status: 2, schools: 4, answers: 1},
  {isEcole: false, status: 0, schools: 9, answers: 7},
  {isEcole: false, status: 1, schools: 5, answers: 2},
  {isEcole: false, status: 2, schools: 4, answers: 3}
];

const schools = crossings.flatMap(({isEcole, status, schools: count, answers}, crossing) =>
  Array.from({length: count}, (_, rank): School => {
    const index = crossing * 20 + rank;
    const teachers = 5 + (index % 7);
    return {
      uai: `0131${String(index).padStart(3, "0")}E`, isEcole, status, teachers,
      isInBassin: index % 2 === 0,
      hasFilter: index % 3 === 0,
      notes: rank < answers ? Array.from({length: 1 + (index % 4)}, (__, teacher) => 1 + ((index * 3 + teacher) % 5)) : []
    };
  })
);

function sourcesOf(all: readonly School[]): Sources {
  const answering = all.filter(({notes}) => notes.length > 0);
  return {
    src_territoires__communes: communes,
    src_etablissements__annuaire: all.map(({uai, isEcole, status, isInBassin}) => ({
      uai, type_etablissement: isEcole ? "Ecole" : "Collège", secteur: "public", code_commune: "13063", ecole_elementaire: isEcole, education_prioritaire: [null, "REP", "REP+"][status] ?? null,
      code_bassin: isInBassin ? "B1" : "B2", nom_bassin: isInBassin ? "Bassin un" : "Bassin deux"
    })),
    src_etablissements__effectifs: all.map(({uai, teachers}) => ({annee_scolaire, uai, eleves: 100, enseignants: teachers})),
    src_etic__etic: answering.map(({uai, hasFilter}) => ({annee_scolaire, uai, filtrage: hasFilter})),
    src_enseignants__enseignants: answering.flatMap(({uai, notes}) => notes.map((aisance, rank) => ({annee_scolaire, reponse: `${uai}-${rank}`, uai, aisance})))
  };
}

interface Answers {
  /** Units that the school should have given, and what it gave. */
  readonly expected: (school: School) => number;
  readonly given: (school: School) => number;
  readonly total: (school: School) => number;
}

const filters: Answers = {expected: () => 1, given: () => 1, total: ({hasFilter}) => Number(hasFilter)};
const ease: Answers = {expected: ({teachers}) => teachers, given: ({notes}) => notes.length, total: ({notes}) => notes.reduce((sum, note) => sum + note, 0)};

const add = <T>(items: readonly T[], value: (item: T) => number): number => items.reduce((sum, item) => sum + value(item), 0);

/** Raking by hand: weights of each degré, brought to the types and the statuses of the frame in turn; then Deville and Särndal's residuals, school by school. */
function rake({expected, given, total}: Answers, isInside: (school: School) => boolean): {estimate: number; se: number} {
  const answering = schools.filter(({notes}) => notes.length > 0);
  const starts = answering.map((school) => {
    const degre = (other: School): boolean => other.isEcole === school.isEcole;
    return (given(school) * add(schools.filter(degre), expected)) / add(answering.filter(degre), given);
  });
  const weights = [...starts];
  const margins: ((school: School) => unknown)[] = [({isEcole}) => isEcole, ({status}) => status];
  for (let round = 0; round < 200; round += 1) {
    for (const level of margins) {
      const reached = new Map<unknown, number>();
      answering.forEach((school, unit) => reached.set(level(school), (reached.get(level(school)) ?? 0) + (weights[unit] ?? 0)));
      answering.forEach((school, unit) => {
        weights[unit] = ((weights[unit] ?? 0) * add(schools.filter((other) => level(other) === level(school)), expected)) / (reached.get(level(school)) ?? Number.NaN);
      });
    }
  }
  const weight = (school: School): number => (isInside(school) ? weights[answering.indexOf(school)] ?? Number.NaN : 0);
  const population = add(answering, weight);
  const estimate = add(answering, (school) => (weight(school) * total(school)) / given(school)) / population;
  const linear = answering.map((school) => (isInside(school) ? (total(school) / given(school) - estimate) / population : 0));
  const residuals = leastSquaresResiduals(answering.map(({isEcole, status}) => [1, Number(isEcole), Number(status === 1), Number(status === 2)]), linear, starts);
  let variance = 0;
  for (const isEcole of [true, false]) {
    const scores = answering.flatMap((school, unit) => (school.isEcole === isEcole ? [(residuals[unit] ?? 0) * (weights[unit] ?? 0)] : []));
    const n = scores.length;
    const mean = add(scores, (score) => score) / n;
    variance += ((1 - n / schools.filter((school) => school.isEcole === isEcole).length) * n * add(scores, (score) => (score - mean) ** 2)) / (n - 1);
  }
  return {estimate, se: Math.sqrt(variance)};
}

const columns = "indicateur, territoire_type, territoire_code, methode, estimation, erreur_type, chiffre_a_citer, poids_extremes";

describe("a question where a crossing of degré, type and status has too few answers", () => {
  let warehouse: TestWarehouse;
  beforeAll(async () => {
    warehouse = await build(["mart_enquete"], sourcesOf(schools), {indicators: ["re_filtrage", "us_aisance"]});
  });
  afterAll(() => warehouse.close());

  it("is raked to the margins of the frame, with the error of the residuals: a plain loop finds the same, in the whole and in a part", async () => {
    const rows = await warehouse.rows<{indicateur: string; territoire_type: string; territoire_code: string; methode: string; estimation: number; erreur_type: number}>(`select ${columns} from mart_enquete where territoire_type in ('departement', 'bassin') order by all`);
    expect(rows.map(({indicateur, territoire_code, methode}) => [indicateur, territoire_code, methode])).toEqual([
      ["re_filtrage", "B1", "calage"], ["re_filtrage", "B2", "calage"], ["re_filtrage", "13", "calage"],
      ["us_aisance", "B1", "calage"], ["us_aisance", "B2", "calage"], ["us_aisance", "13", "calage"]
    ]);
    for (const {indicateur, territoire_code, estimation, erreur_type} of rows) {
      const isInside = ({isInBassin}: School): boolean => territoire_code === "13" || isInBassin === (territoire_code === "B1");
      const {estimate, se} = rake(indicateur === "us_aisance" ? ease : filters, isInside);
      expect(estimation).toBeCloseTo(estimate, 8);
      expect(erreur_type).toBeCloseTo(se, 8);
    }
  });
});

const only = async (all: readonly School[], yaml?: string): Promise<unknown> => {
  const warehouse = await build(["mart_enquete"], sourcesOf(all), {indicators: ["re_filtrage"], ...(yaml === undefined ? {} : {config: workspaceConfig(yaml)})});
  try {
    return (await warehouse.rows(`select ${columns} from mart_enquete where territoire_type = 'departement'`))[0];
  } finally {
    warehouse.close();
  }
};

it("keeps the weight of each crossing when the workspace asks for fewer answers", async () => {
  expect(await only(schools, "enquetes:\n  strate_min: 1\n")).toMatchObject({methode: "strates"});
});

it("gives no estimate when the margins cannot be reached, and says so", async () => {
  // Écoles answer only outside REP, collèges only in REP: no weight makes both the types and the statuses of the frame.
  const apart = schools.filter(({status}) => status < 2).map((school) => (school.isEcole === (school.status === 0) ? school : {...school, notes: []}));
  expect(await only(apart)).toMatchObject({methode: "non_convergence", estimation: null, erreur_type: null, chiffre_a_citer: "repondants", poids_extremes: false});
});

it("joins the thin crossings to their degré when nobody answered in a whole status", async () => {
  const silent = schools.map((school) => (school.status === 2 ? {...school, notes: []} : school));
  expect(await only(silent)).toMatchObject({methode: "strates_regroupees", estimation: expect.any(Number) as number});
});
