import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {graduations, graduationsLog} from "../../../pipelines/lib/words/axis.ts";

describe("the values written along an axis", () => {
  it("are round, and the ends among them when they are round", () => {
    expect(graduations(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(graduations(-4, 13)).toEqual([0, 5, 10]);
    expect(graduations(0.31, 0.58)).toEqual([0.4, 0.5]);
  });
  it("stay between the ends, few and even, whatever these are", () => {
    fc.assert(
      fc.property(fc.double({min: -1e6, max: 1e6, noNaN: true}), fc.double({min: 1e-3, max: 1e6, noNaN: true}), (low, span) => {
        const found = graduations(low, low + span);
        expect(found.length).toBeLessThanOrEqual(6);
        for (const value of found) {
          expect(value).toBeGreaterThanOrEqual(low - span * 1e-6);
          expect(value).toBeLessThanOrEqual(low + span * (1 + 1e-6));
        }
      })
    );
  });
  it("go by 1, 2 and 5 on a logarithmic axis", () => {
    expect(graduationsLog(0.8, 64)).toEqual([1, 2, 5, 10, 20, 50]);
    expect(graduationsLog(30, 45)).toEqual([]);
  });
});
