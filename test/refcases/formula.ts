/** Reads the R call of a case: which columns it estimates. */

/** Columns of a one-sided formula given to a function: `svymean(~a+b, …)` → ["a", "b"]. */
export function oneSided(rCall: string, name: string): string[] {
  const found = new RegExp(String.raw`${name}\(\s*~([^,()]+)`).exec(rCall)?.[1];
  return found === undefined ? [] : termsOf(found);
}

/** The two formulas of `svyratio(~y, ~x, …)`. */
export function ratio(rCall: string): {numerator: string; denominator: string} | null {
  const found = /svyratio\(\s*~\s*(\w+)\s*,\s*~\s*(\w+)/.exec(rCall);
  return found?.[1] === undefined || found[2] === undefined ? null : {numerator: found[1], denominator: found[2]};
}

/** A two-sided formula: `lm(y ~ a + b, weights=w)`. */
export function twoSided(rCall: string, name: string): {left: string; right: string[]} | null {
  const found = new RegExp(String.raw`${name}\(\s*(\w+)\s*~([^,()]+)`).exec(rCall);
  return found?.[1] === undefined || found[2] === undefined ? null : {left: found[1], right: termsOf(found[2])};
}

/** A named argument: `argument("… cluster=~etab", "cluster")` → "etab". */
export function argument(rCall: string, name: string): string | null {
  return new RegExp(String.raw`\b${name}\s*=\s*~?\s*'?(\w+)`).exec(rCall)?.[1] ?? null;
}

function termsOf(text: string): string[] {
  return text.split(/[+*]/).map((term) => term.trim()).filter((term) => term !== "");
}
