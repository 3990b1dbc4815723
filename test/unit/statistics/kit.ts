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

/** Weighted least squares by Gaussian elimination with pivoting. */
export function leastSquaresResiduals(x: readonly (readonly number[])[], y: readonly number[], weights: readonly number[]): number[] {
  const k = x[0]?.length ?? 0;
  const system = Array.from({length: k}, (_, i) => [
    ...Array.from({length: k}, (__, j) => x.reduce((sum, row, u) => sum + (weights[u] ?? 0) * (row[i] ?? 0) * (row[j] ?? 0), 0)),
    x.reduce((sum, row, u) => sum + (weights[u] ?? 0) * (row[i] ?? 0) * (y[u] ?? 0), 0)
  ]);
  for (let pivot = 0; pivot < k; pivot += 1) {
    const best = system.slice(pivot).reduce((at, row, index) => (Math.abs(row[pivot] ?? 0) > Math.abs(system[at]?.[pivot] ?? 0) ? pivot + index : at), pivot);
    const [low, high] = [system[pivot] ?? [], system[best] ?? []];
    system[pivot] = high;
    system[best] = low;
    for (let row = 0; row < k; row += 1) {
      if (row === pivot) continue;
      const factor = (system[row]?.[pivot] ?? 0) / (high[pivot] ?? 1);
      system[row] = (system[row] ?? []).map((value, column) => value - factor * (high[column] ?? 0));
    }
  }
  const beta = system.map((row, index) => (row[k] ?? 0) / (row[index] ?? 1));
  return y.map((value, u) => value - beta.reduce((sum, coefficient, index) => sum + coefficient * (x[u]?.[index] ?? 0), 0));
}
