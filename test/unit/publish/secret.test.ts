import fc from "fast-check";
import {expect, test} from "vitest";
import {cellsToHide, DEFAULT_OPTIONS} from "../../../pipelines/publish/protection.ts";
import {attackWorld, smallWorlds} from "../../attaque/worlds.ts";

const RUNS = Number(process.env["VIGIE_MONDES"] ?? 40);

test(`no hidden cell of ${RUNS} random worlds can be bounded within less than the threshold, all territories, breakdowns and indicators taken together`, () => {
  fc.assert(
    fc.property(smallWorlds, (small) => {
      const hidden = cellsToHide(small.world);
      expect(attackWorld(small, hidden)).toEqual([]);
    }),
    {numRuns: RUNS, seed: Number(process.env["VIGIE_GRAINE"] ?? 13)}
  );
});

test("the attacker finds what hiding small cells alone gives away", () => {
  let found = 0;
  fc.assert(
    fc.property(smallWorlds, (small) => {
      const naive = new Set(
        small.world.tables.flatMap((table) =>
          table.cells.filter(({territory, ventilation}) => ventilation === "ensemble" && [...(small.world.territories[territory] ?? [])].reduce((sum, unit) => sum + (table.ensemble.numerateur[unit] ?? 0), 0) < 5).map(({id}) => id)
        )
      );
      found += attackWorld(small, naive).length;
    }),
    {numRuns: 10, seed: 13}
  );
  expect(found).toBeGreaterThan(0);
});

test("an answer that everybody gave is hidden whatever the size of the group, unless the configuration says from which size on it may be read", () => {
  fc.assert(
    fc.property(smallWorlds, ({world}) => {
      const [table] = world.tables;
      const always = cellsToHide(world);
      const atEleven = cellsToHide(world, {...DEFAULT_OPTIONS, uniformes: 11});
      for (const cell of table?.cells ?? []) {
        if (cell.ventilation !== "ensemble" || !table) continue;
        const units = world.territories[cell.territory] ?? [];
        const sum = (measure: Float64Array): number => [...units].reduce((total, unit) => total + (measure[unit] ?? 0), 0);
        const [yes, all] = [sum(table.ensemble.numerateur), sum(table.ensemble.denominateur)];
        if (all === 0 || (yes !== 0 && yes !== all)) continue;
        expect(always.has(cell.id)).toBe(true);
        if (all < 11) expect(atEleven.has(cell.id)).toBe(true);
      }
    }),
    {numRuns: 100, seed: 13}
  );
});
