import type {Database} from "../../../pipelines/lib/duckdb.ts";

type Value = string | number | boolean | null;

/** Replaces a table by these rows; `columns` is its SQL definition. */
export async function insertRows(database: Database, table: string, columns: string, rows: readonly (readonly Value[])[]): Promise<void> {
  await database.run(`create or replace table ${table} (${columns})`);
  if (rows.length === 0) return;
  await database.run(`insert into ${table} values ${rows.map((row) => `(${row.map(literal).join(", ")})`).join(", ")}`);
}

function literal(value: Value): string {
  if (value === null) return "null";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}
