import {quoteText, type Database} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";

/** Functions whose answer changes from one build to the next: the warehouse is a pure function of the lake. */
const CHANGING = new Set(["random", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "now", "today", "get_current_timestamp", "current_date", "current_timestamp", "current_localtimestamp", "get_current_time", "nextval"]);

type Node = Record<string, unknown>;

/**
 * The relations that a SELECT reads, by DuckDB's own parser; names of its CTEs do not count.
 * A text given to a table macro counts when it names one of `models` (DuckDB's `query_table` reads relations by name).
 */
export async function readDependencies(db: Database, sql: string, file: string, models: ReadonlySet<string> = new Set()): Promise<Set<string>> {
  const {tree} = await db.one<{tree: string}>(`select json_serialize_sql(${quoteText(sql)})::varchar as tree`);
  const parsed = JSON.parse(tree) as {error: boolean; error_message?: string; position?: string; statements?: Node[]};
  if (parsed.error) {
    const line = parsed.position === undefined ? "" : ` (vers « ${sql.slice(Number(parsed.position), Number(parsed.position) + 40).split("\n")[0] ?? ""} »)`;
    throw new VigieError(`${file} : ce n'est pas un SELECT que DuckDB sait lire${line}. DuckDB répond : ${parsed.error_message ?? "erreur inconnue"}`);
  }
  if (parsed.statements?.length !== 1) throw new VigieError(`${file} : un modèle est un seul SELECT, et ce fichier en contient ${parsed.statements?.length ?? 0}.`);
  const found = new Set<string>();
  const named = new Set<string>();
  walk(parsed.statements[0], new Set(), {file, found, named});
  for (const name of named) if (models.has(name)) found.add(name);
  return found;
}

interface Reading {
  file: string;
  found: Set<string>;
  /** Texts given to table functions. */
  named: Set<string>;
}

function walk(value: unknown, hidden: ReadonlySet<string>, reading: Reading): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, hidden, reading);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const node = value as Node;
  if (node["type"] === "BASE_TABLE") {
    const name = String(node["table_name"]);
    if (node["schema_name"] !== "" || !hidden.has(name.toLowerCase())) reading.found.add(name);
    return;
  }
  if (node["type"] === "TABLE_FUNCTION") for (const text of textArguments(node["function"] as Node)) reading.named.add(text);
  const changing = changingFunction(node);
  if (changing !== undefined) throw new VigieError(`${reading.file} : la fonction « ${changing} » ne donne pas deux fois la même réponse ; une construction doit pouvoir être refaite à l'identique.`);
  const scope = new Set(hidden);
  const ctes = (node["cte_map"] as {map?: {key: string; value: Node}[]} | undefined)?.map ?? [];
  for (const {key, value: cte} of ctes) {
    const inner = (cte["query"] as Node | undefined)?.["node"] as Node | undefined;
    const isRecursive = inner?.["type"] === "RECURSIVE_CTE_NODE";
    walk(cte, isRecursive ? new Set([...scope, key.toLowerCase()]) : scope, reading);
    scope.add(key.toLowerCase());
  }
  for (const [key, child] of Object.entries(node)) {
    if (key !== "cte_map") walk(child, scope, reading);
  }
}

function textArguments(call: Node): string[] {
  return ((call["children"] as Node[] | undefined) ?? []).flatMap((child) => {
    const constant = child["type"] === "VALUE_CONSTANT" ? (child["value"] as Node | undefined)?.["value"] : undefined;
    return typeof constant === "string" ? [constant] : [];
  });
}

function changingFunction(node: Node): string | undefined {
  if (node["class"] === "FUNCTION" && CHANGING.has(String(node["function_name"]))) return String(node["function_name"]);
  const names = node["class"] === "COLUMN_REF" ? (node["column_names"] as string[]) : [];
  const name = names.length === 1 ? names[0]?.toLowerCase() : undefined;
  return name !== undefined && (name === "current_date" || name === "current_timestamp") ? name : undefined;
}
