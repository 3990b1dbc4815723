import {movesBetween} from "./changes.ts";
import {digest, isInformative, type Measure} from "./measure.ts";
import {countsOf, isOpen, measureOf, noneSmall} from "./rules.ts";
import type {ControlledTable, Terms, World} from "./world.ts";
import {Zones} from "./zones.ts";

/** Measures that several indicators show: the sets shown by each of them are known for all. */
export class SharedMeasures {
  private readonly zones = new Map<string, Zones>();
  private readonly fresh = new Map<string, Zones>();
  private readonly keys = new Map<ControlledTable, readonly string[]>();

  constructor(private readonly world: World) {
    const users = new Map<string, {measure: Measure; moved: Measure[]; tables: Set<string>; seuil: number}>();
    for (const table of world.tables) {
      const keys = new Set<string>();
      for (const {measure, moved} of this.personsOf(table)) {
        const key = digest(measure);
        keys.add(key);
        const user = users.get(key) ?? {measure, moved, tables: new Set<string>(), seuil: 0};
        user.tables.add(table.indicateur);
        user.seuil = Math.max(user.seuil, table.seuil);
        users.set(key, user);
      }
      this.keys.set(table, [...keys]);
    }
    for (const [key, {measure, moved, tables, seuil}] of users) {
      if (tables.size < 2) continue;
      const accept = noneSmall(seuil);
      this.zones.set(key, new Zones(world.size, [measure], accept));
      if (moved.length > 0) this.fresh.set(key, new Zones(world.size, moved, accept));
    }
  }

  zonesOf(table: ControlledTable): Zones[] {
    return (this.keys.get(table) ?? []).flatMap((key) => this.zones.get(key) ?? []);
  }

  /** Zones of what has changed since earlier editions. */
  freshOf(table: ControlledTable): Zones[] {
    return (this.keys.get(table) ?? []).flatMap((key) => this.fresh.get(key) ?? []);
  }

  private personsOf(table: ControlledTable): {measure: Measure; moved: Measure[]}[] {
    if (table.regle !== "personnes") return [];
    const measures = (terms: Terms): Measure[] => [...countsOf(table, terms), measureOf(terms, "denominateur")];
    const former = (table.former ?? []).map(({ensemble}) => measures(ensemble));
    return measures(table.ensemble)
      .map((measure, index) => ({measure, moved: former.flatMap((measuresThen) => movesBetween(measuresThen[index] ?? measure, measure))}))
      .filter(({measure}) => isInformative(measure) && !isOpen(this.world, measure));
  }
}
