import {spread, total, type Measure} from "./measure.ts";
import {LARGE} from "./sets.ts";
import {Tops} from "./tops.ts";

/** Whether a sum over a zone may be known: one figure per measure, in the order of the measures, then the largest contribution. */
export type Accept = (sums: Float64Array, largest: number) => boolean;

const ROUNDING = 1e-6;
/** In the place of a number of zones. */
const SHOWN = -1;

/**
 * The partition of units that a reader can make out of the sets shown to them. Every figure that can be computed from shown sets by
 * adding and subtracting sets is a sum over whole zones: so as long as each zone is accepted, and acceptance survives addition,
 * nothing that may not be known can be computed. A set enters only if each zone that it would split leaves two accepted parts.
 */
export class Zones {
  private readonly zoneOf: Int32Array;
  /** How many zones there are. */
  private count = 1;
  private sizes: Int32Array;
  /** Sums of each zone, the measures side by side; so are those of the units. */
  private sums: Float64Array;
  private readonly values: Float32Array;
  private readonly width: number;
  private readonly tops: Tops | null;
  /** The last set looked at: the zones that it touches, and what it takes of each. */
  private last: Int32Array | null = null;
  private touched: number[] = [];
  private inside: Float64Array;
  private insideSizes: Int32Array;
  private readonly insideSums: Float64Array;
  private readonly outsideSums: Float64Array;
  /** What was answered of a large set, which holds while there are as many zones; for good once it is shown, since each zone is then in it or out of it. */
  private readonly known = new WeakMap<Int32Array, {readonly count: number; readonly isAccepted: boolean}>();

  constructor(
    size: number,
    measures: readonly Measure[],
    private readonly accept: Accept,
    /** Largest contribution of each unit, for a rule of dominance. */
    largest: Measure | null = null
  ) {
    this.width = measures.length;
    this.zoneOf = new Int32Array(size);
    this.sizes = Int32Array.of(size);
    this.insideSizes = new Int32Array(1);
    this.sums = Float64Array.from(measures, total);
    this.inside = new Float64Array(this.width);
    this.insideSums = new Float64Array(this.width);
    this.outsideSums = new Float64Array(this.width);
    this.values = new Float32Array(size * this.width);
    for (const [index, {units, values}] of measures.entries()) for (let rank = 0; rank < units.length; rank += 1) this.values[(units[rank] ?? 0) * this.width + index] = values[rank] ?? 0;
    this.tops = largest ? new Tops(spread(largest, size)) : null;
  }

  /** Whether the whole, which everybody may then know, is itself accepted. */
  isSound(): boolean {
    for (let zone = 0; zone < this.count; zone += 1) {
      for (let index = 0; index < this.width; index += 1) this.outsideSums[index] = rounded(this.sums[zone * this.width + index] ?? 0);
      if (!this.accept(this.outsideSums, this.tops?.largest(zone) ?? 0)) return false;
    }
    return true;
  }

  /** Whether the set can be shown besides those already shown. */
  accepts(units: Int32Array): boolean {
    const known = units.length >= LARGE ? this.known.get(units) : undefined;
    if (known && (known.count === SHOWN || known.count === this.count)) return known.isAccepted;
    this.split(units);
    this.tops?.mark(units, this.zoneOf);
    const isAccepted = this.touched.every((zone) => this.insideSizes[zone] === this.sizes[zone] || this.isAcceptedAsSplit(zone));
    if (units.length >= LARGE) this.known.set(units, {count: this.count, isAccepted});
    return isAccepted;
  }

  private isAcceptedAsSplit(zone: number): boolean {
    const {width, insideSums, outsideSums} = this;
    for (let index = 0; index < width; index += 1) {
      const taken = rounded(this.inside[zone * width + index] ?? 0);
      insideSums[index] = taken;
      outsideSums[index] = rounded(rounded(this.sums[zone * width + index] ?? 0) - taken);
    }
    return this.accept(insideSums, this.tops?.largestInside(zone) ?? 0) && this.accept(outsideSums, this.tops?.largestOutside(zone) ?? 0);
  }

  /** Shows the set, accepted or not. */
  show(units: Int32Array): void {
    if (units.length >= LARGE) {
      if (this.known.get(units)?.count === SHOWN) return;
      this.known.set(units, {count: SHOWN, isAccepted: true});
    }
    this.split(units);
    const parts = new Map<number, number>();
    for (const zone of this.touched) if (this.insideSizes[zone] !== this.sizes[zone]) parts.set(zone, this.part(zone));
    if (parts.size === 0) return;
    this.tops?.part(units, this.zoneOf, parts);
    for (const zone of this.touched) this.insideSizes[zone] = 0;
    this.touched = [];
    this.last = null;
    for (let rank = 0; rank < units.length; rank += 1) {
      const unit = units[rank] ?? 0;
      const part = parts.get(this.zoneOf[unit] ?? 0);
      if (part !== undefined) this.zoneOf[unit] = part;
    }
  }

  /** Makes a zone of what the set takes of another. */
  private part(zone: number): number {
    const part = this.count;
    const {width} = this;
    this.count += 1;
    this.reserve();
    const size = this.insideSizes[zone] ?? 0;
    this.sizes[part] = size;
    this.sizes[zone] = (this.sizes[zone] ?? 0) - size;
    for (let index = 0; index < width; index += 1) {
      const taken = rounded(this.inside[zone * width + index] ?? 0);
      this.sums[part * width + index] = taken;
      this.sums[zone * width + index] = rounded((this.sums[zone * width + index] ?? 0) - taken);
    }
    return part;
  }

  private reserve(): void {
    if (this.count <= this.sizes.length) return;
    const length = this.sizes.length * 2;
    this.sizes = grown(this.sizes, new Int32Array(length));
    this.insideSizes = grown(this.insideSizes, new Int32Array(length));
    this.sums = grown(this.sums, new Float64Array(length * this.width));
    this.inside = grown(this.inside, new Float64Array(length * this.width));
  }

  private split(units: Int32Array): void {
    if (this.last === units) return;
    const {width, zoneOf, values, inside, insideSizes} = this;
    for (const zone of this.touched) insideSizes[zone] = 0;
    const touched: number[] = [];
    for (let rank = 0; rank < units.length; rank += 1) {
      const unit = units[rank] ?? 0;
      const zone = zoneOf[unit] ?? 0;
      if (insideSizes[zone] === 0) {
        touched.push(zone);
        for (let index = 0; index < width; index += 1) inside[zone * width + index] = 0;
      }
      insideSizes[zone] = (insideSizes[zone] ?? 0) + 1;
      for (let index = 0; index < width; index += 1) inside[zone * width + index] = (inside[zone * width + index] ?? 0) + (values[unit * width + index] ?? 0);
    }
    this.touched = touched;
    this.last = units;
  }
}

/** The same numbers at the head of a longer array. */
function grown<Numbers extends Int32Array | Float64Array>(numbers: Numbers, longer: Numbers): Numbers {
  longer.set(numbers);
  return longer;
}

const rounded = (value: number): number => {
  const whole = Math.round(value);
  return Math.abs(value - whole) < ROUNDING ? whole : value;
};
