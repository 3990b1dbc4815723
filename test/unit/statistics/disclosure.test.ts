import * as fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Database, openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {hideSmallCells} from "../../../pipelines/lib/statistics/disclosure.ts";
import {prepareStatistics} from "../../../pipelines/lib/statistics/statistics.ts";
import {attack, cellName, type TreeCell} from "../../refcases/attacker.ts";
import {insertRows} from "./kit.ts";

let database: Database;

beforeAll(async () => {
  database = await openDatabase();
  await prepareStatistics(database);
});
afterAll(() => {
  database.close();
});

interface Tree {
  readonly seuil: number;
  readonly categories: number;
  /** Counts of the leaves: département → bassin → categories. */
  readonly departments: readonly (readonly (readonly number[])[])[];
}

const trees = fc.record({seuil: fc.constantFrom(3, 5, 11), categories: fc.integer({min: 2, max: 4})}).chain(({seuil, categories}) => {
  const count = fc.oneof({weight: 3, arbitrary: fc.integer({min: 0, max: seuil})}, {weight: 2, arbitrary: fc.integer({min: 0, max: 60})});
  const row = fc.array(count, {minLength: categories, maxLength: categories});
  return fc.record({
    seuil: fc.constant(seuil),
    categories: fc.constant(categories),
    departments: fc.array(fc.array(row, {minLength: 1, maxLength: 4}), {minLength: 1, maxLength: 4})
  });
});

function cellsOf(tree: Tree): TreeCell[] {
  const cells: TreeCell[] = [];
  const add = (node: string, parent: string | null, row: readonly number[]): void => {
    for (const [index, value] of row.entries()) cells.push({node, parent, category: `c${String(index)}`, value});
    cells.push({node, parent, category: "total", value: row.reduce((sum, value) => sum + value, 0)});
  };
  const plus = (rows: readonly (readonly number[])[]): number[] => Array.from({length: tree.categories}, (_, index) => rows.reduce((sum, row) => sum + (row[index] ?? 0), 0));
  add("R", null, plus(tree.departments.map(plus)));
  for (const [d, department] of tree.departments.entries()) {
    add(`D${String(d)}`, "R", plus(department));
    for (const [b, basin] of department.entries()) add(`D${String(d)}-B${String(b)}`, `D${String(d)}`, basin);
  }
  return cells;
}

/** Hides several trees together, as the publication does with one table per indicator and year. */
async function hide(forest: readonly Tree[]): Promise<Set<string>[]> {
  const all = forest.map(cellsOf);
  await insertRows(database, "noeuds", "tableau integer, noeud varchar, parent varchar, total double, seuil double",
    all.flatMap((cells, tableau) => cells.filter(({category}) => category === "total").map(({node, parent, value}) => [tableau, node, parent, value, forest[tableau]?.seuil ?? 0])));
  await insertRows(database, "cellules", "tableau integer, noeud varchar, categorie varchar, valeur double",
    all.flatMap((cells, tableau) => cells.filter(({category}) => category !== "total").map(({node, category, value}) => [tableau, node, category, value])));
  await hideSmallCells(database, {nodes: "noeuds", cells: "cellules", masks: "masques"});
  const masks = await database.rows<{tableau: number; noeud: string; total_masque: boolean; detail_masque: boolean}>("select * from masques");
  return all.map((cells, tableau) => new Set(cells
    .filter(({node, category}) => masks.some((mask) => mask.tableau === tableau && mask.noeud === node && (category === "total" ? mask.total_masque : mask.detail_masque)))
    .map(({node, category}) => cellName(node, category))));
}

describe("small cells of a territory tree", () => {
  it("can be bounded by no reader within less than the threshold, whatever the counts", async () => {
    await fc.assert(fc.asyncProperty(fc.array(trees, {minLength: 6, maxLength: 6}), async (forest) => {
      const patterns = await hide(forest);
      for (const [index, tree] of forest.entries()) {
        const cells = cellsOf(tree);
        for (const {node, category} of cells.filter(({value}) => value > 0 && value < tree.seuil)) {
          const {low, high} = attack(cells, patterns[index] ?? new Set(), cellName(node, category));
          expect(high - low, `${cellName(node, category)} of ${JSON.stringify(tree)}`).toBeGreaterThanOrEqual(tree.seuil - 1e-6);
        }
      }
    }), {numRuns: 25});
  });

  it("have, in closed form, the very bounds of the linear program", async () => {
    await fc.assert(fc.asyncProperty(trees, async (tree) => {
      const [hidden = new Set<string>()] = await hide([tree]);
      const cells = cellsOf(tree);
      const audit = await database.rows<{noeud: string; categorie: string; low: number; high: number}>(
        "select noeud, categorie, low, high from frechet_audit('secret_noeuds', 'secret_cellules', 'masques', 'secret_fermeture')"
      );
      for (const {noeud, categorie, low, high} of audit) {
        const bounds = attack(cells, hidden, cellName(noeud, categorie));
        // The client gives an infinite double as text.
        expect(Number(low), `${cellName(noeud, categorie)} of ${JSON.stringify(tree)}`).toBeCloseTo(bounds.low, 6);
        expect(Number(high)).toBeCloseTo(bounds.high, 6);
      }
    }), {numRuns: 60});
  });

  it("stay published when none is small", async () => {
    const [hidden] = await hide([{seuil: 5, categories: 2, departments: [[[10, 20], [0, 12]], [[30, 5]]]}]);
    expect(hidden?.size).toBe(0);
  });

  it("take a second row with them", async () => {
    const [hidden] = await hide([{seuil: 5, categories: 2, departments: [[[2, 40]], [[30, 25]], [[90, 80]]]}]);
    expect([...(hidden ?? [])].sort()).toEqual(["D0-B0|c0", "D0-B0|c1", "D0|c0", "D0|c1", "D1-B0|c0", "D1-B0|c1", "D1|c0", "D1|c1"]);
  });

  it("take the whole breakdown with them when the root itself is small", async () => {
    const [hidden] = await hide([{seuil: 5, categories: 2, departments: [[[2, 40]], [[0, 25]]]}]);
    expect([...(hidden ?? [])].filter((name) => name.endsWith("|c0")).length).toBe(5);
  });
});
