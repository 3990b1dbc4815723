import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Database} from "../../../pipelines/lib/duckdb.ts";
import {impactDatabase} from "./kit.ts";
import {layWorlds, makeWorld, type WorldOptions} from "./worlds.ts";

let db: Database;
beforeAll(async () => {
  db = await impactDatabase();
});
afterAll(() => {
  db.close();
});

const WORLDS = 40;

/** Over worlds of fixed seeds: how many intervals hold the planted effect, how many pre-tests refuse. The 500 worlds are in bench/impact-coverage.ts. */
async function measure(options: Omit<WorldOptions, "seed">): Promise<{covered: number; refused: number; bias: number}> {
  const worlds = new Map(Array.from({length: WORLDS}, (_, index) => [String(1001 + index), makeWorld({seed: 1001 + index, ...options})]));
  await layWorlds(db, [...worlds].map(([etude, world]) => ({etude, world})));
  const rows = await db.rows<{etude: string; att: number; low: number; high: number; codes: string[]}>("select etude, att, low, high, codes from did_study('mondes')");
  const truth = (etude: string): number => worlds.get(etude)?.verite ?? Number.NaN;
  return {
    covered: rows.filter(({etude, low, high}) => low <= truth(etude) && truth(etude) <= high).length,
    refused: rows.filter(({codes}) => codes.includes("tendances_non_paralleles")).length,
    bias: rows.reduce((sum, {etude, att}) => sum + att - truth(etude), 0) / rows.length
  };
}

describe("over simulated worlds", () => {
  it("the 95 % interval holds the planted effect, and the estimate is right on average", async () => {
    const {covered, refused, bias} = await measure({});
    // Binomial bounds at one in a thousand for 40 draws at 95 %: at least 33.
    expect(covered).toBeGreaterThanOrEqual(34);
    expect(Math.abs(bias)).toBeLessThan(1);
    expect(refused).toBeLessThanOrEqual(12);
  });

  it("worlds that drift apart are refused nearly every time", async () => {
    expect((await measure({derive: 6})).refused).toBeGreaterThanOrEqual(38);
  });

  it("without effect, nothing is found more often than one time in twenty or so", async () => {
    expect((await measure({effets: [0], effetDispersion: 0})).covered).toBeGreaterThanOrEqual(34);
  });
});
