/** The engine itself, in a module of its own so that it is loaded at the first database: a command that opens none must not pay for it. */
export {DuckDBInstance} from "@duckdb/node-api";
