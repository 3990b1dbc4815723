import type {ControlledTable, Options, Terms, World} from "./world.ts";
import type {Accept, Measure} from "./zones.ts";

/** The measures that may not be small, with the rule that says so of a zone. Addition of zones keeps the rule. */
export function sensitive(table: ControlledTable, terms: Terms, options: Options, isColumn = false): [Measure[], Accept, (Measure | null)?] {
  const {seuil} = table;
  const isSmall = (value: number): boolean => value > 0 && value < seuil;
  if (table.regle === "etablissements" && table.genre === "montant") {
    const {dominance} = options;
    return [[terms.contributeurs, terms.numerateur], ([n = 0, sum = 0], largest) => !isSmall(n) && largest <= dominance * Math.max(sum, 0) + (sum === 0 ? largest : 0), terms.plus_gros];
  }
  if (table.regle === "etablissements") return [[terms.contributeurs], ([n = 0]) => !isSmall(n)];
  const counts = countsOf(table, terms);
  if (table.avant !== null) counts.push(terms.numerateur.map((value, unit) => Math.max(0, value - (table.avant?.[unit] ?? 0))));
  if (table.genre !== "part") return [counts, (sums) => !sums.some(isSmall)];
  return [
    counts,
    (sums) => {
      if (sums.some(isSmall)) return false;
      const [yes = 0, no = 0] = sums;
      // Of one modality among several, zero is an ordinary answer of a group above the threshold; all is not.
      const isUniform = yes + no > 0 && (no === 0 || (yes === 0 && !isColumn));
      return !isUniform || yes + no >= options.uniformes;
    }
  ];
}

/** Counts of persons among the terms of an indicator. */
export function countsOf(table: Pick<ControlledTable, "genre">, {numerateur, denominateur, n}: Terms): Measure[] {
  if (table.genre === "part") return [numerateur, denominateur.map((value, unit) => Math.max(0, value - (numerateur[unit] ?? 0))), n];
  if (table.genre === "compte") return [numerateur, n];
  if (table.genre === "moyenne") return [n, denominateur];
  return [n];
}

/** Numbers of persons that anybody may read elsewhere. */
export function isOpen({open}: World, measure: Measure): boolean {
  return open.some((known) => measure.every((value, unit) => value === 0 || value === known[unit]));
}

const TERM_NAMES = ["numerateur", "denominateur", "n", "contributeurs", "plus_gros"] as const;

function mapTerms(terms: Terms, change: (measure: Measure, name: (typeof TERM_NAMES)[number]) => Measure): Terms {
  return Object.fromEntries(TERM_NAMES.map((name) => [name, change(terms[name], name)])) as unknown as Terms;
}

export const addTerms = (a: Terms, b: Terms): Terms => mapTerms(a, (measure, name) => measure.map((value, unit) => value + (b[name][unit] ?? 0)));

export const total = (measure: Measure): number => measure.reduce((sum, value) => sum + value, 0);
export const isInformative = (measure: Measure): boolean => measure.some((value) => value !== 0);
export const print = (measure: Measure): string => Buffer.from(measure.buffer, measure.byteOffset, measure.byteLength).toString("latin1");
