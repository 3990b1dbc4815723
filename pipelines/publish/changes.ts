import {combine, isInformative, total, type Measure} from "./measure.ts";
import {addTerms, countsOf, isOpen, noneSmall} from "./rules.ts";
import type {ControlledTable, Terms, World} from "./world.ts";
import {Zones} from "./zones.ts";

/**
 * Whether fewer persons than the threshold have come or gone over the whole of the world since an earlier edition: the two editions side by side
 * would tell of those few. The table, or the breakdown, then stays as it was published until the change is large enough to name nobody.
 */
export function hasSlightlyChanged(world: World, table: ControlledTable, ventilation: string, columns: ReadonlyMap<string, Terms>): boolean {
  return [...columns].some(([modalite, terms]) =>
    changes(world, table, ventilation, [modalite], terms).some((measure) => {
      const sum = total(measure);
      return sum > 0 && sum < table.seuil;
    })
  );
}

/** Zones of those who have come or gone since earlier editions. */
export function changeZones(world: World, table: ControlledTable, ventilation: string, modalites: readonly string[], terms: Terms): Zones[] {
  const measures = changes(world, table, ventilation, modalites, terms);
  return measures.length > 0 ? [new Zones(world.size, measures, noneSmall(table.seuil))] : [];
}

/** Those who have come or gone since each earlier edition, in each count of persons of these modalities that not everybody knows. */
function changes(world: World, table: ControlledTable, ventilation: string, modalites: readonly string[], terms: Terms): Measure[] {
  if (table.regle !== "personnes") return [];
  return (table.former ?? []).flatMap((former) => {
    const before = ventilation === "ensemble" ? [former.ensemble] : modalites.flatMap((modalite) => former.breakdowns.get(ventilation)?.get(modalite) ?? []);
    const then = before.length > 0 ? countsOf(table, before.reduce(addTerms)) : [];
    return countsOf(table, terms).flatMap((now, index) => (isOpen(world, now) ? [] : movesBetween(then[index] ?? NOTHING, now)));
  });
}

const NOTHING: Measure = {units: new Int32Array(), values: new Float32Array()};

/** Those who have come, and those who have gone; nothing when nothing has moved. */
export function movesBetween(then: Measure, now: Measure): Measure[] {
  const more = (from: Measure, to: Measure): Measure => combine(to, from, (ofTo, ofFrom) => Math.max(0, ofTo - ofFrom));
  return [more(then, now), more(now, then)].filter(isInformative);
}
