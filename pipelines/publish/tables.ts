import {createReadStream, createWriteStream} from "node:fs";
import path from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {createGzip} from "node:zlib";
import {
  Dictionary, Field, Float64, Int32, makeData, RecordBatch, RecordBatchFileWriter, Schema, Struct, Utf8, vectorFromArray, type Data, type Vector
} from "apache-arrow";
import {quoteText, type Database} from "../lib/duckdb.ts";
import {harmlessText} from "./formula.ts";
import {PUBLISHED_COLUMNS} from "./suppress.ts";

const NUMBERS = new Set<string>(["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution"]);
const TEXTS = PUBLISHED_COLUMNS.filter((column) => !NUMBERS.has(column));

/** The text of a column, lists joined. */
const textOf = (column: string, table = "pub_indicateur"): string => (column === "drapeaux" ? `array_to_string(${table}.drapeaux, '|')` : `${table}.${column}`);

/** Writes `pub_indicateur` in its four forms, none of which is ever whole in memory. */
export async function writeTable(db: Database, dir: string): Promise<void> {
  const harmless = `SELECT ${PUBLISHED_COLUMNS.map((column) => (NUMBERS.has(column) ? column : `${harmlessText(textOf(column))} AS ${column}`)).join(", ")} FROM pub_indicateur`;
  const csv = path.join(dir, "pub_indicateur.csv");
  await db.run(`COPY (SELECT ${PUBLISHED_COLUMNS.join(", ")} FROM pub_indicateur) TO ${quoteText(path.join(dir, "pub_indicateur.parquet"))} (FORMAT parquet, COMPRESSION zstd)`);
  await db.run(`COPY (${harmless}) TO ${quoteText(csv)} (FORMAT csv, HEADER true, DELIMITER ';')`);
  // For the site: a fifteenth of the size, and R, Python and DuckDB read it as it is.
  await pipeline(createReadStream(csv), createGzip(), createWriteStream(`${csv}.gz`));
  await writeArrow(db, path.join(dir, "pub_indicateur.arrow"));
}

/** One record batch per chunk of DuckDB; texts are dictionaries, the same for all batches. */
async function writeArrow(db: Database, file: string): Promise<void> {
  const dictionaries = new Map<string, Vector<Utf8>>();
  for (const column of TEXTS) {
    await db.run(`CREATE OR REPLACE TEMP TABLE arrow_${column} AS SELECT texte, (row_number() OVER (ORDER BY texte))::INTEGER - 1 AS rang FROM (SELECT DISTINCT ${textOf(column)} AS texte FROM pub_indicateur)`);
    const texts = await db.rows<{texte: string}>(`SELECT texte FROM arrow_${column} ORDER BY rang`);
    dictionaries.set(column, vectorFromArray(texts.map(({texte}) => texte), new Utf8()));
  }
  const fields = PUBLISHED_COLUMNS.map((column, index) => Field.new({name: column, type: NUMBERS.has(column) ? new Float64() : new Dictionary(new Utf8(), new Int32(), index), nullable: true}));
  const schema = new Schema(fields);
  const joins = TEXTS.map((column) => `LEFT JOIN arrow_${column} ON arrow_${column}.texte = ${textOf(column, "p")}`);
  const select = PUBLISHED_COLUMNS.map((column) => (NUMBERS.has(column) ? `p.${column}::DOUBLE AS ${column}` : `arrow_${column}.rang AS ${column}`));
  async function* batches(): AsyncGenerator<RecordBatch> {
    for await (const chunk of db.chunks(`SELECT ${select.join(", ")} FROM pub_indicateur AS p ${joins.join(" ")} ORDER BY p.rowid`)) {
      const length = chunk.rowCount;
      const children = PUBLISHED_COLUMNS.map((column, index): Data => {
        const {items, validity} = chunk.getColumnVector(index) as unknown as {items: Float64Array | Int32Array; validity: {itemValid(row: number): boolean}};
        const {bitmap, nulls} = bitmapOf(validity, length);
        const common = {length, nullCount: nulls, ...(nulls > 0 ? {nullBitmap: bitmap} : {}), data: items.slice(0, length)};
        const dictionary = dictionaries.get(column);
        return dictionary
          ? makeData({...common, type: fields[index]?.type as Dictionary<Utf8, Int32>, data: common.data as Int32Array, dictionary})
          : makeData({...common, type: new Float64(), data: common.data as Float64Array});
      });
      yield new RecordBatch(schema, makeData({type: new Struct(fields), length, nullCount: 0, children}));
    }
  }
  const writer = new RecordBatchFileWriter();
  const written = pipeline(Readable.from(writer), createWriteStream(file));
  await writer.writeAll(batches());
  writer.close();
  await written;
}

function bitmapOf(validity: {itemValid(row: number): boolean}, length: number): {bitmap: Uint8Array; nulls: number} {
  const bitmap = new Uint8Array(Math.ceil(length / 8));
  let nulls = 0;
  for (let row = 0; row < length; row += 1) {
    if (validity.itemValid(row)) bitmap[row >> 3] = (bitmap[row >> 3] ?? 0) | (1 << (row & 7));
    else nulls += 1;
  }
  return {bitmap, nulls};
}
