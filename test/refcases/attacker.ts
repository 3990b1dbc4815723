import {solve} from "yalps";

/** Far above what a tree of a few hundred cells takes. */
const mostPivots = 1_000_000;

export interface TreeCell {
  readonly node: string;
  readonly parent: string | null;
  readonly category: string;
  readonly value: number;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export const cellName = (node: string, category: string): string => `${node}|${category}`;

/**
 * What a reader can compute for one hidden cell: minimum and maximum by linear programming, knowing every published cell, every sum
 * (total = categories, parent = children) and that nothing is negative.
 */
export function attack(cells: readonly TreeCell[], hidden: ReadonlySet<string>, target: string): Bounds {
  const values = new Map(cells.map((cell) => [cellName(cell.node, cell.category), cell.value]));
  if (!hidden.has(target)) {
    const value = values.get(target) ?? Number.NaN;
    return {low: value, high: value};
  }
  const equations = sums(cells);
  const constraints = new Map<string, {equal: number}>();
  const variables = new Map<string, Map<string, number>>([...hidden].map((name) => [name, new Map()]));
  for (const [index, {whole, parts}] of equations.entries()) {
    let known = 0;
    let unknowns = 0;
    for (const [name, sign] of [[whole, 1] as const, ...parts.map((part) => [part, -1] as const)]) {
      const variable = variables.get(name);
      if (variable === undefined) known += sign * (values.get(name) ?? 0);
      else {
        variable.set(`e${String(index)}`, sign);
        unknowns += 1;
      }
    }
    if (unknowns > 0) constraints.set(`e${String(index)}`, {equal: -known});
  }
  variables.get(target)?.set("target", 1);
  const optimum = (direction: "minimize" | "maximize"): number => {
    const {status, result} = solve({direction, objective: "target", constraints, variables}, {maxPivots: mostPivots});
    if (status === "unbounded") return direction === "maximize" ? Infinity : -Infinity;
    if (status !== "optimal") throw new Error(`linear program of ${target}: ${status}`);
    return result;
  };
  return {low: optimum("minimize"), high: optimum("maximize")};
}

function sums(cells: readonly TreeCell[]): {whole: string; parts: string[]}[] {
  const parents = new Map(cells.map((cell) => [cell.node, cell.parent]));
  const categories = [...new Set(cells.map((cell) => cell.category))];
  const children = new Map<string, string[]>();
  for (const [node, parent] of parents) if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), node]);
  return [
    ...[...parents.keys()].map((node) => ({whole: cellName(node, "total"), parts: categories.filter((category) => category !== "total").map((category) => cellName(node, category))})),
    ...[...children].flatMap(([parent, nodes]) => categories.map((category) => ({whole: cellName(parent, category), parts: nodes.map((node) => cellName(node, category))})))
  ];
}
