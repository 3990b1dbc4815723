import {spread} from "./measure.ts";
import {sensitive} from "./rules.ts";
import {LARGE, type Sets} from "./sets.ts";
import type {ControlledTable, Ids, Options} from "./world.ts";

/** Audit of the shown sets, by other means than those that chose them: units that no shown set tells apart hold together no small count. */
export function areSetsSafe(size: number, table: ControlledTable, sets: Sets, options: Options, hidden: Ids): boolean {
  const {ids, territories, labels} = table.cells;
  const shown = sets.cellsOf(table).filter((cell) => !hidden.has(ids[cell] ?? 0));
  if (shown.length === 0) return true;
  const told = new Told(size);
  for (const cell of shown) for (const units of sets.of(territories[cell] ?? 0, labels[cell] ?? 0)) told.apart(units);
  const {classOf, count} = told;
  const [measures, accept, largest] = sensitive(table, table.ensemble, options);
  const sums = measures.map(({units, values}) => {
    const ofClass = new Float64Array(count);
    for (let rank = 0; rank < units.length; rank += 1) {
      const code = classOf[units[rank] ?? 0] ?? 0;
      ofClass[code] = (ofClass[code] ?? 0) + (values[rank] ?? 0);
    }
    return ofClass.map((sum) => (Math.abs(sum - Math.round(sum)) < 1e-6 ? Math.round(sum) : sum));
  });
  const most = new Float64Array(count);
  if (largest) for (const [unit, value] of spread(largest, size).entries()) most[classOf[unit] ?? 0] = Math.max(most[classOf[unit] ?? 0] ?? 0, value);
  return most.every((value, code) => accept(Float64Array.from(sums, (ofClass) => ofClass[code] ?? 0), value));
}

/** Classes of units that have been in the same sets so far. */
class Told {
  readonly classOf: Int32Array;
  count = 1;
  private readonly sizes: Int32Array;
  private readonly inside: Int32Array;
  private readonly parts: Int32Array;
  private readonly large = new Set<Int32Array>();

  constructor(size: number) {
    this.classOf = new Int32Array(size);
    this.sizes = new Int32Array(size + 1);
    this.sizes[0] = size;
    this.inside = new Int32Array(size + 1);
    this.parts = new Int32Array(size + 1);
  }

  /** Tells the units of a set from all others. */
  apart(units: Int32Array): void {
    // Told apart once is enough: estimates bring the classes of the whole back thousands of times.
    if (this.large.has(units)) return;
    if (units.length >= LARGE) this.large.add(units);
    const {classOf, sizes, inside, parts} = this;
    const touched: number[] = [];
    for (let rank = 0; rank < units.length; rank += 1) {
      const code = classOf[units[rank] ?? 0] ?? 0;
      if (inside[code] === 0) touched.push(code);
      inside[code] = (inside[code] ?? 0) + 1;
    }
    for (const code of touched) {
      const taken = inside[code] ?? 0;
      inside[code] = 0;
      parts[code] = code;
      if (taken === sizes[code]) continue;
      parts[code] = this.count;
      sizes[this.count] = taken;
      sizes[code] = (sizes[code] ?? 0) - taken;
      this.count += 1;
    }
    for (let rank = 0; rank < units.length; rank += 1) classOf[units[rank] ?? 0] = parts[classOf[units[rank] ?? 0] ?? 0] ?? 0;
  }
}
