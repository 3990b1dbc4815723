import {ESTIMATES, type ControlledTable, type World} from "./world.ts";

/** Units from which on a set is worth remembering: what thousands of cells add to their own, as a class of a whole country, is not looked through again. */
export const LARGE = 64;

/** Units of a block from which sets are cut. */
const BLOCK = 1 << 18;

/** The sets of units that published cells count, each made once for all the tables of a world. */
export class Sets {
  /** Number of a ventilation and a modality in `World.labels` → territory → sets. */
  private readonly made: (readonly Int32Array[])[][];
  private readonly groups: readonly (Uint8Array | undefined)[];
  private block = new Int32Array(BLOCK);
  private used = 0;

  constructor(private readonly world: World) {
    this.made = world.labels.map(() => []);
    this.groups = world.labels.map(({ventilation, modalite}) => world.groups.get(`${ventilation}|${modalite}`));
  }

  /** One set, or for an estimate each of the classes that it adds up. */
  of(territory: number, label: number): readonly Int32Array[] {
    const made = this.made[label] ?? [];
    return (made[territory] ??= this.make(territory, label));
  }

  /** Places of the cells of a table that count sets; the others belong to breakdowns that the indicator gives itself. */
  cellsOf(table: ControlledTable): Int32Array {
    const isOwn = this.world.labels.map(({ventilation}) => table.breakdowns.has(ventilation));
    const {labels} = table.cells;
    const places = new Int32Array(labels.length);
    let length = 0;
    for (let cell = 0; cell < labels.length; cell += 1) if (isOwn[labels[cell] ?? 0] !== true) places[length++] = cell;
    return places.subarray(0, length);
  }

  private make(territory: number, label: number): readonly Int32Array[] {
    const units = this.world.territories[territory] ?? new Int32Array();
    const {ventilation = "ensemble"} = this.world.labels[label] ?? {};
    if (ventilation === "ensemble") return [units];
    const classes = this.world.classes.get(ventilation);
    if (!classes) {
      const group = this.groups[label];
      return [this.cut(units, (unit) => group?.[unit] === 1)];
    }
    const present = [...new Set(units.map((unit) => classes.of[unit] ?? -1))].filter((code) => code >= 0);
    const own = present.map((code) => this.cut(units, (unit) => classes.of[unit] === code));
    return ventilation === ESTIMATES.profil ? [...present.map((code) => classes.sets[code] ?? new Int32Array()), ...own] : own;
  }

  private cut(units: Int32Array, belongs: (unit: number) => boolean): Int32Array {
    if (this.used + units.length > this.block.length) {
      this.block = new Int32Array(Math.max(BLOCK, units.length));
      this.used = 0;
    }
    const start = this.used;
    for (let rank = 0; rank < units.length; rank += 1) {
      const unit = units[rank] ?? 0;
      if (belongs(unit)) this.block[this.used++] = unit;
    }
    return this.block.subarray(start, this.used);
  }
}
