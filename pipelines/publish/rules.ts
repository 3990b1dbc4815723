import {combine, type Measure} from "./measure.ts";
import type {ControlledTable, Options, Terms, World} from "./world.ts";
import type {Accept} from "./zones.ts";

/** The measures that may not be small, with the rule that says so of a zone. Addition of zones keeps the rule. */
export function sensitive(table: ControlledTable, terms: Terms, options: Options, isColumn = false): [Measure[], Accept, (Measure | null)?] {
  const {seuil} = table;
  if (table.regle === "etablissements" && table.genre === "montant") {
    const {dominance} = options;
    const accept: Accept = (sums, largest) => {
      const sum = sums[1] ?? 0;
      return !isSmall(sums[0] ?? 0, seuil) && largest <= dominance * Math.max(sum, 0) + (sum === 0 ? largest : 0);
    };
    return [[measureOf(terms, "contributeurs"), measureOf(terms, "numerateur")], accept, measureOf(terms, "plus_gros")];
  }
  if (table.regle === "etablissements") return [[measureOf(terms, "contributeurs")], noneSmall(seuil)];
  const counts = countsOf(table, terms);
  if (table.avant !== null) counts.push(combine(measureOf(terms, "numerateur"), table.avant, (value, before) => Math.max(0, value - before)));
  if (table.genre !== "part") return [counts, noneSmall(seuil)];
  const isNoneSmall = noneSmall(seuil);
  return [
    counts,
    (sums) => {
      if (!isNoneSmall(sums, 0)) return false;
      const yes = sums[0] ?? 0;
      const no = sums[1] ?? 0;
      // Of one modality among several, zero is an ordinary answer of a group above the threshold; all is not.
      const isUniform = yes + no > 0 && (no === 0 || (yes === 0 && !isColumn));
      return !isUniform || yes + no >= options.uniformes;
    }
  ];
}

/** No sum is that of fewer than the threshold. */
export const noneSmall = (seuil: number): Accept => (sums) => {
  for (let index = 0; index < sums.length; index += 1) if (isSmall(sums[index] ?? 0, seuil)) return false;
  return true;
};

const isSmall = (value: number, seuil: number): boolean => value > 0 && value < seuil;

/** Counts of persons among the terms of an indicator. */
export function countsOf({genre}: Pick<ControlledTable, "genre">, terms: Terms): Measure[] {
  const [numerateur, denominateur, n] = [measureOf(terms, "numerateur"), measureOf(terms, "denominateur"), measureOf(terms, "n")];
  if (genre === "part") return [numerateur, combine(denominateur, numerateur, (all, yes) => Math.max(0, all - yes)), n];
  if (genre === "compte") return [numerateur, n];
  if (genre === "moyenne") return [n, denominateur];
  return [n];
}

/** Numbers of persons that anybody may read elsewhere. */
export function isOpen({open}: World, {units, values}: Measure): boolean {
  return open.some((known) => values.every((value, index) => value === 0 || value === known[units[index] ?? 0]));
}

type TermName = Exclude<keyof Terms, "units">;

export const measureOf = (terms: Terms, name: TermName): Measure => ({units: terms.units, values: terms[name]});

export function addTerms(a: Terms, b: Terms): Terms {
  const sumOf = (name: TermName): Measure => combine(measureOf(a, name), measureOf(b, name), (ofA, ofB) => ofA + ofB);
  const {units, values: numerateur} = sumOf("numerateur");
  const [denominateur, n, contributeurs, plus_gros] = [sumOf("denominateur").values, sumOf("n").values, sumOf("contributeurs").values, sumOf("plus_gros").values];
  return {units, numerateur, denominateur, n, contributeurs, plus_gros};
}
