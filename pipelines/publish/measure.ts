import {createHash} from "node:crypto";

/**
 * One additive measure of the units that have any (a unit is a group of schools that no territory separates), by increasing unit: a country has
 * hundreds of breakdowns of tens of thousands of units, most of them empty. Counts up to 2²⁴ are exact; sums are made in double precision.
 */
export interface Measure {
  readonly units: Int32Array;
  readonly values: Float32Array;
}

export const total = ({values}: Measure): number => values.reduce((sum, value) => sum + value, 0);
export const isInformative = ({values}: Measure): boolean => values.some((value) => value !== 0);

/** The same measure in all its units, once, for what looks it up unit by unit. */
export function spread({units, values}: Measure, size: number): Float32Array {
  const all = new Float32Array(size);
  for (let index = 0; index < units.length; index += 1) all[units[index] ?? 0] = values[index] ?? 0;
  return all;
}

/** What two measures give unit by unit, where either has one. */
export function combine(a: Measure, b: Measure, value: (ofA: number, ofB: number) => number): Measure {
  if (a.units === b.units) return {units: a.units, values: a.values.map((ofA, index) => value(ofA, b.values[index] ?? 0))};
  const units = unionOf(a.units, b.units);
  const values = new Float32Array(units.length);
  let [ofA, ofB] = [0, 0];
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index];
    values[index] = value(a.units[ofA] === unit ? (a.values[ofA++] ?? 0) : 0, b.units[ofB] === unit ? (b.values[ofB++] ?? 0) : 0);
  }
  return {units, values};
}

function unionOf(a: Int32Array, b: Int32Array): Int32Array {
  const units = new Int32Array(a.length + b.length);
  let [ofA, ofB, length] = [0, 0, 0];
  while (ofA < a.length || ofB < b.length) {
    const unit = Math.min(a[ofA] ?? Infinity, b[ofB] ?? Infinity);
    if (a[ofA] === unit) ofA += 1;
    if (b[ofB] === unit) ofB += 1;
    units[length++] = unit;
  }
  return units.slice(0, length);
}

/** The same for equal measures and for no others. */
export function digest({units, values}: Measure): string {
  const pairs = new Float64Array(units.length * 2);
  let length = 0;
  for (let index = 0; index < units.length; index += 1) {
    if (!values[index]) continue;
    pairs[length++] = units[index] ?? 0;
    pairs[length++] = values[index] ?? 0;
  }
  return createHash("sha256").update(new Uint8Array(pairs.buffer, 0, length * 8)).digest("base64");
}
