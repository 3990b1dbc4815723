import chisquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";

const mostSteps = 200;

/**
 * Quantile of the chi-square law (df > 0, not necessarily whole), by bisection of its distribution function: exact Poisson and gamma limits need it,
 * and published quantile routines lose digits at large df. NaN outside 0 <= p < 1.
 */
export function chisquareQuantile(p: number, df: number): number {
  if (!(p >= 0 && p < 1 && df > 0)) return Number.NaN;
  if (p === 0) return 0;
  let low = 0;
  let high = df;
  while (chisquareCdf(high, df) < p) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < mostSteps; step += 1) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (chisquareCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
