import * as fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Database, openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {prepareStatistics} from "../../../pipelines/lib/statistics/statistics.ts";
import {insertRows, leastSquaresResiduals} from "./kit.ts";

interface Unit {
  readonly strate: string;
  readonly psu: string;
  readonly poids: number;
  readonly domaine: string;
  readonly y: number;
  readonly x: number;
}

interface Sample {
  readonly units: readonly Unit[];
  /** PSU of the frame beyond those sampled, by stratum; null: no correction. */
  readonly unsampled: number | null;
}

let database: Database;

beforeAll(async () => {
  database = await openDatabase();
  await prepareStatistics(database);
});
afterAll(() => {
  database.close();
});

const units = fc.array(
  fc.record({
    strate: fc.constantFrom("A", "B", "C"),
    psu: fc.integer({min: 1, max: 6}),
    poids: fc.double({min: 0.5, max: 20, noNaN: true}),
    domaine: fc.constantFrom("d1", "d2"),
    y: fc.double({min: -50, max: 50, noNaN: true}),
    x: fc.double({min: 0.1, max: 5, noNaN: true})
  }).map((unit) => ({...unit, psu: `${unit.strate}${String(unit.psu)}`})),
  {minLength: 4, maxLength: 40}
);
const samples: fc.Arbitrary<Sample> = fc.record({units, unsampled: fc.option(fc.integer({min: 0, max: 30}))});

async function lay(sample: Sample): Promise<void> {
  const sampled = psuByStratum(sample.units);
  await insertRows(database, "donnees", "domaine varchar, strate varchar, psu varchar, pop_strate double, ech_strate bigint, poids double, y double, x double",
    sample.units.map((unit) => {
      const size = sampled.get(unit.strate)?.size ?? 0;
      return [unit.domaine, unit.strate, unit.psu, sample.unsampled === null ? null : size + sample.unsampled, size, unit.poids, unit.y, unit.x];
    }));
}

function psuByStratum(all: readonly Unit[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const {strate, psu} of all) found.set(strate, (found.get(strate) ?? new Set()).add(psu));
  return found;
}

/** The textbook formula, every PSU of the sample written out, zeros included. */
function variance({units: all, unsampled}: Sample, score: (unit: Unit) => number): number {
  let total = 0;
  for (const [strate, names] of psuByStratum(all)) {
    const scores = [...names].map((name) => all.filter((unit) => unit.strate === strate && unit.psu === name).reduce((sum, unit) => sum + score(unit), 0));
    const n = scores.length;
    const share = unsampled === null ? 1 : 1 - n / (n + unsampled);
    const mean = scores.reduce((sum, value) => sum + value, 0) / n;
    total += n === 1 ? share * (scores[0] ?? 0) ** 2 : (share * n) / (n - 1) * scores.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }
  return total;
}

function ratioOf(all: readonly Unit[], domain: string): {estimate: number; score: (unit: Unit) => number} {
  const inside = all.filter((unit) => unit.domaine === domain);
  const totalX = inside.reduce((sum, unit) => sum + unit.poids * unit.x, 0);
  const estimate = inside.reduce((sum, unit) => sum + unit.poids * unit.y, 0) / totalX;
  return {estimate, score: (unit) => (unit.domaine === domain ? (unit.poids * (unit.y - estimate * unit.x)) / totalX : 0)};
}

/** Difference in units of the last digits that may differ: at most 1 is close. */
const gap = (found: number, expected: number, scale: number): number => Math.abs(found - expected) / (1e-9 * (Math.abs(expected) + scale));

