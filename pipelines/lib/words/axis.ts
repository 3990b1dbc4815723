/** Values to write along an axis. */

/** About `about` round values (1, 2 or 5 times a power of ten apart) between two ends, these included when they are round. */
export function graduations(low: number, high: number, about = 5): number[] {
  const rough = (high - low || 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  return Array.from({length: Math.floor(high / step) - first + 1}, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** 1, 2 and 5 times the powers of ten between two ends above zero, for a logarithmic axis. */
export function graduationsLog(low: number, high: number): number[] {
  const decades = Array.from({length: Math.floor(Math.log10(high)) - Math.floor(Math.log10(low)) + 1}, (_, index) => 10 ** (Math.floor(Math.log10(low)) + index));
  return decades.flatMap((power) => [1, 2, 5].map((one) => one * power)).filter((value) => value >= low && value <= high);
}
