/**
 * Reading: how fast a big file is looked through, how fast it is read record by record, and how much of a spoilt table comes back,
 * the dialect found alone, next to readers that are given the dialect. Run: npx tsx bench/read.ts
 */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {parse} from "csv-parse/sync";
import {detectDialect} from "../pipelines/import/read/dialect.ts";
import {readDelimited, readRecords} from "../pipelines/import/read/records.ts";
import {scanFile} from "../pipelines/import/read/scan.ts";
import {openDatabase, quoteText} from "../pipelines/lib/duckdb.ts";
import {type Polluted, pollutions, score} from "../test/unit/import/read/polluter.ts";
import {deliveries, survey} from "../test/unit/import/read/tables.ts";

interface Found {
  header: string[];
  rows: string[][];
}

const ROW = '"Collège Émile Zola";123;"AZERTY123";"25/02/2019 11:00";0,67;0,67;3;2;"Oui";"NA"\n';

const folder = await mkdtemp(path.join(tmpdir(), "vigie-bench-"));
try {
  await speed();
  await fidelity();
} finally {
  await rm(folder, {recursive: true});
}

async function speed(): Promise<void> {
  const text = `Nom;ID;Code;Date;x1;x2;x3;x4;x5;x6\n${ROW.repeat(1_200_000)}`;
  const big = path.join(folder, "big.csv");
  await writeFile(big, text);
  const bytes = Buffer.byteLength(text);
  for (const run of [1, 2]) {
    const start = performance.now();
    const scan = await scanFile(big, {delimiter: ";", quote: '"', columns: 10, skipLines: 1});
    print(`scanFile, run ${run}`, bytes, start, `${scan.records} records, regular: ${scan.isRegular}`);
  }
  const some = text.slice(0, 20_000_000);
  const start = performance.now();
  let records = 0;
  for (const record of readRecords(some, detectDialect(some))) records += record.cells.length > 0 ? 1 : 0;
  print("readRecords", Buffer.byteLength(some), start, `${records} records`);
}

function print(name: string, bytes: number, start: number, detail: string): void {
  const seconds = (performance.now() - start) / 1000;
  console.log(`${name.padEnd(22)} ${(bytes / 1e6 / seconds).toFixed(0).padStart(5)} MB/s  ${detail}`);
}

/** Readers given the dialect of the clean file, as a user who knows it would set them. */
async function fidelity(): Promise<void> {
  const database = await openDatabase(":memory:");
  try {
    for (const [name, table] of [["deliveries", deliveries()], ["survey", survey()]] as const) {
      const {delimiter, quote} = table.style;
      const sums = new Map<string, {header: number; records: number; cells: number; files: number; perfect: number}>();
      for (const polluted of pollutions(table, {everyRow: false})) {
        const readers: [string, () => Found | Promise<Found>][] = [
          ["vigie (dialect found alone)", () => byVigie(polluted)],
          ["csv-parse (dialect given)", () => byCsvParse(polluted, delimiter, quote)],
          ["DuckDB (dialect given)", () => byDuckDb(polluted, delimiter, quote)]
        ];
        for (const [reader, read] of readers) {
          const sum = sums.get(reader) ?? {header: 0, records: 0, cells: 0, files: 0, perfect: 0};
          sums.set(reader, sum);
          const result = await tryRead(read);
          const found = result === null ? {header: 0, records: 0, cells: 0} : score(polluted.expected, result);
          sum.header += found.header;
          sum.records += found.records;
          sum.cells += found.cells;
          sum.files += 1;
          if (found.header === 1 && found.records === 1 && found.cells === 1) sum.perfect += 1;
        }
      }
      for (const [reader, {header, records, cells, files, perfect}] of sums) {
        const share = (value: number): string => (value / files).toFixed(3);
        console.log(`${name.padEnd(11)} ${reader.padEnd(28)} F1 header ${share(header)}  records ${share(records)}  cells ${share(cells)}  perfect ${perfect}/${files}`);
      }
    }
  } finally {
    database.close();
  }

  async function tryRead(read: () => Found | Promise<Found>): Promise<Found | null> {
    try {
      return await read();
    } catch {
      return null;
    }
  }

  async function byDuckDb(polluted: Polluted, delimiter: string, quote: string): Promise<Found> {
    const file = path.join(folder, "spoilt.csv");
    await writeFile(file, polluted.bytes);
    const options = `delim = ${quoteText(delimiter)}, quote = ${quoteText(quote)}, escape = ${quoteText(quote)}, header = true, all_varchar = true, null_padding = true, ignore_errors = true, strict_mode = false`;
    const rows = await database.rows<Record<string, string | null>>(`select * from read_csv(${quoteText(file)}, ${options})`);
    const columns = await database.rows<{column_name: string}>(`describe select * from read_csv(${quoteText(file)}, ${options})`);
    const header = columns.map(({column_name: column}) => column);
    return {header, rows: rows.map((row) => header.map((column) => row[column] ?? ""))};
  }
}

function byVigie(polluted: Polluted): Found {
  const file = readDelimited(polluted.bytes);
  return {header: file.header, rows: [file.records, ...(file.tables ?? []).map((other) => other.records)].flat().map(({cells}) => cells)};
}

function byCsvParse(polluted: Polluted, delimiter: string, quote: string): Found {
  const [header = [], ...rows]: string[][] = parse(Buffer.from(polluted.bytes), {delimiter, quote, escape: quote, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true});
  return {header, rows};
}
