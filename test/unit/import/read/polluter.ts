/**
 * Spoils a clean table in the ways of the Pollock benchmark (Vitagliano et al., "Pollock: A Data Loading Benchmark", VLDB 2023),
 * and in those of French spreadsheets. Every spoilt file comes with the table that a perfect reader would find in it.
 */
export interface Style {
  delimiter: string;
  quote: string;
  /** The quote itself (doubled), a backslash, or empty when quotes inside are not escaped at all. */
  escape: string;
  newline: string;
}

export interface CleanTable {
  header: string[];
  rows: string[][];
  /** Columns whose cells are always quoted; the others are when they must. */
  quotedColumns: ReadonlySet<number>;
  style: Style;
}

export interface Polluted {
  name: string;
  family: string;
  bytes: Uint8Array;
  /** What a perfect reader finds. */
  expected: {header: string[]; rows: string[][]};
  /** Places in `expected.rows` of the rows whose bytes were spoilt: read otherwise, they must carry an anomaly. */
  spoilt: number[];
}

export const ORDINARY: Style = {delimiter: ",", quote: '"', escape: '"', newline: "\r\n"};

/** The text of one cell under a style. */
export function writeCell(value: string, style: Style, isAlwaysQuoted: boolean): string {
  const {delimiter, quote, escape} = style;
  const mustQuote = isAlwaysQuoted || value.includes(delimiter) || value.includes("\n") || value.includes("\r") || (quote !== "" && value.includes(quote));
  if (!mustQuote || quote === "") return value;
  const escaped = escape === "\\" ? value.replaceAll("\\", "\\\\") : value;
  return quote + (escape === "" ? escaped : escaped.replaceAll(quote, escape + quote)) + quote;
}

/** The cells of a row as they are written: the polluters spoil these. */
function pieces(row: readonly string[], table: CleanTable, style = table.style): string[] {
  return row.map((value, column) => writeCell(value, style, table.quotedColumns.has(column)));
}

function headerPieces(table: CleanTable, style = table.style): string[] {
  return pieces(table.header, table, style);
}

function linesOf(table: CleanTable, style = table.style): string[] {
  return [headerPieces(table, style).join(style.delimiter), ...table.rows.map((row) => pieces(row, table, style).join(style.delimiter))];
}

function write(table: CleanTable, style = table.style): string {
  return linesOf(table, style).map((line) => line + style.newline).join("");
}

const utf8 = new TextEncoder();

function spoil(family: string, name: string, text: string | Uint8Array, expected: Polluted["expected"], spoilt: number[] = []): Polluted {
  return {family, name, bytes: typeof text === "string" ? utf8.encode(text) : text, expected, spoilt};
}

/** Every pollution of a table. `everyRow` takes all rows and columns; otherwise a few of them. */
export function* pollutions(table: CleanTable, options: {everyRow: boolean} = {everyRow: true}): Generator<Polluted> {
  yield* wholeFile(table);
  yield* styles(table);
  yield* encodings(table);
  const rows = options.everyRow ? table.rows.map((_, row) => row) : [0, 1, Math.floor(table.rows.length / 2), table.rows.length - 1];
  yield* headerRow(table);
  for (const row of rows) yield* oneRow(table, row);
}

