import fc from "fast-check";
import {expect, test} from "vitest";
import {cellsToHide, protect} from "../../../pipelines/publish/protection.ts";
import {DEFAULT_OPTIONS} from "../../../pipelines/publish/world.ts";
import {attackChanges, attackEstimates, attackWorld, cellsOf, changingWorlds, smallestWorlds, smallWorlds} from "../../attaque/worlds.ts";

const RUNS = Number(process.env["VIGIE_MONDES"] ?? 15);

test(`no hidden cell of ${RUNS} random worlds can be bounded within less than the threshold, all territories, breakdowns and indicators taken together`, () => {
  fc.assert(
    fc.property(smallWorlds, (small) => {
      const hidden = cellsToHide(small.world);
      expect(attackWorld(small, hidden)).toEqual([]);
    }),
    {numRuns: RUNS, seed: Number(process.env["VIGIE_GRAINE"] ?? 13)}
  );
});

test("nor when the weighted estimates of a survey, and what the profile lets expect, stand beside the figures", () => {
  let given = 0;
  fc.assert(
    fc.property(smallestWorlds, (small) => {
      const {leaks, estimates} = attackEstimates(small, cellsToHide(small.world));
      given += estimates;
      expect(leaks).toEqual([]);
    }),
    {numRuns: RUNS, seed: Number(process.env["VIGIE_GRAINE"] ?? 13)}
  );
  expect(given).toBeGreaterThan(0);
});

test("estimates given wherever their territory is shown would give hidden counts away", () => {
  let found = 0;
  fc.assert(
    fc.property(smallestWorlds, (small) => {
      const hidden = cellsToHide(small.world);
      const estimates = new Set(small.world.tables.flatMap((table) => cellsOf(small.world, table).filter(({ventilation}) => small.world.classes.has(ventilation)).map(({id}) => id)));
      found += attackEstimates(small, new Set([...hidden].filter((id) => !estimates.has(id)))).leaks.length;
    }),
    {numRuns: 10, seed: 13}
  );
  expect(found).toBeGreaterThan(0);
});

test("the attacker finds what hiding small cells alone gives away", () => {
  let found = 0;
  fc.assert(
    fc.property(smallWorlds, (small) => {
      const naive = new Set(
        small.world.tables.flatMap((table) =>
          cellsOf(small.world, table).filter(({territory, ventilation}) => ventilation === "ensemble" && [...(small.world.territories[territory] ?? [])].reduce((sum, unit) => sum + (table.ensemble.numerateur[unit] ?? 0), 0) < 5).map(({id}) => id)
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
      for (const cell of table ? cellsOf(world, table) : []) {
        if (cell.ventilation !== "ensemble" || !table) continue;
        const units = world.territories[cell.territory] ?? [];
        const sum = (measure: Float32Array): number => [...units].reduce((total, unit) => total + (measure[unit] ?? 0), 0);
        const [yes, all] = [sum(table.ensemble.numerateur), sum(table.ensemble.denominateur)];
        if (all === 0 || (yes !== 0 && yes !== all)) continue;
        expect(always.has(cell.id)).toBe(true);
        if (all < 11) expect(atEleven.has(cell.id)).toBe(true);
      }
    }),
    {numRuns: 100, seed: 13}
  );
});

test("what an earlier edition hid stays hidden", () => {
  fc.assert(
    fc.property(smallWorlds, fc.array(fc.nat({max: 60})), ({world}, ids) => {
      const now = cellsToHide(world, {...DEFAULT_OPTIONS, earlier: {shown: new Set(), hidden: new Set(ids)}});
      const known = new Set(world.tables.flatMap(({cells}) => [...cells.ids]));
      for (const id of ids) if (known.has(id)) expect(now.has(id)).toBe(true);
    }),
    {numRuns: 50, seed: 13}
  );
});

test("whatever two editions show together gives nothing away, when the second knows the first", () => {
  fc.assert(
    fc.property(smallWorlds, (small) => {
      const first = cellsToHide(small.world);
      const all = small.world.tables.flatMap(({cells}) => [...cells.ids]);
      const second = cellsToHide(small.world, {...DEFAULT_OPTIONS, uniformes: 0, earlier: {hidden: first, shown: new Set(all.filter((id) => !first.has(id)))}});
      expect(attackWorld(small, new Set([...first].filter((id) => second.has(id))))).toEqual([]);
    }),
    {numRuns: 10, seed: 13}
  );
});

test("two editions side by side tell of no few persons who came between them", () => {
  fc.assert(
    fc.property(changingWorlds, ({before, after}) => {
      const first = cellsToHide(before.world);
      const all = before.world.tables.flatMap(({cells}) => [...cells.ids]);
      const second = protect(after.world, {...DEFAULT_OPTIONS, earlier: {hidden: first, shown: new Set(all.filter((id) => !first.has(id)))}});
      expect(attackChanges(before, after, second)).toEqual([]);
    }),
    {numRuns: RUNS, seed: 13}
  );
});

test("one pupil who comes after an edition would be seen by its difference with the next one, did the next one not know it", () => {
  let found = 0;
  fc.assert(
    fc.property(changingWorlds, ({before, after}) => {
      found += attackChanges(before, after, {hidden: cellsToHide({...after.world, tables: after.world.tables.map((table) => ({...table, former: []}))}), kept: new Set()}).length;
    }),
    {numRuns: 10, seed: 13}
  );
  expect(found).toBeGreaterThan(0);
});
