import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {allIndicators} from "./catalogue.ts";
import type {PlannedModel} from "./order.ts";

/** Rows of indicators that a roll-up reads at a time: a département is one lot, and a country stays within the memory of a small machine. */
const ROWS_OF_A_LOT = 1_000_000;

/** The indicators in the order of their codes, cut where their tables would hold more than `limit` rows together; one alone may hold more. */
export async function lotsOf(db: Database, models: readonly PlannedModel[], limit = ROWS_OF_A_LOT): Promise<PlannedModel[][]> {
  const counts = await db.rows<{name: string; n: number}>("select table_name as name, estimated_size::bigint as n from duckdb_tables() where table_name like 'ind\\_%' escape '\\'");
  const sizes = new Map(counts.map(({name, n}) => [name, n]));
  const lots: PlannedModel[][] = [];
  let rows = 0;
  for (const model of models.filter(({indicator}) => indicator !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const size = sizes.get(model.name) ?? 0;
    const current = lots.at(-1);
    if (current && rows + size <= limit) {
      current.push(model);
      rows += size;
    } else {
      lots.push([model]);
      rows = size;
    }
  }
  return lots;
}

/**
 * Fills the table of `model` lot after lot. While a lot is computed, temporary views of this connection hide the catalogue, `ind_toutes` and every
 * model with a column `indicateur` behind the rows of its indicators; the SQL of the model does not know.
 */
export async function computeByLot(db: Database, model: PlannedModel, lots: readonly (readonly PlannedModel[])[], models: readonly PlannedModel[]): Promise<void> {
  const {place} = await db.one<{place: string}>("select current_database() as place");
  const standing = (name: string): string => `${quoteIdent(place)}.main.${quoteIdent(name)}`;
  const read = models.filter(({name, header}) => model.dependencies.has(name) && "indicateur" in header.colonnes && name !== "ind_toutes").map(({name}) => name);
  const hidden = ["ref_indicateur", "ind_toutes", ...read];
  try {
    for (const [index, lot] of lots.entries()) {
      const codes = lot.map(({indicator, name}) => quoteText(indicator?.code ?? name)).join(", ");
      for (const name of hidden) {
        const rows = name === "ind_toutes" ? allIndicators(lot).sql : `select * from ${standing(name)} where ${name === "ref_indicateur" ? "code" : "indicateur"} in (${codes})`;
        await db.run(`create or replace temp view ${quoteIdent(name)} as ${rows}`);
      }
      await db.run(`${index === 0 ? `create or replace table ${standing(model.name)} as` : `insert into ${standing(model.name)}`}\n${model.sql}`);
    }
  } finally {
    for (const name of hidden) await db.run(`drop view if exists temp.${quoteIdent(name)}`);
  }
}