describe("survey estimates by domain", () => {
  it("have the variance of the whole design, units outside the domain counting as zeros", async () => {
    await fc.assert(fc.asyncProperty(samples, async (sample) => {
      await lay(sample);
      const rows = await database.rows<{domaine: string; n: number; df: number; estimate: number; variance: number; strates_uniques: number}>("select * from survey_ratio('donnees')");
      for (const row of rows) {
        const {estimate, score} = ratioOf(sample.units, row.domaine);
        const inside = sample.units.filter((unit) => unit.domaine === row.domaine);
        expect(gap(row.estimate, estimate, 1)).toBeLessThanOrEqual(1);
        expect(gap(row.variance, variance(sample, score), 1e-6)).toBeLessThanOrEqual(1);
        expect(row.n).toBe(inside.length);
        expect(row.df).toBe(new Set(inside.map((unit) => unit.psu)).size - new Set(inside.map((unit) => unit.strate)).size);
      }
    }), {numRuns: 60});
  });

  it("count a stratum with one school instead of giving it no variance in silence", async () => {
    await lay({unsampled: 9, units: [
      {strate: "A", psu: "A1", poids: 2, domaine: "d1", y: 1, x: 1},
      {strate: "B", psu: "B1", poids: 1, domaine: "d1", y: 0, x: 1},
      {strate: "B", psu: "B2", poids: 1, domaine: "d1", y: 1, x: 1}
    ]});
    const row = await database.one<{strates_uniques: number; variance: number}>("select strates_uniques, variance from survey_ratio('donnees')");
    expect(row.strates_uniques).toBe(1);
    expect(row.variance).toBeGreaterThan(0);
  });

  it("add up to totals with the variance of the weighted sum", async () => {
    await fc.assert(fc.asyncProperty(samples, async (sample) => {
      await lay(sample);
      const rows = await database.rows<{domaine: string; estimate: number; variance: number}>("select * from survey_total('donnees')");
      for (const row of rows) {
        const score = (unit: Unit): number => (unit.domaine === row.domaine ? unit.poids * unit.y : 0);
        expect(gap(row.estimate, sample.units.reduce((sum, unit) => sum + score(unit), 0), 1)).toBeLessThanOrEqual(1);
        expect(gap(row.variance, variance(sample, score), 1e-3)).toBeLessThanOrEqual(1);
      }
    }), {numRuns: 40});
  });

  it("are compared with the covariance of the schools that have both", async () => {
    await fc.assert(fc.asyncProperty(samples.filter(({units: all}) => new Set(all.map((unit) => unit.domaine)).size === 2), async (sample) => {
      await lay(sample);
      await database.run("create or replace table contrastes as select 'ecart' as contraste, 'd1' as domaine, 'd2' as oppose");
      const row = await database.one<{estimate: number; variance: number}>("select estimate, variance from survey_contrast('donnees', 'contrastes')");
      const [one, two] = [ratioOf(sample.units, "d1"), ratioOf(sample.units, "d2")];
      expect(gap(row.estimate, one.estimate - two.estimate, 1)).toBeLessThanOrEqual(1);
      expect(gap(row.variance, variance(sample, (unit) => one.score(unit) - two.score(unit)), 1e-6)).toBeLessThanOrEqual(1);
    }), {numRuns: 40});
  });
});

async function layFrame({all, target}: {all: readonly {a: number; b: number; poids: number; y: number}[]; target: readonly number[]}): Promise<void> {
  await insertRows(database, "unites", "echantillon integer, unite integer, strate varchar, psu varchar, pop_strate double, ech_strate bigint, poids double",
    all.map((unit, index) => [1, index, "tous", String(index), 1000, all.length, unit.poids]));
  await insertRows(database, "appartenances", "unite integer, marge varchar, niveau varchar", all.flatMap((unit, index) => [[index, "a", String(unit.a)], [index, "b", String(unit.b)]]));
  const sum = (keep: (unit: {a: number; b: number}) => boolean): number => all.reduce((total, unit, index) => total + (keep(unit) ? target[index] ?? 0 : 0), 0);
  await insertRows(database, "marges", "echantillon integer, marge varchar, niveau varchar, population double", [
    ...[0, 1, 2].map((level) => [1, "a", String(level), sum((unit) => unit.a === level)]),
    ...[0, 1].map((level) => [1, "b", String(level), sum((unit) => unit.b === level)])
  ]);
}

