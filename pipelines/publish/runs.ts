import type {Database} from "../lib/duckdb.ts";

type Numbers = Int32Array | Float64Array;

/**
 * Visits the runs of equal keys (the first `keys` columns) of a sorted query of INTEGER and DOUBLE columns, none of them NULL: its key, and the other
 * columns of its rows, which are only lent.
 */
export async function eachRun(db: Database, sql: string, parameters: readonly (string | number)[], keys: number, visit: (key: readonly number[], columns: readonly Float64Array[]) => void): Promise<void> {
  let run: Run | null = null;
  for await (const chunk of db.chunks(sql, parameters)) {
    const columns = Array.from({length: chunk.columnCount}, (_, index) => (chunk.getColumnVector(index) as unknown as {items: Numbers}).items);
    run ??= new Run(keys, columns.length - keys);
    // Asked once: the engine answers it from afar.
    const {rowCount} = chunk;
    let start = 0;
    for (let row = 1; row <= rowCount; row += 1) {
      if (row < rowCount && isSame(columns, keys, row - 1, row)) continue;
      if (run.length > 0 && !run.continues(columns, start)) run.give(visit);
      run.take(columns, start, row);
      start = row;
    }
  }
  if (run && run.length > 0) run.give(visit);
}

function isSame(columns: readonly Numbers[], keys: number, row: number, other: number): boolean {
  for (let index = 0; index < keys; index += 1) if (columns[index]?.[row] !== columns[index]?.[other]) return false;
  return true;
}

/** The rows of a run, gathered from one chunk after another. */
class Run {
  length = 0;
  private key: number[] = [];
  private columns: Float64Array[];

  constructor(private readonly keys: number, width: number) {
    this.columns = Array.from({length: width}, () => new Float64Array(2048));
  }

  continues(columns: readonly Numbers[], row: number): boolean {
    return this.key.every((value, index) => columns[index]?.[row] === value);
  }

  take(columns: readonly Numbers[], from: number, to: number): void {
    if (this.length === 0) this.key = columns.slice(0, this.keys).map((column) => column[from] ?? 0);
    for (let index = 0; index < this.columns.length; index += 1) {
      let own = this.columns[index] ?? new Float64Array();
      if (this.length + to - from > own.length) {
        const longer = new Float64Array(Math.max(own.length * 2, this.length + to - from));
        longer.set(own);
        this.columns[index] = own = longer;
      }
      own.set(columns[this.keys + index]?.subarray(from, to) ?? [], this.length);
    }
    this.length += to - from;
  }

  give(visit: (key: readonly number[], columns: readonly Float64Array[]) => void): void {
    visit(this.key, this.columns.map((column) => column.subarray(0, this.length)));
    this.length = 0;
  }
}
