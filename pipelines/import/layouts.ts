import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import type {LakeColumn} from "../lib/contract/contract.ts";
import {FIRST_ROW} from "./compile.ts";

/** Files of the lake that hold the same columns, of the same types. */
export interface Layout {
  readonly files: readonly string[];
  /** Type of each column; undefined for a list, a map or a struct. */
  readonly types: ReadonlyMap<string, string | undefined>;
}

/** The given files of the lake by what they hold: one that an earlier version wrote may hold more or less than the contract says today. */
export async function layoutsOf(db: Database, files: readonly string[]): Promise<Layout[]> {
  if (files.length === 0) return [];
  const alike = await db.rows<{fichiers: string[]; colonnes: string}>(
    `WITH decrits AS (
       SELECT file_name, to_json(list({name: name, type: duckdb_type, children: coalesce(num_children, 0)} ORDER BY column_id))::VARCHAR AS colonnes
       FROM parquet_schema(${listOf(files)})
       GROUP BY file_name
     )
     SELECT list(file_name ORDER BY file_name) AS fichiers, colonnes
     FROM decrits
     GROUP BY colonnes
     ORDER BY min(file_name)`
  );
  return alike.map(({fichiers, colonnes}) => ({files: fichiers, types: topLevel(JSON.parse(colonnes) as SchemaElement[])}));
}

interface SchemaElement {
  readonly name: string;
  readonly type: string | null;
  /** How many of the next elements are inside this one. */
  readonly children: number;
}

function topLevel([root, ...elements]: readonly SchemaElement[]): Layout["types"] {
  const types = new Map<string, string | undefined>();
  const open = [root?.children ?? 0];
  for (const {name, type, children} of elements) {
    if (open.length === 1) types.set(name, type ?? undefined);
    open[open.length - 1] = (open.at(-1) ?? 0) - 1;
    if (children > 0) open.push(children);
    while (open.length > 1 && open.at(-1) === 0) open.pop();
  }
  return types;
}

const listOf = (files: readonly string[]): string => `[${files.map(quoteText).join(", ")}]`;

/**
 * The rows of files of one layout. Those of a long file that lost no row on the way bear no number, since numbering keeps the engine on one core:
 * their place tells it, counted from `_premiere_ligne`.
 */
export function readRows(files: readonly string[], isUnnumbered: boolean): string {
  if (!isUnnumbered) return `read_parquet(${listOf(files)})`;
  return `(SELECT * EXCLUDE (file_row_number) REPLACE (coalesce(_ligne, ${FIRST_ROW} + file_row_number) AS _ligne) FROM read_parquet(${listOf(files)}, file_row_number = true))`;
}

/**
 * The SELECT of these columns of the lake from files of any layouts. A column that a file does not hold, or a value written under another type that
 * its column cannot take, was not collected: it is NULL, and `_non_collecte` says so.
 */
export function selectColumns(layouts: readonly Layout[], columns: readonly LakeColumn[]): string {
  const nothing = `SELECT ${columns.map(({name, type}) => `NULL::${type} AS ${quoteIdent(name)}`).join(", ")} WHERE false`;
  return layouts.length === 0 ? nothing : layouts.map((layout) => selectLayout(layout, columns)).join(" UNION ALL ");
}

function selectLayout({files, types}: Layout, columns: readonly LakeColumn[]): string {
  const read = ({name, type}: LakeColumn): string => `TRY_CAST(${quoteIdent(name)} AS ${type})`;
  const absent = columns.filter(({name}) => !types.has(name)).map(({name}) => quoteText(name));
  const unread = columns
    .filter(({name, type}) => types.get(name) !== undefined && types.get(name) !== type)
    .map((column) => `CASE WHEN ${quoteIdent(column.name)} IS NOT NULL AND ${read(column)} IS NULL THEN ${quoteText(column.name)} END`);
  const lost = [...absent, ...unread];
  const select = columns.map((column) => {
    const {name, type} = column;
    if (!types.has(name)) return `NULL::${type} AS ${quoteIdent(name)}`;
    const value = name === "_non_collecte" && lost.length > 0 ? `list_concat(_non_collecte, list_filter([${lost.join(", ")}], lambda x: x IS NOT NULL))` : read(column);
    return `${value} AS ${quoteIdent(name)}`;
  });
  return `SELECT ${select.join(", ")} FROM ${readRows(files, types.has(FIRST_ROW))}`;
}
