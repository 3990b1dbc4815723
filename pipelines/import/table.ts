import {createHash} from "node:crypto";
import {readFileSync, statSync} from "node:fs";
import {open} from "node:fs/promises";
import {quoteText} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {hiddenFile} from "../lib/temporary.ts";
import type {Purity} from "./compile.ts";
import {refuseBinary, refuseMarkup} from "./read/binary.ts";
import {declaredSeparator, detectDialect} from "./read/dialect.ts";
import {decode, detectEncoding} from "./read/encoding.ts";
import {readDelimited, type Anomaly, type ReadFile, type SourceRecord} from "./read/records.ts";
import {sampleFile, scanFile} from "./read/scan.ts";
import {writeText} from "./text-file.ts";
import {transcode} from "./utf8.ts";
import {sha256File} from "./witness.ts";

/** A record that its structure keeps from being loaded. */
interface IrregularRecord {
  readonly row: number;
  readonly code: string;
  readonly cause: string;
  readonly mend: string;
}

/** A file opened as a table: a relation for DuckDB, and what is to be said of its structure. */
export interface Table {
  /** Of the file; of the file and the sheet when a workbook gives several tables. */
  readonly sha256: string;
  /** Of the file, when the table is only a part of it. */
  readonly fileSha256?: string;
  readonly header: readonly string[];
  /** Relation with `_ligne` (row as Excel shows it) and the raw cells `c0`, `c1`… */
  readonly relation: string;
  /** The same without row numbers, when they are those of its order: the first one's. Numbering a stream keeps it on one core. */
  readonly unnumbered?: {readonly relation: string; readonly firstRow: number};
  /** What its cells may need before they are read. */
  readonly purity: Purity;
  /** Records of the relation. */
  readonly rows: number;
  readonly irregular: readonly IrregularRecord[];
  readonly encoding: string;
  readonly delimiter: string;
  readonly blankLines: number;
  readonly linesBefore: number;
  /** French remarks on how the file was read. */
  readonly notes: readonly string[];
  /** What whoever made the file should hear: a part of it was not loaded. */
  readonly remarks?: readonly string[];
}

