import * as fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Database, openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {prepareStatistics} from "../../../pipelines/lib/statistics/statistics.ts";

let database: Database;

beforeAll(async () => {
  database = await openDatabase();
  await prepareStatistics(database);
});
afterAll(() => {
  database.close();
});

const counts = fc.integer({min: 1, max: 400}).chain((n) => fc.record({n: fc.constant(n), x: fc.integer({min: 0, max: n})}));

describe("interval of a proportion", () => {
  it("Wilson's bounds are the proportions that the score test just accepts", async () => {
    await fc.assert(fc.asyncProperty(counts, async ({n, x}) => {
      const {low, high, z} = await database.one<{low: number; high: number; z: number}>("select wilson_low($1, $2) as low, wilson_high($1, $2) as high, normal_critical(0.95) as z", [x, n]);
      const p = x / n;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(p);
      expect(high).toBeGreaterThanOrEqual(p);
      for (const bound of [low, high].filter((value) => value > 0 && value < 1)) {
        expect(Math.abs(p - bound) / Math.sqrt((bound * (1 - bound)) / n)).toBeCloseTo(z, 8);
      }
    }), {numRuns: 100});
  });

  it("Clopper-Pearson never promises less than 95 % of the draws", async () => {
    for (const [n, p] of [[12, 0.1], [30, 0.5], [57, 0.83]] as const) {
      const rows = await database.rows<{low: number; high: number}>(`select clopper_pearson_low(x, ${String(n)}) as low, clopper_pearson_high(x, ${String(n)}) as high from range(${String(n)} + 1) as r(x) order by x`);
      let coverage = 0;
      let probability = (1 - p) ** n;
      for (const [x, {low, high}] of rows.entries()) {
        if (low <= p && p <= high) coverage += probability;
        probability *= ((n - x) / (x + 1)) * (p / (1 - p));
      }
      expect(coverage).toBeGreaterThanOrEqual(0.95);
    }
  });

  it("shrinks with the frame, to nothing for a census", async () => {
    const row = await database.one<Record<string, number | null>>(
      "select wilson_fpc_high(8, 20, 1000000) - wilson_high(8, 20) as loin, wilson_fpc_high(8, 20, 40) - wilson_high(8, 20) as moitie, wilson_fpc_low(8, 20, 20) as recensement, wilson_fpc_low(8, 20, null) as sans_cadre"
    );
    expect(row["loin"]).toBeCloseTo(0, 4);
    expect(row["moitie"]).toBeLessThan(-0.01);
    expect(row["recensement"]).toBe(0.4);
    expect(row["sans_cadre"]).toBeNull();
  });

  it("does not exist without any respondent", async () => {
    const row = await database.one("select wilson_low(0, 0) as a, jeffreys_high(0, 0) as b, clopper_pearson_low(0, 0) as c, wilson_fpc_low(0, 0, 10) as d");
    expect(Object.values(row)).toEqual([null, null, null, null]);
  });

  it("stays inside ]0, 1[ on the logit scale and falls back on Wilson at the bounds", async () => {
    const row = await database.one<{low: number; high: number; borne: number}>(
      "select survey_proportion_low(0.02, 0.015, 12, 40) as low, survey_proportion_high(0.98, 0.015, 12, 40) as high, survey_proportion_high(0, 0, 12, 40) - wilson_high(0, 40) as borne"
    );
    expect(row.low).toBeGreaterThan(0);
    expect(row.high).toBeLessThan(1);
    expect(row.borne).toBe(0);
  });
});

describe("normal law", () => {
  it("quantile and distribution function undo each other, deep tails included", async () => {
    await fc.assert(fc.asyncProperty(fc.double({min: -8, max: 8, noNaN: true}), async (x) => {
      const {back, total} = await database.one<{back: number; total: number}>("select normal_quantile(normal_cdf(-abs($1))) as back, normal_cdf($1) + normal_cdf(-$1) as total", [x]);
      expect(back).toBeCloseTo(-Math.abs(x), 9);
      expect(total).toBeCloseTo(1, 14);
    }), {numRuns: 100});
  });

  it("has no quantile outside ]0, 1[", async () => {
    const row = await database.one("select normal_quantile(0) as a, normal_quantile(1) as b, normal_quantile(null) as c, t_quantile(0.975, null) as d, t_quantile(0.975, 0) as e");
    expect(Object.values(row)).toEqual([null, null, null, null, null]);
  });
});
