/**
 * One additive measure of every unit (a unit is a group of schools that no territory separates). Counts up to 2²⁴ are exact; sums are made in double
 * precision. A country has millions of these numbers: half the width is half the memory.
 */
export type Measure = Float32Array;

/** Whether a sum over a zone may be known: one figure per measure, in the order of the measures, then the largest contribution. */
export type Accept = (sums: readonly number[], largest: number) => boolean;

const ROUNDING = 1e-6;

/**
 * The partition of units that a reader can make out of the sets shown to them. Every figure that can be computed from shown sets by
 * adding and subtracting sets is a sum over whole zones: so as long as each zone is accepted, and acceptance survives addition,
 * nothing that may not be known can be computed. A set enters only if each zone that it would split leaves two accepted parts.
 */
export class Zones {
  private readonly zoneOf: Int32Array;
  private readonly sizes: number[];
  /** Sums of each zone, the measures side by side. */
  private readonly sums: number[];
  /** Unit of the largest contribution of each zone. */
  private readonly tops: number[] = [];
  /** The last set looked at: the zones that it touches, and what it takes of each. */
  private last: Int32Array | null = null;
  private touched: number[] = [];
  private readonly inside: number[] = [];
  private readonly insideSizes: number[] = [];

  constructor(
    size: number,
    private readonly measures: readonly Measure[],
    private readonly accept: Accept,
    /** Largest contribution of each unit, for a rule of dominance. */
    private readonly largest: Measure | null = null
  ) {
    this.zoneOf = new Int32Array(size);
    this.sizes = [size];
    this.sums = measures.map((measure) => measure.reduce((total, value) => total + value, 0));
    if (largest) this.tops.push(this.topOf(0));
  }

  /** The zone of a unit, as a number. */
  zone(unit: number): number {
    return this.zoneOf[unit] ?? 0;
  }

  /** Whether the whole, which everybody may then know, is itself accepted. */
  isSound(): boolean {
    return this.sizes.every((_, zone) => this.accept(this.sumsOf(this.sums, zone), this.valueOf(this.tops[zone])));
  }

  /** Whether the set can be shown besides those already shown. */
  accepts(units: Int32Array): boolean {
    this.split(units);
    const members = this.largest ? new Set(units) : null;
    const largestInside = members ? this.largestInside(units) : null;
    return this.touched.every((zone) => {
      if (this.insideSizes[zone] === this.sizes[zone]) return true;
      const inside = this.sumsOf(this.inside, zone);
      const outside = this.sumsOf(this.sums, zone).map((total, index) => rounded(total - (inside[index] ?? 0)));
      return this.accept(inside, largestInside?.get(zone) ?? 0) && this.accept(outside, members ? this.largestOutside(zone, members) : 0);
    });
  }

  /** Shows the set, accepted or not. */
  show(units: Int32Array): void {
    this.split(units);
    const parts = new Map<number, number>();
    const width = this.measures.length;
    for (const zone of this.touched) {
      const part = this.insideSizes[zone] ?? 0;
      if (part === this.sizes[zone]) continue;
      parts.set(zone, this.sizes.length);
      this.sizes.push(part);
      this.sizes[zone] = (this.sizes[zone] ?? 0) - part;
      for (let index = zone * width; index < (zone + 1) * width; index += 1) {
        const taken = rounded(this.inside[index] ?? 0);
        this.sums.push(taken);
        this.sums[index] = rounded((this.sums[index] ?? 0) - taken);
      }
    }
    if (parts.size === 0) return;
    for (const zone of this.touched) this.insideSizes[zone] = 0;
    this.touched = [];
    this.last = null;
    for (const unit of units) {
      const part = parts.get(this.zoneOf[unit] ?? 0);
      if (part !== undefined) this.zoneOf[unit] = part;
    }
    if (!this.largest) return;
    for (const [zone, part] of parts) {
      this.tops[part] = units.reduce((top, unit) => (this.zoneOf[unit] === part && this.valueOf(unit) > this.valueOf(top) ? unit : top), -1);
      if (this.zoneOf[this.tops[zone] ?? -1] !== zone) this.tops[zone] = this.topOf(zone);
    }
  }

  private sumsOf(sums: readonly number[], zone: number): number[] {
    const width = this.measures.length;
    return sums.slice(zone * width, (zone + 1) * width).map(rounded);
  }

  private valueOf(unit = -1): number {
    return this.largest?.[unit] ?? 0;
  }

  private topOf(zone: number): number {
    let top = -1;
    for (let unit = 0; unit < this.zoneOf.length; unit += 1) if (this.zoneOf[unit] === zone && this.valueOf(unit) > this.valueOf(top)) top = unit;
    return top;
  }

  private largestInside(units: Int32Array): Map<number, number> {
    const most = new Map<number, number>();
    for (const unit of units) {
      const zone = this.zoneOf[unit] ?? 0;
      most.set(zone, Math.max(most.get(zone) ?? 0, this.valueOf(unit)));
    }
    return most;
  }

  /** The zone is looked through only when the set takes its largest away, which few sets do. */
  private largestOutside(zone: number, members: ReadonlySet<number>): number {
    const top = this.tops[zone] ?? -1;
    if (!members.has(top)) return this.valueOf(top);
    let most = 0;
    for (let unit = 0; unit < this.zoneOf.length; unit += 1) if (this.zoneOf[unit] === zone && !members.has(unit)) most = Math.max(most, this.valueOf(unit));
    return most;
  }

  private split(units: Int32Array): void {
    if (this.last === units) return;
    for (const zone of this.touched) this.insideSizes[zone] = 0;
    this.touched = [];
    this.last = units;
    const width = this.measures.length;
    for (const unit of units) {
      const zone = this.zoneOf[unit] ?? 0;
      if (!this.insideSizes[zone]) {
        this.touched.push(zone);
        this.insideSizes[zone] = 0;
        for (let index = 0; index < width; index += 1) this.inside[zone * width + index] = 0;
      }
      this.insideSizes[zone] = (this.insideSizes[zone] ?? 0) + 1;
      for (let index = 0; index < width; index += 1) this.inside[zone * width + index] = (this.inside[zone * width + index] ?? 0) + (this.measures[index]?.[unit] ?? 0);
    }
  }
}

const rounded = (value: number): number => (Math.abs(value - Math.round(value)) < ROUNDING ? Math.round(value) : value);
