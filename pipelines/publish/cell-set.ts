/** A set of cells by their numbers, a bit for each: a year of a country has millions of them. */
export class CellSet {
  private bits = new Uint8Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  has(id: number): boolean {
    return ((this.bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
  }

  add(id: number): void {
    if (this.has(id)) return;
    const place = id >> 3;
    if (place >= this.bits.length) {
      const longer = new Uint8Array(Math.max(place + 1, this.bits.length * 2));
      longer.set(this.bits);
      this.bits = longer;
    }
    this.bits[place] = (this.bits[place] ?? 0) | (1 << (id & 7));
    this.count += 1;
  }

  /** From the smallest on. */
  *[Symbol.iterator](): Generator<number> {
    for (let place = 0; place < this.bits.length; place += 1) {
      const byte = this.bits[place] ?? 0;
      if (byte === 0) continue;
      for (let bit = 0; bit < 8; bit += 1) if ((byte & (1 << bit)) !== 0) yield place * 8 + bit;
    }
  }
}
