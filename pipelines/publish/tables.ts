import {createReadStream, createWriteStream} from "node:fs";
import path from "node:path";
import {pipeline} from "node:stream/promises";
import {createGzip} from "node:zlib";
import {quoteText, type Database} from "../lib/duckdb.ts";
import {writeArrow} from "./arrow.ts";
import {harmlessText} from "../lib/formula-sql.ts";
import {PUBLISHED_COLUMNS} from "./suppress.ts";

const NUMBERS = new Set<string>(["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution"]);

/** The text of a column, lists joined. */
const textOf = (column: string): string => (column === "drapeaux" ? "array_to_string(drapeaux, '|')" : column);

/** Writes `pub_indicateur` in its four forms, none of which is ever whole in memory. */
export async function writeTable(db: Database, dir: string): Promise<void> {
  const harmless = `SELECT ${PUBLISHED_COLUMNS.map((column) => (NUMBERS.has(column) ? column : `${harmlessText(textOf(column))} AS ${column}`)).join(", ")} FROM pub_indicateur`;
  const csv = path.join(dir, "pub_indicateur.csv");
  await db.run(`COPY (SELECT ${PUBLISHED_COLUMNS.join(", ")} FROM pub_indicateur) TO ${quoteText(path.join(dir, "pub_indicateur.parquet"))} (FORMAT parquet, COMPRESSION zstd)`);
  await db.run(`COPY (${harmless}) TO ${quoteText(csv)} (FORMAT csv, HEADER true, DELIMITER ';')`);
  // For the site: a fifteenth of the size, and R, Python and DuckDB read it as it is.
  await pipeline(createReadStream(csv), createGzip(), createWriteStream(`${csv}.gz`));
  await writeArrow(db, PUBLISHED_COLUMNS.map((name) => ({name, value: NUMBERS.has(name) ? name : textOf(name), isText: !NUMBERS.has(name)})), path.join(dir, "pub_indicateur.arrow"));
}