export interface OpenTableOptions {
  readonly temporary: string;
  readonly knownHeaders: ReadonlySet<string>;
  /** Says if a contract knows these titles: settles the case of a first row that does not look like titles (half of them are blank). */
  recognises?(header: readonly string[]): boolean;
  /** Hears how many bytes of the file the structural scan has behind it. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const SAMPLE = 256 * 1024;
/** Of a longer file, enough to guess a dialect, which the scan of the whole then proves or not. */
const DIALECT_SAMPLE = 48 * 1024;

/** The engine reads by blocks of 8 MB, one core each. */
const PARALLEL = 16 * 1024 * 1024;

/**
 * Opens any delimited file. A file whose structure is regular is left to DuckDB as it is (or as its UTF-8 copy);
 * any other is read record by record by our own reader, which says what it had to mend.
 * @throws VigieError when the file is empty or no table.
 */
export async function openTable(file: string, options: OpenTableOptions): Promise<Table> {
  const size = statSync(file).size;
  if (size === 0) throw new VigieError("Le fichier est vide (0 octet).", {mend: "Refaites l'export, ou vérifiez que la copie est allée à son terme."});
  const sample = await sampleFile(file, SAMPLE);
  refuseBinary(sample);
  const encoding = detectEncoding(sample);
  const text = decode(sample, encoding);
  refuseMarkup(text);
  if (text.trim() === "") throw new VigieError("Le fichier ne contient que des lignes vides.", {mend: "Refaites l'export."});
  return (await openRegular(file, encoding, text, options)) ?? (await openIrregular(file, options));
}

/** The fast way: one structural scan proves that a strict reader sees exactly the right records. */
async function openRegular(file: string, encoding: ReturnType<typeof detectEncoding>, sample: string, options: OpenTableOptions): Promise<Table | undefined> {
  if (encoding === "utf-8+windows-1252") return undefined;
  const dialect = detectDialect(sample.length < SAMPLE / 2 ? sample : sample.slice(0, sample.lastIndexOf("\n", DIALECT_SAMPLE) + 1) || sample, {knownHeaders: options.knownHeaders});
  const isPlain = dialect.headerRows === 1 && dialect.footer === 0 && (dialect.quote === "" || (dialect.quote === '"' && dialect.escape !== "\\")) && dialect.newline !== "\r";
  if (!isPlain) return undefined;
  // The line `sep=;` is for the spreadsheet, which does not show it: a line to pass, no row.
  const declared = declaredSeparator(sample) === null ? 0 : 1;
  const skip = linesBeforeRecords(sample, declared + dialect.preamble + 1);
  // The engine takes the first line end that it meets for that of the whole file, and the scan passes over the lines before the records.
  if (skip === undefined || !hasLineEnd(firstLines(sample, skip), dialect.newline)) return undefined;
  const header = readDelimited(Buffer.from(firstLines(sample, skip + 1)), {knownHeaders: options.knownHeaders}).header;
  const isUtf8 = encoding === "utf-8" || encoding === "utf-8-bom";
  const readable = isUtf8 ? file : hiddenFile(options.temporary, "utf8");
  if (!isUtf8) await transcode(file, encoding, readable);
  const scan = await scanFile(readable, {delimiter: dialect.delimiter, quote: dialect.quote, columns: header.length, skipLines: skip}, options.onBytes);
  if (!scan.isRegular || !scan.isUtf8) return undefined;
  if (await endsWithTotal(readable)) return undefined;
  const cells = readCsv(readable, header.length, dialect.delimiter || "\u001f", dialect.quote, skip);
  return {
    sha256: isUtf8 ? scan.sha256 : await sha256File(file),
    header,
    relation: `(SELECT row_number() OVER () + ${skip - declared} AS _ligne, * FROM ${cells})`,
    // Below this size one core reads it all, and numbering costs nothing.
    ...(scan.bytes > PARALLEL ? {unnumbered: {relation: `(SELECT NULL::BIGINT AS _ligne, * FROM ${cells})`, firstRow: skip - declared + 1}} : {}),
    purity: scan,
    rows: scan.records,
    irregular: [],
    encoding,
    delimiter: dialect.delimiter,
    blankLines: scan.blankLines,
    linesBefore: skip - declared,
    notes: []
  };
}

/** Codes of anomalies that leave the cells as their author wrote them: said, and the record goes on. */
const HARMLESS = new Set<Anomaly["code"]>(["espaces_guillemets", "autre_encodage", "guillemet_isole", "autre_separateur", "caractere_nul", "colonnes_vides"]);

/** Codes that speak of the file around its records: said too. */
const OUTSIDE_RECORDS = new Set<Anomaly["code"]>(["preambule", "pied", "entete_absent", "entete_repare", "entete_multiple", "entete_repete", "autre_tableau"]);

async function openIrregular(file: string, options: OpenTableOptions): Promise<Table> {
  const bytes = readFileSync(file);
  const read = withFirstHeader(readDelimited(bytes, {knownHeaders: options.knownHeaders}), options);
  const copy = hiddenFile(options.temporary, "lignes.csv");
  const irregular: IrregularRecord[] = [];
  let rows = 0;
  const width = read.header.length;
  await writeText(copy, async (write) => {
    for (const record of read.records) {
      const problem = structuralProblem(record, width);
      if (problem) {
        irregular.push({row: record.row, ...problem});
        continue;
      }
      rows += 1;
      const full = write(`${record.row},${record.cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`);
      if (full) await full;
    }
  });
  const told = read.anomalies.filter((anomaly) => HARMLESS.has(anomaly.code) || OUTSIDE_RECORDS.has(anomaly.code));
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    header: read.header,
    relation: `(SELECT _ligne::BIGINT AS _ligne, * EXCLUDE (_ligne) FROM ${readCsv(copy, width, ",", '"', 0, "_ligne")})`,
    purity: {hasOuterBlanks: true, hasApostrophes: true},
    rows,
    irregular,
    encoding: read.dialect.encoding,
    delimiter: read.dialect.delimiter,
    blankLines: read.blankLines,
    linesBefore: read.dialect.preamble + read.dialect.headerRows,
    notes: summarise(told),
    remarks: sayOtherTables(read)
  };
}

/** Their rows are no records of this table: they are counted apart, and loaded nowhere. */
function sayOtherTables({tables = []}: ReadFile): string[] {
  const rows = tables.reduce((sum, table) => sum + table.records.length, 0);
  if (tables.length === 0) return [];
  const [have, s] = rows > 1 ? ["n'ont", "s"] : ["n'a", ""];
  return [`${formatCount(rows, "ligne")} ${tables.length > 1 ? "d'autres tableaux" : "d'un autre tableau"} du même fichier ${have} pas été chargée${s} : mettez chaque tableau dans un fichier à part.`];
}

function withFirstHeader(read: ReadFile, options: OpenTableOptions): ReadFile {
  const [first, ...records] = read.records;
  if (read.header.length > 0 || first === undefined || options.recognises?.(first.cells) !== true) return read;
  return {...read, header: first.cells, records, dialect: {...read.dialect, headerRows: 1}, anomalies: read.anomalies.filter((anomaly) => anomaly.code !== "entete_absent")};
}

const MEND = "Corrigez cette ligne dans le fichier d'origine, puis refaites l'export.";
const MEND_QUOTES = "Mettez entre guillemets les textes qui contiennent le séparateur, un guillemet ou un saut de ligne (un tableur le fait de lui-même en enregistrant en csv).";