function* wholeFile(table: CleanTable): Generator<Polluted> {
  const {style, header, rows} = table;
  const {newline, delimiter} = style;
  const lines = linesOf(table);
  const text = write(table);
  const clean = {header, rows};
  const wide = (first: string): string => [first, ...header.slice(1).map(() => "")].join(delimiter) + newline;
  yield spoil("source", "source", text, clean);
  yield spoil("fichier", "sans_fin_de_ligne", text.slice(0, -newline.length), clean);
  yield spoil("fichier", "double_fin_de_ligne", text + newline, clean);
  yield spoil("fichier", "vide", "", {header: [], rows: []});
  yield spoil("fichier", "sans_entete", lines.slice(1).map((line) => line + newline).join(""), {header: [], rows});
  yield spoil("fichier", "entete_seul", lines[0] + newline, {header, rows: []});
  yield spoil("fichier", "une_ligne", lines[0] + newline + lines[1] + newline, {header, rows: rows.slice(0, 1)});
  yield spoil("entete", "entete_double", lines[0] + newline + text, {header: header.map((name) => `${name} ${name}`), rows});
  yield spoil("entete", "entete_triple", (lines[0] + newline).repeat(2) + text, {header: header.map((name) => `${name} ${name} ${name}`), rows});
  yield spoil("preambule", "preambule_delimite", wide("PREAMBULE") + wide("") + text, clean);
  yield spoil("preambule", "preambule_nu", `Export du 12 mars 2025${newline}${text}`, clean);
  yield spoil("preambule", "preambule_nu_et_vide", `Export du 12 mars 2025${newline}${newline}${text}`, clean);
  yield spoil("preambule", "preambule_de_trois", wide("Suivi des livraisons") + wide("Année 2024-2025") + wide("Édité le 12/03/2025") + text, clean);
  yield spoil("preambule", "sep", `sep=${delimiter}${newline}${text}`, clean);
  yield spoil("pied", "pied_delimite", text + wide("Source : service des achats"), clean);
  yield spoil("pied", "pied_nu", `${text}Source : service des achats${newline}`, clean);
  yield spoil("pied", "pied_apres_vide", `${text}${newline}Total : ${rows.length} lignes${newline}`, clean);
  yield spoil("pied", "lignes_vides_delimitees", text + wide("").repeat(30), clean);
  yield spoil("tableaux", "meme_tableau_deux_fois", text + text, {header, rows: [...rows, ...rows]});
  const narrow: CleanTable = {...table, header: header.slice(0, -1), rows: rows.map((row) => row.slice(0, -1))};
  const wider: CleanTable = {...table, header: [...header, "col1"], rows: rows.map((row) => [...row, ""])};
  yield spoil("tableaux", "second_plus_etroit", text + write(narrow), {header, rows: [...rows, ...narrow.rows]});
  yield spoil("tableaux", "second_plus_large", text + write(wider), {header, rows: [...rows, ...wider.rows]});
  yield spoil("tableaux", "second_apres_vide", text + newline + write(narrow), {header, rows: [...rows, ...narrow.rows]});
  yield spoil("fichier", "colonne_vide_de_trop", lines.map((line) => line + delimiter + newline).join(""), clean);
  yield spoil("fichier", "colonne_vide_de_trop_dans_les_donnees", lines.map((line, index) => line + (index === 0 ? "" : delimiter) + newline).join(""), clean);
  const half = Math.ceil(lines.length / 2);
  yield spoil("fichier", "lignes_vides_au_milieu", [...lines.slice(0, half), "", "", ...lines.slice(half)].map((line) => line + newline).join(""), clean);
  yield spoil("fichier", "fins_de_ligne_melees", lines.map((line, index) => line + ["\r\n", "\n", "\r"][index % 3]).join(""), clean);
  const column = [...table.quotedColumns][0] ?? 0;
  const long = "Une description très longue, avec des virgules; des points-virgules et \"des guillemets\". ".repeat(3000);
  const withLong = rows.map((row, index) => (index === 3 ? row.map((value, at) => (at === column ? long : value)) : row));
  yield spoil("fichier", "cellule_longue", write({...table, rows: withLong}), {header, rows: withLong});
  const multi = rows.map((row, index) => (index % 4 === 1 ? row.map((value, at) => (at === column ? `${value}${newline}Suite ; et fin, « ${index} »` : value)) : row));
  yield spoil("fichier", "cellules_sur_plusieurs_lignes", write({...table, rows: multi}), {header, rows: multi});
  const single = rows.map((row) => [row[column] as string]);
  yield spoil("fichier", "une_colonne", [header[column], ...single.map(([value]) => writeCell(value as string, style, false))].map((line) => line + newline).join(""), {header: [header[column] as string], rows: single});
}

