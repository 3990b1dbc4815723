import {DuckDBInstance, type DuckDBConnection, type DuckDBValue, type Json} from "@duckdb/node-api";

export interface OpenOptions {
  readOnly?: boolean;
  /** DuckDB size, such as "4GB". */
  memoryLimit?: string;
  threads?: number;
  /** Where DuckDB may spill; empty text forbids spilling. */
  tempDirectory?: string;
}

export type Row = Record<string, Json>;

/** A DuckDB connection that answers with plain JavaScript values (BIGINT as number, DATE and TIMESTAMP as ISO text). */
export interface Database {
  readonly connection: DuckDBConnection;
  run(sql: string, parameters?: readonly DuckDBValue[]): Promise<void>;
  rows<T = Row>(sql: string, parameters?: readonly DuckDBValue[]): Promise<T[]>;
  /** The single row of a query; throws when there is none. */
  one<T = Row>(sql: string, parameters?: readonly DuckDBValue[]): Promise<T>;
  close(): void;
}

export async function openDatabase(path = ":memory:", options: OpenOptions = {}): Promise<Database> {
  const instance = await DuckDBInstance.create(path, {
    // Extensions live on a server that these machines never reach: a missing one must fail at once.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(options.readOnly ? {access_mode: "READ_ONLY"} : {}),
    ...(options.memoryLimit ? {memory_limit: options.memoryLimit} : {}),
    ...(options.threads ? {threads: String(options.threads)} : {}),
    ...(options.tempDirectory === undefined ? {} : {temp_directory: options.tempDirectory})
  });
  const connection = await instance.connect();
  const rows = async <T>(sql: string, parameters?: readonly DuckDBValue[]): Promise<T[]> => {
    const reader = await connection.runAndReadAll(sql, parameters ? [...parameters] : undefined);
    const integers = new Set<string>();
    const names = reader.columnNames();
    const types = reader.columnTypes();
    for (const [index, name] of names.entries()) {
      const type = types[index];
      if (type && /^(U?BIGINT|HUGEINT|UHUGEINT|DECIMAL)/.test(type.toString())) integers.add(name);
    }
    const objects = reader.getRowObjectsJson() as Row[];
    if (integers.size > 0) {
      for (const object of objects) {
        for (const name of integers) {
          const value = object[name];
          if (typeof value === "string") object[name] = Number(value);
        }
      }
    }
    return objects as T[];
  };
  return {
    connection,
    async run(sql, parameters) {
      await connection.run(sql, parameters ? [...parameters] : undefined);
    },
    rows,
    async one<T>(sql: string, parameters?: readonly DuckDBValue[]) {
      const [first] = await rows<T>(sql, parameters);
      if (first === undefined) throw new Error(`no row: ${sql}`);
      return first;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    }
  };
}

export function quoteIdent(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