describe("calibrated weights", () => {
  const frames = fc.record({
    levels: fc.array(fc.record({a: fc.integer({min: 0, max: 2}), b: fc.integer({min: 0, max: 1}), poids: fc.double({min: 0.5, max: 5, noNaN: true}), y: fc.double({min: -9, max: 9, noNaN: true})}), {minLength: 10, maxLength: 40}),
    growth: fc.array(fc.double({min: 0.5, max: 2, noNaN: true}), {minLength: 5, maxLength: 5})
  }).map(({levels, growth}) => {
    // every crossing is met once, so that every margin is within reach
    const complete = [0, 1, 2].flatMap((a) => [0, 1].map((b) => ({a, b, poids: 1, y: a - b})));
    const all = [...levels, ...complete];
    const target = all.map((unit) => unit.poids * (growth[unit.a] ?? 1) * (growth[3 + unit.b] ?? 1));
    return {all, target};
  });

  it("meet every margin, and only rescale by level", async () => {
    await fc.assert(fc.asyncProperty(frames, async (frame) => {
      await layFrame(frame);
      await database.run("create or replace table poids_cales as select * from calibrated_weights('unites', 'appartenances', 'marges')");
      const rows = await database.rows<{poids_cale: number; ecart: number}>("select poids_cale, ecart from poids_cales order by unite");
      for (const [index, row] of rows.entries()) {
        expect(row.ecart).toBeLessThan(1e-10);
        // the target weights are w × f(a) × g(b): raking finds that table and no other
        expect(gap(row.poids_cale, frame.target[index] ?? Number.NaN, 1e-3)).toBeLessThanOrEqual(1);
      }
    }), {numRuns: 15});
  });

  it("carry the error of the residuals of a regression on the margins", async () => {
    await fc.assert(fc.asyncProperty(frames, async (frame) => {
      await layFrame(frame);
      await database.run("create or replace table poids_cales as select * from calibrated_weights('unites', 'appartenances', 'marges')");
      await insertRows(database, "observations", "domaine varchar, unite integer, y double, x double", frame.all.map((unit, index) => ["ensemble", index, unit.y, 1]));
      const row = await database.one<{estimate: number; variance: number}>("select estimate, variance from calibrated_ratio('unites', 'appartenances', 'poids_cales', 'observations')");
      const final = frame.target;
      const population = final.reduce((sum, weight) => sum + weight, 0);
      const mean = frame.all.reduce((sum, unit, index) => sum + (final[index] ?? 0) * unit.y, 0) / population;
      const dummies = frame.all.map((unit) => [1, Number(unit.a === 1), Number(unit.a === 2), Number(unit.b === 1)]);
      const residuals = leastSquaresResiduals(dummies, frame.all.map((unit) => (unit.y - mean) / population), frame.all.map((unit) => unit.poids));
      const scores = residuals.map((residual, index) => residual * (final[index] ?? 0));
      const centre = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      const n = scores.length;
      expect(gap(row.estimate, mean, 1)).toBeLessThanOrEqual(1);
      expect(gap(row.variance, (1 - n / 1000) * (n / (n - 1)) * scores.reduce((sum, score) => sum + (score - centre) ** 2, 0), 1e-6)).toBeLessThanOrEqual(1);
    }), {numRuns: 10});
  });

  it("are refused when a level of the frame has no respondent, or when margins disagree", async () => {
    await layFrame({all: [{a: 0, b: 0, poids: 1, y: 1}, {a: 1, b: 1, poids: 1, y: 0}], target: [3, 4]});
    await database.run("insert into marges values (1, 'b', '2', 5)");
    const codes = await database.rows<{code: string}>("select distinct code from calibration_refusals('unites', 'appartenances', 'marges') order by code");
    expect(codes.map(({code}) => code)).toEqual(["marge_sans_repondant", "marges_incoherentes"]);
  });
});
