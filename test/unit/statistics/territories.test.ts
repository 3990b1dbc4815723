import * as fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Database, openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {invertPositiveDefinite, waldStatistic} from "../../../pipelines/lib/statistics/matrix.ts";
import {prepareStatistics} from "../../../pipelines/lib/statistics/statistics.ts";
import {insertRows} from "./kit.ts";

let database: Database;

beforeAll(async () => {
  database = await openDatabase();
  await prepareStatistics(database);
});
afterAll(() => {
  database.close();
});

const territories = fc.array(fc.integer({min: 5, max: 400}).chain((n) => fc.record({n: fc.constant(n), x: fc.integer({min: 0, max: n})})), {minLength: 5, maxLength: 14})
  .filter((all) => all.some(({x}) => x > 0) && all.some(({n, x}) => x < n));

async function layTerritories(all: readonly {n: number; x: number}[]): Promise<void> {
  await insertRows(database, "territoires", "territoire varchar, n bigint, x bigint", all.map(({n, x}, index) => [`T${String(index)}`, n, x]));
  await database.run("create or replace table taux as select * from rates_for_shrinkage('territoires'); create or replace table lissage as select * from shrinkage('taux')");
}

const rate = (one: {n: number; x: number} | undefined): number => (one === undefined ? Number.NaN : one.x / one.n);

describe("territories side by side", () => {
  it("are drawn towards the mean, the small ones more, and never past it", async () => {
    await fc.assert(fc.asyncProperty(territories, async (all) => {
      await layTerritories(all);
      const rows = await database.rows<{raw: number; shrunk: number; mu: number; tau2: number; v: number}>("select raw, shrunk, mu, tau2, v from lissage");
      for (const {raw, shrunk, mu, tau2, v} of rows) {
        expect(shrunk).toBeGreaterThanOrEqual(Math.min(raw, mu) - 1e-12);
        expect(shrunk).toBeLessThanOrEqual(Math.max(raw, mu) + 1e-12);
        expect(shrunk - mu).toBeCloseTo((tau2 / (tau2 + v)) * (raw - mu), 10);
      }
    }), {numRuns: 30});
  });

  it("share out the ranks: expected ranks add up, and every rank set holds the observed rank", async () => {
    await fc.assert(fc.asyncProperty(territories, async (all) => {
      await layTerritories(all);
      await database.run("create or replace table estimations as select territoire, shrunk as estimate, shrunk_se as se from lissage");
      const k = all.length;
      const {total} = await database.one<{total: number}>("select sum(expected_rank) as total from expected_ranks('estimations')");
      expect(total).toBeCloseTo((k * (k + 1)) / 2, 8);
      const sets = await database.rows<{territoire: string; rank_best: number; rank_worst: number}>("select * from rank_sets('territoires')");
      for (const {territoire, rank_best: best, rank_worst: worst} of sets) {
        const own = all[Number(territoire.slice(1))];
        const above = all.filter((other) => rate(other) > rate(own)).length;
        const below = all.filter((other) => rate(other) < rate(own)).length;
        expect(best).toBeLessThanOrEqual(1 + above);
        expect(worst).toBeGreaterThanOrEqual(k - below);
      }
    }), {numRuns: 20});
  });

  it("are not smoothed when there are fewer than five", async () => {
    await layTerritories([{n: 10, x: 3}, {n: 20, x: 9}, {n: 30, x: 14}, {n: 30, x: 20}]);
    const rows = await database.rows<{shrunk: number | null}>("select distinct shrunk from lissage");
    expect(rows).toEqual([{shrunk: null}]);
  });

  it("have no standardised rate when a group of the standard is missing, and the rate of the standard when their rates are its own", async () => {
    await insertRows(database, "reference", "groupe varchar, population bigint, n bigint, x bigint", [["q1", 100, 50, 10], ["q2", 300, 50, 40]]);
    await insertRows(database, "groupes", "territoire varchar, groupe varchar, n bigint, x bigint", [["plein", "q1", 20, 4], ["plein", "q2", 20, 16], ["troue", "q1", 20, 4]]);
    const rows = await database.rows<{territoire: string; direct: number | null; code: string | null}>("select territoire, direct, code from direct_standardisation('groupes', 'reference') order by territoire");
    expect(rows).toEqual([{territoire: "plein", direct: 0.65, code: null}, {territoire: "troue", direct: null, code: "groupe_absent"}]);
  });
});

