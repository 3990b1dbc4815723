const NOBODY = -1;

/** The largest contributions of each zone: its units in a chain, the largest first, so that what remains without a set is found behind the set's own. */
export class Tops {
  private readonly first: number[] = [];
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** The set last marked has this number on its units, and on the zones where it has some. */
  private set = 0;
  private readonly setOfUnit: Int32Array;
  private readonly setOfZone: number[] = [];
  /** Its largest in each zone. */
  private readonly inside: number[] = [];

  constructor(private readonly values: Float32Array) {
    this.next = new Int32Array(values.length);
    this.previous = new Int32Array(values.length);
    this.setOfUnit = new Int32Array(values.length);
    this.chain(0, [...values.keys()]);
  }

  largest(zone: number): number {
    return this.valueOf(this.first[zone]);
  }

  /** Looks at a set, which the two questions below are about. */
  mark(units: Int32Array, zoneOf: Int32Array): void {
    this.set += 1;
    for (const unit of units) {
      const zone = zoneOf[unit] ?? 0;
      this.setOfUnit[unit] = this.set;
      const most = this.setOfZone[zone] === this.set ? (this.inside[zone] ?? 0) : 0;
      this.setOfZone[zone] = this.set;
      this.inside[zone] = Math.max(most, this.valueOf(unit));
    }
  }

  largestInside(zone: number): number {
    return this.setOfZone[zone] === this.set ? (this.inside[zone] ?? 0) : 0;
  }

  largestOutside(zone: number): number {
    let unit = this.first[zone] ?? NOBODY;
    while (unit !== NOBODY && this.setOfUnit[unit] === this.set) unit = this.next[unit] ?? NOBODY;
    return this.valueOf(unit);
  }

  /** Takes the units of a set out of each zone that has a part to make of them. */
  part(units: Int32Array, zoneOf: Int32Array, parts: ReadonlyMap<number, number>): void {
    const taken = new Map<number, number[]>();
    for (const unit of units) {
      const zone = zoneOf[unit] ?? 0;
      const part = parts.get(zone);
      if (part === undefined) continue;
      const own = taken.get(part) ?? [];
      taken.set(part, own);
      if (this.valueOf(unit) === 0) continue;
      own.push(unit);
      this.link(zone, this.previous[unit] ?? NOBODY, this.next[unit] ?? NOBODY);
    }
    for (const [part, own] of taken) this.chain(part, own);
  }

  private chain(zone: number, units: readonly number[]): void {
    let before = NOBODY;
    for (const unit of units.filter((one) => this.valueOf(one) > 0).sort((a, b) => this.valueOf(b) - this.valueOf(a))) {
      this.link(zone, before, unit);
      before = unit;
    }
    this.link(zone, before, NOBODY);
  }

  private link(zone: number, before: number, after: number): void {
    if (before === NOBODY) this.first[zone] = after;
    else this.next[before] = after;
    if (after !== NOBODY) this.previous[after] = before;
  }

  private valueOf(unit = NOBODY): number {
    return this.values[unit] ?? 0;
  }
}