/** Why a record is refused, in the words of who must mend it; « vigie lire » tells how it could have been read. */
const REFUSED: Readonly<Partial<Record<Anomaly["code"], readonly [cause: string, mend: string]>>> = {
  separateur_manquant: ["il manque un séparateur sur cette ligne : deux cases n'en font qu'une", MEND],
  separateur_en_trop: ["il y a un séparateur de trop sur cette ligne", MEND],
  separateur_non_protege: ["cette ligne a plus de cases que de colonnes : un de ses textes contient le séparateur", MEND_QUOTES],
  cellules_manquantes: ["cette ligne a moins de cases que de colonnes", MEND],
  cellules_en_trop: ["cette ligne a plus de cases que de colonnes", MEND],
  guillemet_non_ferme: ["un guillemet est ouvert sur cette ligne et jamais fermé", MEND_QUOTES],
  ligne_coupee: ["cette ligne est coupée en deux par un saut de ligne dans un texte", MEND_QUOTES],
  fichier_coupe: ["le fichier s'arrête au milieu de cette ligne", "Refaites l'export ou la copie jusqu'à son terme."],
  caractere_perdu: ["un caractère de cette ligne est illisible : il était déjà perdu dans le fichier reçu", "Refaites l'export depuis l'outil d'origine, sans passer par un autre logiciel."],
  hors_tableau: ["cette ligne appartient à un autre tableau du même fichier", "Mettez chaque tableau dans un fichier à part."]
};

function structuralProblem(record: SourceRecord, width: number): Omit<IrregularRecord, "row"> | undefined {
  const {anomaly, cells} = record;
  if (anomaly && !HARMLESS.has(anomaly.code)) {
    const [cause, mend] = REFUSED[anomaly.code] ?? [anomaly.cause, MEND];
    return {code: anomaly.code, cause, mend};
  }
  if (cells.length !== width) return {code: "nombre_de_cellules", cause: `cette ligne a ${cells.length} cases au lieu de ${width}`, mend: MEND};
  return undefined;
}

function summarise(anomalies: readonly Anomaly[]): string[] {
  const byCause = new Map<string, {count: number; first: number}>();
  for (const anomaly of anomalies) {
    const known = byCause.get(anomaly.cause);
    if (known) known.count += 1;
    else byCause.set(anomaly.cause, {count: 1, first: anomaly.line});
  }
  return [...byCause].map(([cause, {count, first}]) => {
    const where = `${count > 1 ? `${count} lignes, la première` : "ligne"} ${first}`;
    const said = cause.endsWith(")") ? `${cause.slice(0, -1)}, ${where})` : `${cause} (${where})`;
    return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  });
}

function readCsv(file: string, width: number, delimiter: string, quote: string, skip: number, first?: string): string {
  const columns = [...(first ? [first] : []), ...Array.from({length: width}, (_, index) => `c${index}`)];
  const settings = [
    "auto_detect = false", "header = false", `skip = ${skip}`, `delim = ${quoteText(delimiter)}`, `quote = ${quoteText(quote)}`, `escape = ${quoteText(quote)}`,
    "strict_mode = true", "max_line_size = 1048576", "buffer_size = 8388608", `columns = {${columns.map((column) => `'${column}': 'VARCHAR'`).join(", ")}}`
  ];
  return `read_csv(${quoteText(file)}, ${settings.join(", ")})`;
}

/** Beyond, a total is left to the contract, that refuses it as a record: nobody sums a table of that size by hand. */
const LARGEST_WITH_TOTAL = 64 * 1024 * 1024;
const TAIL = 4096;

/** True when one of the last lines begins with « Total »: a footer, that our own reader sets aside and says. */
async function endsWithTotal(file: string): Promise<boolean> {
  const {size} = statSync(file);
  if (size > LARGEST_WITH_TOTAL) return false;
  const handle = await open(file);
  try {
    const tail = Buffer.alloc(Math.min(TAIL, size));
    await handle.read(tail, 0, tail.length, size - tail.length);
    const lines = tail.toString("utf8").split(/[\r\n]+/).filter((line) => line.trim() !== "").slice(-3);
    return lines.some((line) => /^[\s"';,\t|]*(sous[- ]?)?tota(l|ux)(?![\p{L}\d])/iu.test(line));
  } finally {
    await handle.close();
  }
}

/** Physical lines down to the header, blank ones counted; undefined when a quoted cell runs over several of them. */
function linesBeforeRecords(text: string, written: number): number | undefined {
  let lines = 0;
  let at = 0;
  for (let found = 0; found < written && at < text.length; lines += 1) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (line.split('"').length % 2 === 0) return undefined;
    if (line.trim() !== "") found += 1;
    at = end < 0 ? text.length : end + 1;
  }
  return lines;
}

/** Whether every line of the text ends in the same way as the others of its file. */
function hasLineEnd(text: string, newline: string): boolean {
  const ends = new Set(text.match(/\r\n|\r|\n/g) ?? []);
  return newline !== "mixed" && [...ends].every((end) => end === newline);
}

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line += 1) {
    const next = text.indexOf("\n", end);
    if (next < 0) return text;
    end = next + 1;
  }
  return text.slice(0, end);
}