function* styles(table: CleanTable): Generator<Polluted> {
  const clean = {header: table.header, rows: table.rows};
  const restyled = (name: string, style: Partial<Style>): Polluted => spoil("style", name, write(table, {...table.style, ...style}), clean);
  yield restyled("virgule", {delimiter: ","});
  yield restyled("point_virgule", {delimiter: ";"});
  yield restyled("tabulation", {delimiter: "\t"});
  yield restyled("barre", {delimiter: "|"});
  yield restyled("virgule_espace", {delimiter: ", "});
  yield restyled("deux_points", {delimiter: "::"});
  yield spoil("style", "espace", write(table, {...table.style, delimiter: " "}), clean);
  // Only what must be quoted is: a cell of several words is cut by a space.
  const loose: Style = {...table.style, delimiter: " "};
  const written = (row: readonly string[]): string => row.map((value, at) => (table.quotedColumns.has(at) || value.includes(",") ? writeCell(value, loose, true) : value)).join(" ");
  yield spoil("style_dur", "espace_sans_guillemets", [table.header.join(" "), ...table.rows.map(written)].map((line) => line + table.style.newline).join(""), clean, table.rows.map((_, row) => row));
  yield restyled("apostrophe", {quote: "'", escape: "'"});
  yield restyled("barre_oblique_inverse", {escape: "\\"});
  yield spoil("style_dur", "sans_echappement", write(table, {...table.style, escape: ""}), clean, table.rows.flatMap((row, index) => (row.some((value) => value.includes('"')) ? [index] : [])));
  yield spoil("style_dur", "sans_guillemets", write(table, {...table.style, quote: ""}), clean, table.rows.flatMap((row, index) => (row.some((value) => value.includes(table.style.delimiter)) ? [index] : [])));
  yield restyled("lf", {newline: "\n"});
  yield restyled("crlf", {newline: "\r\n"});
  yield restyled("cr", {newline: "\r"});
}

/** Windows-1252 by hand: the table under test is not used to test itself. */
const ABOVE_LATIN_1: Record<string, number> = {"€": 0x80, "…": 0x85, Œ: 0x8c, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "–": 0x96, "—": 0x97, œ: 0x9c};

export function windows1252(text: string): Uint8Array {
  return Uint8Array.from([...text], (char) => ABOVE_LATIN_1[char] ?? char.charCodeAt(0));
}

export function utf16(text: string, endian: "le" | "be", mark: boolean): Uint8Array {
  const little = Buffer.from((mark ? "\uFEFF" : "") + text, "utf16le");
  return endian === "le" ? little : little.swap16();
}

function* encodings(table: CleanTable): Generator<Polluted> {
  const clean = {header: table.header, rows: table.rows};
  const text = write(table);
  yield spoil("encodage", "utf8_bom", utf8.encode(`\uFEFF${text}`), clean);
  for (const endian of ["le", "be"] as const) {
    yield spoil("encodage", `utf16${endian}_bom`, utf16(text, endian, true), clean);
    yield spoil("encodage", `utf16${endian}`, utf16(text, endian, false), clean);
  }
  yield spoil("encodage", "windows_1252", windows1252(text), clean);
  const lines = linesOf(table).map((line, index) => {
    const ended = line + table.style.newline;
    return index > 0 && index % 3 === 0 ? windows1252(ended) : utf8.encode(ended);
  });
  yield spoil("encodage", "melange", Buffer.concat(lines), clean);
}

function* headerRow(table: CleanTable): Generator<Polluted> {
  const {delimiter, quote, newline} = table.style;
  const clean = {header: table.header, rows: table.rows};
  const rest = linesOf(table).slice(1).map((line) => line + newline).join("");
  const cells = headerPieces(table);
  for (const column of table.header.keys()) {
    yield spoil("entete_en_trop", `entete_en_trop_${column}`, [...cells.slice(0, column), "", ...cells.slice(column)].join(delimiter) + newline + rest, clean);
    if (column > 0) {
      yield spoil("entete_manquant", `entete_manquant_${column}`, [...cells.slice(0, column - 1), (cells[column - 1] as string) + (cells[column] as string), ...cells.slice(column + 1)].join(delimiter) + newline + rest, clean);
    }
    const header = table.header.map((name, at) => (at === column ? quote + name : name));
    const spoilt = cells.map((cell, at) => (at === column ? withExtraQuote(cell, quote) : cell));
    yield spoil("entete_guillemet", `entete_guillemet_${column}`, spoilt.join(delimiter) + newline + rest, {header, rows: table.rows});
  }
}

/** An unescaped quote before the value: after the opening quote when there is one. */
function withExtraQuote(cell: string, quote: string): string {
  return cell.startsWith(quote) ? quote + cell : quote + cell;
}

