import {hideSmallCells} from "../../../pipelines/lib/statistics/disclosure.ts";
import {quoteIdent} from "../../../pipelines/lib/duckdb.ts";
import {attack, cellName, type TreeCell} from "../attacker.ts";
import {Answers, hasColumns, type Kind} from "../kind.ts";

/** Intervals of given patterns by linear programming; then our own scheme on the same cells, attacked in the same way. */
export const suppression: Kind = {
  name: "small-cell suppression",
  recognises: (reference) => hasColumns(reference, "cells", ["node", "parent", "category", "value"]) && hasColumns(reference, "patterns", ["node", "category"]),
  async answer(database, reference) {
    const answers = new Answers();
    const threshold = Number(reference.params["k"]);
    const cells = await database.rows<TreeCell>("select node::varchar as node, parent::varchar as parent, category::varchar as category, value::double as value from cells");
    const sensitive = cells.filter(({value}) => value > 0 && value < threshold);
    for (const {node, category, value} of sensitive) answers.give("sensitive", {cell: cellName(node, category)}, {value});
    answers.give("counts", {what: "cells"}, {n: cells.length});
    answers.give("counts", {what: "sensitive"}, {n: sensitive.length});

    const patterns = (reference.inputs.get("patterns") ?? []).filter((name) => !["node", "category", "sensitive"].includes(name));
    let optimal = Infinity;
    for (const pattern of patterns) {
      const rows = await database.rows<{node: string; category: string}>(`select node::varchar as node, category::varchar as category from patterns where ${quoteIdent(pattern)}::integer = 1`);
      const hidden = new Set(rows.map(({node, category}) => cellName(node, category)));
      if (pattern === "optimal") optimal = hidden.size;
      answers.give("counts", {what: `suppressed_${pattern}`}, {n: hidden.size});
      for (const {node, category, value} of sensitive) {
        const cell = cellName(node, category);
        const {low, high} = attack(cells, hidden, cell);
        answers.give("attacker", {pattern, cell}, {value, low, high, width: high - low, safe: high - low >= threshold - 1e-6});
      }
    }

    const ours = await hiddenByOurScheme(database, threshold);
    for (const {node, category, value} of sensitive) {
      const {low, high} = attack(cells, ours, cellName(node, category));
      if (high - low < threshold - 1e-6) answers.faults.push(`our scheme leaves ${cellName(node, category)} = ${String(value)} between ${String(low)} and ${String(high)}`);
    }
    answers.notes.push(`our scheme hides ${String(ours.size)} cells, the optimum ${String(optimal)}`);
    return answers;
  }
};

async function hiddenByOurScheme(database: Parameters<Kind["answer"]>[0], threshold: number): Promise<Set<string>> {
  await database.run(`
    create or replace table noeuds as select 1 as tableau, node::varchar as noeud, parent::varchar as parent, value::double as total, ${String(threshold)}::double as seuil from cells where category = 'total';
    create or replace table cellules as select 1 as tableau, node::varchar as noeud, category::varchar as categorie, value::double as valeur from cells where category <> 'total'`);
  await hideSmallCells(database, {nodes: "noeuds", cells: "cellules", masks: "masques"});
  const rows = await database.rows<{node: string; category: string}>(`
    select noeud as node, category::varchar as category
    from masques join cells on node::varchar = noeud
    where case when category = 'total' then total_masque else detail_masque end`);
  return new Set(rows.map(({node, category}) => cellName(node, category)));
}

export const dominance: Kind = {
  name: "dominance in amounts",
  recognises: (reference) => hasColumns(reference, "input", ["territoire", "contributeur", "montant"]),
  async answer(database) {
    const answers = new Answers();
    await database.run("create or replace table montants as select territoire::varchar as tableau, contributeur, montant::double as montant from input");
    const rows = await database.rows<{tableau: string} & Record<string, number | boolean>>("select * from amount_disclosure('montants')");
    for (const {tableau, ...stats} of rows) answers.give("by_territoire", {territoire: tableau}, stats);
    return answers;
  }
};