describe("Holm's correction", () => {
  it("is the step-down maximum, in any order and family by family", async () => {
    const families = fc.array(fc.record({family: fc.constantFrom("a", "b"), p: fc.double({min: 0, max: 1, noNaN: true})}), {minLength: 1, maxLength: 12});
    await fc.assert(fc.asyncProperty(families, async (tests) => {
      await insertRows(database, "tests", "famille varchar, numero integer, p double", tests.map(({family, p}, index) => [family, index, p]));
      const rows = await database.rows<{famille: string; numero: number; p_holm: number}>("select * from holm('tests')");
      for (const {famille, numero, p_holm: found} of rows) {
        const own = tests.filter(({family}) => family === famille).map(({p}) => p).sort((a, b) => a - b);
        const rank = own.indexOf(tests[numero]?.p ?? -1);
        const expected = Math.min(1, Math.max(...own.slice(0, rank + 1).map((p, index) => (own.length - index) * p)));
        expect(found).toBeCloseTo(expected, 12);
      }
    }), {numRuns: 40});
  });
});

describe("non-response", () => {
  it("keeps a stratum that nobody answered, and bounds what the silent ones could say", async () => {
    await insertRows(database, "strates", "domaine varchar, strate varchar, cadre bigint, n bigint, x bigint", [["e", "a", 50, 40, 20], ["e", "b", 50, 0, 0]]);
    const row = await database.one<Record<string, number>>("select * from nonresponse('strates')");
    expect(row).toMatchObject({response_rate: 0.4, rate_min: 0, p_respondents: 0.5, manski_low: 0.2});
    expect(row["manski_high"]).toBeCloseTo(0.8, 12);
    const {grade} = await database.one<{grade: string}>("select response_grade(0.4, 0) as grade");
    expect(grade).toBe("reponse_insuffisante");
  });
});

describe("small matrices", () => {
  it("are inverted when they are positive definite", () => {
    fc.assert(fc.property(fc.integer({min: 1, max: 6}), fc.array(fc.double({min: -3, max: 3, noNaN: true}), {minLength: 36, maxLength: 36}), (size, values) => {
      const matrix = Array.from({length: size * size}, (_, index) => {
        const [i, j] = [Math.floor(index / size), index % size];
        const dot = Array.from({length: size}, (__, k) => (values[i * size + k] ?? 0) * (values[j * size + k] ?? 0)).reduce((sum, value) => sum + value, 0);
        return dot + (i === j ? 1 : 0);
      });
      const inverse = invertPositiveDefinite(matrix);
      expect(inverse).not.toBeNull();
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) {
          const product = Array.from({length: size}, (_, k) => (matrix[i * size + k] ?? 0) * (inverse?.[k * size + j] ?? 0)).reduce((sum, value) => sum + value, 0);
          expect(product).toBeCloseTo(i === j ? 1 : 0, 7);
        }
      }
    }), {numRuns: 100});
  });

  it("are refused when singular, indefinite or nearly so", () => {
    expect(invertPositiveDefinite([1, 1, 1, 1])).toBeNull();
    expect(invertPositiveDefinite([1, 2, 2, 1])).toBeNull();
    expect(invertPositiveDefinite([1, 1 - 1e-12, 1 - 1e-12, 1])).toBeNull();
    expect(waldStatistic([1, 1], [1, 1, 1, 1])).toBeNull();
    expect(waldStatistic([3, 4], [9, 0, 0, 16])).toBeCloseTo(2, 12);
  });
});