function* oneRow(table: CleanTable, row: number): Generator<Polluted> {
  const {delimiter, quote, newline} = table.style;
  const clean = {header: table.header, rows: table.rows};
  const lines = linesOf(table);
  const cells = pieces(table.rows[row] as string[], table);
  const file = (line: string): string => lines.map((other, index) => (index === row + 1 ? line : other) + newline).join("");
  for (const column of cells.keys()) {
    yield spoil("separateur_en_trop", `en_trop_${row}_${column}`, file([...cells.slice(0, column), "", ...cells.slice(column)].join(delimiter)), clean, [row]);
    if (column > 0) {
      const glued = [...cells.slice(0, column - 1), (cells[column - 1] as string) + (cells[column] as string), ...cells.slice(column + 1)];
      yield spoil("separateur_manquant", `manquant_${row}_${column}`, file(glued.join(delimiter)), clean, [row]);
    }
    const rows = table.rows.map((values, index) => (index === row ? values.map((value, at) => (at === column ? quote + value : value)) : values));
    const quoted = cells.map((cell, at) => (at === column ? withExtraQuote(cell, quote) : cell));
    yield spoil("guillemet_en_trop", `guillemet_${row}_${column}`, file(quoted.join(delimiter)), {header: table.header, rows}, [row]);
  }
  yield spoil("ligne_courte", `courte_${row}`, file(cells.slice(0, 4).join(delimiter)), {header: table.header, rows: table.rows.map((values, index) => (index === row ? values.map((value, at) => (at < 4 ? value : "")) : values))}, [row]);
  const other = delimiter === ";" ? "," : ";";
  yield spoil("autre_separateur", `ligne_${row}_autre`, file(cells.join(other)), clean, [row]);
  yield spoil("autre_separateur_dur", `ligne_${row}_espace`, file(cells.join(" ")), clean, [row]);
  // Unquoted line end in the middle of the first long text.
  const text = cells.findIndex((cell) => cell.length > 30 && cell.startsWith(quote));
  if (text >= 0 && quote !== "") {
    const bare = (cells[text] as string).slice(1, -1).replaceAll(delimiter, " ").replaceAll(quote, " ");
    const middle = Math.floor(bare.length / 2);
    const broken = `${bare.slice(0, middle)}${newline}${bare.slice(middle)}`;
    const values = table.rows.map((source, index) => (index === row ? source.map((value, at) => (at === text ? broken : value)) : source));
    yield spoil("ligne_coupee", `coupee_${row}`, file(cells.map((cell, at) => (at === text ? broken : cell)).join(delimiter)), {header: table.header, rows: values}, [row]);
  }
  const cut = write(table).slice(0, linesOf(table).slice(0, row + 1).reduce((sum, line) => sum + line.length + newline.length, 0) + Math.floor((lines[row + 1] as string).length / 2));
  if (row > 2) yield spoil("fichier_coupe", `fichier_coupe_${row}`, cut, {header: table.header, rows: [...table.rows.slice(0, row), cutRow(cut, table)]}, [row]);
}

/** The last record of a cut file: what is left of it, and empty cells. */
function cutRow(text: string, table: CleanTable): string[] {
  const {delimiter, quote, newline} = table.style;
  const last = text.slice(text.lastIndexOf(newline) + newline.length);
  const cells: string[] = [];
  let at = 0;
  while (at <= last.length) {
    if (quote !== "" && last.startsWith(quote, at)) {
      const end = last.indexOf(quote + delimiter, at + 1);
      if (end === -1) {
        cells.push(last.slice(at + 1));
        break;
      }
      cells.push(last.slice(at + 1, end).replaceAll(quote + quote, quote));
      at = end + 1 + delimiter.length;
    } else {
      const end = last.indexOf(delimiter, at);
      cells.push(end === -1 ? last.slice(at) : last.slice(at, end));
      if (end === -1) break;
      at = end + delimiter.length;
    }
  }
  return [...cells, ...table.header.slice(cells.length).map(() => "")];
}

export interface Score {
  header: number;
  records: number;
  cells: number;
}

/** F1 on header, records and cells, each as a multiset, as Pollock's evaluation does. */
export function score(expected: Polluted["expected"], found: {header: readonly string[]; rows: readonly (readonly string[])[]}): Score {
  const joined = (rows: readonly (readonly string[])[]): string[] => rows.map((row) => row.join("\u0000"));
  return {
    header: f1(expected.header, found.header),
    records: f1(joined(expected.rows), joined(found.rows)),
    cells: f1(expected.rows.flat(), found.rows.flat())
  };
}

function f1(expected: readonly string[], found: readonly string[]): number {
  if (expected.length === 0 && found.length === 0) return 1;
  const counts = new Map<string, number>();
  for (const value of expected) counts.set(value, (counts.get(value) ?? 0) + 1);
  let common = 0;
  for (const value of found) {
    const left = counts.get(value) ?? 0;
    if (left > 0) {
      common += 1;
      counts.set(value, left - 1);
    }
  }
  return (2 * common) / (expected.length + found.length);
}
