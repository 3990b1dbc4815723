import fc from "fast-check";
import {expect, test} from "vitest";
import type {Measure} from "../../../pipelines/publish/measure.ts";
import {Zones, type Accept} from "../../../pipelines/publish/zones.ts";

// The partition kept in columns of numbers answers as the one that is made again, unit by unit, for each question.

const SIZE = 90;
const worlds = fc.record({
  values: fc.array(fc.tuple(fc.nat({max: 9}), fc.nat({max: 9})), {minLength: SIZE, maxLength: SIZE}),
  offers: fc.array(fc.uniqueArray(fc.nat({max: SIZE - 1}), {maxLength: SIZE}), {minLength: 1, maxLength: 30}),
  isForced: fc.array(fc.boolean(), {minLength: 30, maxLength: 30})
});

/** No sum between 1 and 7, and no unit that weighs more than half of the second sum. */
const accept: Accept = ([first = 0, second = 0], largest) => (first === 0 || first >= 8) && largest <= Math.max(second / 2, second === 0 ? largest : 0);

const measure = (values: readonly number[]): Measure => {
  const units = Int32Array.from([...values.keys()].filter((unit) => values[unit] !== 0));
  return {units, values: Float32Array.from(units, (unit) => values[unit] ?? 0)};
};

test("a set is accepted exactly where each zone that it splits leaves two parts that may be known", () => {
  fc.assert(
    fc.property(worlds, ({values, offers, isForced}) => {
      const [first, second] = [values.map(([value]) => value), values.map(([, value]) => value)];
      const zones = new Zones(SIZE, [measure(first), measure(second)], accept, measure(second));
      const shown: ReadonlySet<number>[] = [];
      const isAccepted = (units: ReadonlySet<number>): boolean => {
        const parts = new Map<string, {inside: number[]; outside: number[]}>();
        for (let unit = 0; unit < SIZE; unit += 1) {
          const key = shown.map((set) => (set.has(unit) ? 1 : 0)).join("");
          const part = parts.get(key) ?? {inside: [], outside: []};
          parts.set(key, part);
          part[units.has(unit) ? "inside" : "outside"].push(unit);
        }
        const sum = (numbers: readonly number[], some: readonly number[]): number => some.reduce((total, unit) => total + (numbers[unit] ?? 0), 0);
        const judge = (some: readonly number[]): boolean => accept(Float64Array.of(sum(first, some), sum(second, some)), Math.max(0, ...some.map((unit) => second[unit] ?? 0)));
        return [...parts.values()].every(({inside, outside}) => inside.length === 0 || outside.length === 0 || (judge(inside) && judge(outside)));
      };
      // Each offer twice: what is remembered of a large set must still be true after others were shown.
      const sets = offers.map((units) => Int32Array.from(units).sort());
      for (const [index, units] of [...sets, ...sets].entries()) {
        const members = new Set(units);
        const answer = zones.accepts(units);
        expect(answer).toBe(isAccepted(members));
        if (!answer && isForced[index % isForced.length] !== true) continue;
        zones.show(units);
        shown.push(members);
      }
    }),
    {numRuns: 60, seed: 13}
  );
});
