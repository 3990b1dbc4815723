import type {DuckDBConnection, DuckDBDataChunk, DuckDBValue, Json} from "@duckdb/node-api";

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
  /** The columns of a query, a few thousand rows at a time. */
  chunks(sql: string, parameters?: readonly DuckDBValue[]): AsyncGenerator<DuckDBDataChunk>;
  /** The rows of a query a few thousand at a time, for those that memory must not hold whole. */
  batches<T = Row>(sql: string): AsyncGenerator<T[]>;
  /** The single row of a query; throws when there is none. */
  one<T = Row>(sql: string, parameters?: readonly DuckDBValue[]): Promise<T>;
  /** Another connection to the same database, for what may run at the same time; its temporary tables and views are its own. It closes with the first. */
  connect(): Promise<Database>;
  close(): void;
}

/**
 * What DuckDB spills holds rows about people, and outlives a process that is killed: it is encrypted with a key of this process. The cipher built in
 * seeds that key with 64 bits of the system's randomness, hence the name that DuckDB gives it; the stronger one is an extension to download.
 */
const SEALED_SPILL = {temp_file_encryption: "true", force_mbedtls_unsafe: "true"} as const;

export async function openDatabase(path = ":memory:", options: OpenOptions = {}): Promise<Database> {
  const {DuckDBInstance} = await import("./engine.ts");
  const instance = await DuckDBInstance.create(path, {
    // Extensions live on a server that these machines never reach: a missing one must fail at once.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(options.readOnly ? {access_mode: "READ_ONLY"} : {}),
    ...(options.memoryLimit ? {memory_limit: options.memoryLimit} : {}),
    ...(options.threads ? {threads: String(options.threads)} : {}),
    ...(options.tempDirectory === undefined ? {} : {temp_directory: options.tempDirectory}),
    ...SEALED_SPILL
  });
  const connections: DuckDBConnection[] = [];
  const connect = async (): Promise<Database> => {
    const connection = await instance.connect();
    const isFirst = connections.push(connection) === 1;
    return databaseOf(connection, {
      connect,
      close() {
        for (const one of isFirst ? connections : [connection]) one.closeSync();
        if (isFirst) instance.closeSync();
      }
    });
  };
  return connect();
}

function databaseOf(connection: DuckDBConnection, {connect, close}: Pick<Database, "connect" | "close">): Database {
  const rows = async <T>(sql: string, parameters?: readonly DuckDBValue[]): Promise<T[]> => {
    const reader = await connection.runAndReadAll(sql, parameters ? [...parameters] : undefined);
    return withNumbers(reader.getRowObjectsJson(), reader) as T[];
  };
  async function* chunks(sql: string, parameters?: readonly DuckDBValue[]): AsyncGenerator<DuckDBDataChunk> {
    const result = await connection.stream(sql, parameters ? [...parameters] : undefined);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) yield chunk;
  }
  async function* batches<T>(sql: string): AsyncGenerator<T[]> {
    const result = await connection.stream(sql);
    for await (const objects of result.yieldRowObjectJson()) yield withNumbers(objects, result) as T[];
  }
  return {
    connection,
    async run(sql, parameters) {
      await connection.run(sql, parameters ? [...parameters] : undefined);
    },
    rows,
    chunks,
    batches,
    async one<T>(sql: string, parameters?: readonly DuckDBValue[]) {
      const [first] = await rows<T>(sql, parameters);
      if (first === undefined) throw new Error(`no row: ${sql}`);
      return first;
    },
    connect,
    close
  };
}

/** Wide integers, which the client gives as text, made numbers in place. */
function withNumbers(objects: Row[], result: {columnNames(): string[]; columnTypes(): readonly {toString(): string}[]}): Row[] {
  const types = result.columnTypes();
  const integers = result.columnNames().filter((_, index) => /^(U?BIGINT|HUGEINT|UHUGEINT|DECIMAL)/.test(String(types[index])));
  for (const object of objects) {
    for (const name of integers) {
      const value = object[name];
      if (typeof value === "string") object[name] = Number(value);
    }
  }
  return objects;
}

export function quoteIdent(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
