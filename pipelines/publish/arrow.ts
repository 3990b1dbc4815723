import {closeSync, openSync, writeFileSync} from "node:fs";
import {AsyncByteQueue, Dictionary, Field, Float64, Int32, makeData, RecordBatch, RecordBatchFileWriter, Schema, Struct, Utf8, vectorFromArray, type Data, type Vector} from "apache-arrow";
import type {Database} from "../lib/duckdb.ts";

/** A column of an Arrow file, from `pub_indicateur`. */
export interface ArrowColumn {
  readonly name: string;
  /** SQL of its value. */
  readonly value: string;
  /** Texts are dictionaries, the same for the whole file. */
  readonly isText: boolean;
}

/** Rows written at a time. */
const ROWS = 1 << 16;

/** Writes some columns of `pub_indicateur`, in its order, as an Arrow file that is never whole in memory. */
export async function writeArrow(db: Database, columns: readonly ArrowColumn[], file: string): Promise<void> {
  const dictionaries = new Map<string, Vector<Utf8>>();
  for (const {name, value} of columns.filter(({isText}) => isText)) {
    await db.run(`CREATE OR REPLACE TEMP TYPE arrow_${name} AS ENUM (SELECT DISTINCT ${value} AS texte FROM pub_indicateur WHERE texte IS NOT NULL ORDER BY texte)`);
    const texts = await db.rows<{texte: string}>(`SELECT unnest(enum_range(NULL::arrow_${name}))::VARCHAR AS texte`);
    dictionaries.set(name, vectorFromArray(texts.map(({texte}) => texte), new Utf8()));
  }
  const fields = columns.map(({name, isText}, index) => Field.new({name, type: isText ? new Dictionary(new Utf8(), new Int32(), index) : new Float64(), nullable: true}));
  const schema = new Schema(fields);
  const batch = columns.map(({isText}) => new Buffered(isText ? new Int32Array(ROWS) : new Float64Array(ROWS)));
  const descriptor = openSync(file, "w");
  try {
    const writer = new RecordBatchFileWriter();
    writer.reset(new FileSink(descriptor), schema);
    const flush = (): void => {
      const length = batch[0]?.length ?? 0;
      if (length === 0) return;
      const children = columns.map(({name}, index): Data => {
        const {values, nullCount, nullBitmap} = batch[index]?.take() ?? {values: new Float64Array(), nullCount: 0, nullBitmap: new Uint8Array()};
        const common = {length, nullCount, ...(nullCount > 0 ? {nullBitmap} : {})};
        const dictionary = dictionaries.get(name);
        return dictionary && values instanceof Int32Array
          ? makeData({...common, type: fields[index]?.type as Dictionary<Utf8, Int32>, data: values, dictionary})
          : makeData({...common, type: new Float64(), data: Float64Array.from(values)});
      });
      writer.write(new RecordBatch(schema, makeData({type: new Struct(fields), length, nullCount: 0, children})));
    };
    const select = columns.map(({name, value, isText}) => (isText ? `enum_code((${value})::arrow_${name})::INTEGER` : `(${value})::DOUBLE`));
    for await (const chunk of db.chunks(`SELECT ${select.join(", ")} FROM pub_indicateur`)) {
      for (let from = 0; from < chunk.rowCount; ) {
        const to = Math.min(chunk.rowCount, from + ROWS - (batch[0]?.length ?? 0));
        for (const [index, column] of batch.entries()) column.add(chunk.getColumnVector(index) as unknown as Chunk, from, to);
        if (batch[0]?.length === ROWS) flush();
        from = to;
      }
    }
    flush();
    writer.close();
  } finally {
    closeSync(descriptor);
  }
}

/** What DuckDB gives of a column. */
interface Chunk {
  readonly items: Float64Array | Int32Array;
  readonly validity: {itemValid(row: number): boolean};
}

/** The rows of a column that wait to be written; where there is no value there is a zero, and not what stood in memory. */
class Buffered {
  length = 0;
  private nulls = 0;
  private bitmap = new Uint8Array(ROWS / 8);

  constructor(private readonly values: Int32Array | Float64Array) {}

  add({items, validity}: Chunk, from: number, to: number): void {
    for (let row = from; row < to; row += 1) {
      const isThere = validity.itemValid(row);
      this.values[this.length] = isThere ? (items[row] ?? 0) : 0;
      if (isThere) this.bitmap[this.length >> 3] = (this.bitmap[this.length >> 3] ?? 0) | (1 << (this.length & 7));
      else this.nulls += 1;
      this.length += 1;
    }
  }

  /** Gives them, and is empty. */
  take(): {values: Int32Array | Float64Array; nullCount: number; nullBitmap: Uint8Array} {
    const taken = {values: this.values.slice(0, this.length), nullCount: this.nulls, nullBitmap: this.bitmap.slice(0, Math.ceil(this.length / 8))};
    this.length = 0;
    this.nulls = 0;
    this.bitmap.fill(0);
    return taken;
  }
}

/** Writes as it goes: the queue of the library would hold the whole file. */
class FileSink extends AsyncByteQueue {
  constructor(private readonly descriptor: number) {
    super();
  }

  override write(bytes: Uint8Array): void {
    writeFileSync(this.descriptor, bytes);
  }
}
