import {existsSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {isMap, isSeq, LineCounter, parseDocument} from "yaml";
import {z} from "zod";
import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {lakeColumns, relationName, type Column, type Contract} from "../lib/contract/contract.ts";
import {parseWith} from "../lib/schema.ts";
import {safeEcho} from "./explain.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullable();

const entrySchema = z.strictObject({
  source: z.string(),
  cle: z.record(z.string(), scalar).refine((key) => Object.keys(key).length > 0, "il faut au moins une colonne"),
  colonne: z.string(),
  attendu: scalar,
  corrige: scalar,
  raison: z.string().min(3),
  auteur: z.string().min(1),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "une date AAAA-MM-JJ est attendue")
});

/** One declared correction: the cell that it finds by key, the value that it expects there, the value that it puts instead. */
export interface Correction {
  readonly file: string;
  /** First and last line of the entry in its file. */
  readonly lines: readonly [number, number];
  readonly contract: Contract;
  readonly key: readonly {readonly name: string; readonly written: string | null}[];
  readonly column: string;
  readonly expected: string | null;
  readonly corrected: string | null;
  readonly reason: string;
  readonly author: string;
  readonly date: string;
}

/** The corrections of a folder (`*.yml`, one entry or a list of entries per file), in the order of names and lines. */
function readCorrections(dir: string, contracts: readonly Contract[]): Correction[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort()
    .flatMap((name) => parseCorrections(name, readFileSync(path.join(dir, name), "utf8"), contracts));
}

/** Reads one file of corrections; every mistake is named with its file and line. */
export function parseCorrections(file: string, text: string, contracts: readonly Contract[]): Correction[] {
  const counter = new LineCounter();
  const document = parseDocument(text, {lineCounter: counter});
  const [problem] = document.errors;
  if (problem) throw wrong(file, problem.linePos?.[0].line ?? 1, "ce n'est pas du YAML lisible", "Vérifiez l'alignement et les deux-points de cette ligne.");
  const root = document.contents;
  if (root === null) return [];
  const nodes = isSeq(root) ? root.items : [root];
  return nodes.map((node) => {
    const [start, end] = isMap(node) ? (node.range ?? [0, 0]) : [0, 0];
    const first = counter.linePos(start).line;
    // The range of an entry ends where the next begins: its last line is that of its last visible character.
    const visible = start + text.slice(start, end).trimEnd().length;
    const lines: [number, number] = [first, counter.linePos(Math.max(start, visible - 1)).line];
    const {data, problems} = parseWith(entrySchema, isMap(node) ? node.toJSON() : undefined, "entrée");
    if (!data) throw wrong(file, first, problems.join(" ; "), "Une correction porte : source, cle, colonne, attendu, corrige, raison, auteur, date.");
    return bindCorrection(file, lines, data, contracts);
  });
}

function bindCorrection(file: string, lines: [number, number], entry: z.output<typeof entrySchema>, contracts: readonly Contract[]): Correction {
  const contract = contracts.find((item) => item.objet === entry.source || `${item.source}/${item.objet}` === entry.source);
  if (!contract) throw wrong(file, lines[0], `la source « ${entry.source} » n'existe pas`, `Sources connues : ${contracts.map((item) => item.objet).join(", ")}.`);
  const check = (name: string, value: string | null, what: string): void => {
    const column = contract.columns[name];
    if (!column) throw wrong(file, lines[0], `la colonne « ${name} » n'existe pas dans ${entry.source}`, `Colonnes : ${Object.keys(contract.columns).join(", ")}.`);
    if (column.personal) throw wrong(file, lines[0], `la colonne « ${name} » est personnelle : le lac n'en garde pas la valeur`, "Corrigez le fichier d'origine, puis importez-le de nouveau.");
    if (value === null || isNotConcerned(contract, value)) return;
    if (!column.kind.zod.safeParse(value).success) throw wrong(file, lines[0], `${what} ne peut pas être dans la colonne « ${name} »`, `Écrivez ${column.kind.expects} (exemple : ${column.kind.example}).`);
  };
  for (const [name, value] of Object.entries(entry.cle)) check(name, value, "cette valeur de clé");
  check(entry.colonne, entry.attendu, "la valeur attendue");
  check(entry.colonne, entry.corrige, "la valeur corrigée");
  if (entry.corrige === null && contract.columns[entry.colonne]?.required) throw wrong(file, lines[0], `la colonne « ${entry.colonne} » est obligatoire : elle ne peut pas devenir vide`, "Donnez une valeur, ou retirez le fichier qui porte cette ligne.");
  if (entry.attendu === entry.corrige) throw wrong(file, lines[0], "la valeur attendue et la valeur corrigée sont les mêmes", "Retirez cette entrée.");
  return {
    file, lines, contract, column: entry.colonne, expected: entry.attendu, corrected: entry.corrige, reason: entry.raison, author: entry.auteur, date: entry.date,
    key: Object.entries(entry.cle).map(([name, written]) => ({name, written}))
  };
}

function wrong(file: string, line: number, what: string, mend: string): VigieError {
  return new VigieError(`Correction ${file}, ligne ${line} : ${what}.`, {exitCode: EXIT.usage, mend});
}

function isNotConcerned(contract: Contract, value: string | null): boolean {
  return value !== null && (contract.notConcerned ?? []).includes(value);
}

/** A written value as SQL of its column's type, by the same reading that checks the files. */
function valueSql(column: Column, written: string | null): string {
  return written === null ? `NULL::${column.kind.type}` : `(${column.kind.sql(quoteText(written))})::${column.kind.type}`;
}

/** True where the row's cell says what was written: a value, no answer, or « non concerné ». */
function saysSql(contract: Contract, name: string, written: string | null): string {
  const column = contract.columns[name] as Column;
  const marked = `coalesce(list_contains(_non_concerne, ${quoteText(name)}), false)`;
  if (isNotConcerned(contract, written)) return marked;
  const same = `${quoteIdent(name)} IS NOT DISTINCT FROM ${valueSql(column, written)}`;
  return written === null ? `(${same} AND NOT ${marked})` : same;
}

/** Columns that make two rows speak of the same thing; the row of the latest version is the one that the models keep. */
export function naturalKey(contract: Contract): string[] {
  return [...Object.entries(contract.columns).filter(([, column]) => column.key).map(([name]) => name), ...Object.keys(contract.pseudonyms ?? {})];
}

/**
 * Puts the declared corrections at the door of the models: the `src_` views of `createSources` give the corrected values,
 * the lake keeps what was sent. A correction looks only at the rows that the models keep (the latest version of each key).
 * With `isRecorded`, the table `correction_appliquee` says what was applied.
 * @throws VigieError naming every correction that no longer finds its value, with the lines to remove.
 */
export async function applyCorrections(db: Database, dir: string, contracts: readonly Contract[], {isRecorded = true}: {isRecorded?: boolean} = {}): Promise<void> {
  const corrections = readCorrections(dir, contracts);
  const rows = new Map<Correction, number>();
  const stale: string[] = [];
  for (const contract of contracts) {
    const own = corrections.filter((correction) => correction.contract === contract);
    if (own.length > 0) await correctRelation(db, contract, own, rows, stale);
  }
  if (stale.length > 0) {
    throw new VigieError(`${stale.length > 1 ? "Des corrections ne trouvent plus" : "Une correction ne trouve plus"} la valeur qu'elle${stale.length > 1 ? "s corrigent" : " corrige"} :\n${stale.map((line) => `  - ${line}`).join("\n")}`, {
      mend: "Retirez ces lignes, ou corrigez-y « cle » ou « attendu » si la correction est encore utile."
    });
  }
  if (isRecorded) await recordCorrections(db, corrections, rows);
}

async function correctRelation(db: Database, contract: Contract, corrections: readonly Correction[], counts: Map<Correction, number>, stale: string[]): Promise<void> {
  const relation = relationName(contract);
  const key = naturalKey(contract);
  const needed = ["_fichier", "_ligne", "_non_concerne", ...new Set(corrections.flatMap((correction) => [correction.column, ...correction.key.map(({name}) => name)]))].map(quoteIdent).join(", ");
  const latest = key.length > 0 ? `SELECT ${needed} FROM ${quoteIdent(relation)} QUALIFY row_number() OVER (PARTITION BY ${key.map(quoteIdent).join(", ")} ORDER BY _version DESC, _fichier DESC, _ligne DESC) = 1` : `SELECT ${needed} FROM ${quoteIdent(relation)}`;
  const kept = `_retenues_${relation}`;
  await db.run(`CREATE OR REPLACE TEMP TABLE ${quoteIdent(kept)} AS ${latest}`);
  const columns = [...new Set(corrections.map((correction) => correction.column))];
  const cells: string[] = [];
  const targets = new Map<string, Correction>();
  for (const correction of corrections) {
    const {column, key: own, expected, corrected} = correction;
    const at = own.map(({name, written}) => saysSql(contract, name, written)).join(" AND ");
    const found = await db.rows<{_fichier: string; _ligne: number; dit: boolean; trouve: string | null}>(
      `SELECT _fichier, _ligne, ${saysSql(contract, column, expected)} AS dit, ${quoteIdent(column)}::VARCHAR AS trouve FROM ${quoteIdent(kept)} WHERE ${at} ORDER BY _fichier, _ligne`
    );
    const touched = found.filter((row) => row.dit);
    if (touched.length === 0) {
      stale.push(explainStale(correction, found.map((row) => row.trouve)));
      continue;
    }
    counts.set(correction, touched.length);
    for (const {_fichier, _ligne} of touched) {
      const cell = `${_fichier} ${_ligne} ${column}`;
      const other = targets.get(cell);
      if (other) throw wrong(correction.file, correction.lines[0], `elle vise la même case que ${other.file}, ligne ${other.lines[0]}`, "Gardez une seule des deux.");
      targets.set(cell, correction);
      const values = columns.flatMap((name) => {
        if (name !== column) return ["false", `NULL::${contract.columns[name]?.kind.type ?? "VARCHAR"}`, "false"];
        const isNc = isNotConcerned(contract, corrected);
        return ["true", valueSql(contract.columns[name] as Column, isNc ? null : corrected), String(isNc)];
      });
      cells.push(`(${quoteText(_fichier)}, ${_ligne}::BIGINT, ${values.join(", ")})`);
    }
  }
  await db.run(`DROP TABLE ${quoteIdent(kept)}`);
  if (cells.length > 0) await wrapView(db, contract, columns, cells);
}

/** The view over the lake steps behind a view of the same name that gives the corrected cells. */
async function wrapView(db: Database, contract: Contract, columns: readonly string[], cells: readonly string[]): Promise<void> {
  const relation = relationName(contract);
  const raw = `${relation}__lac`;
  const table = `_corrections_${relation}`;
  const names = columns.flatMap((_, index) => [`a${index}`, `v${index}`, `n${index}`]);
  const merged = columns.map((_, index) => `bool_or(a${index}) AS a${index}, any_value(v${index}) FILTER (a${index}) AS v${index}, bool_or(n${index}) AS n${index}`);
  await db.run(`CREATE OR REPLACE TEMP TABLE ${quoteIdent(table)} AS SELECT _fichier, _ligne, ${merged.join(", ")} FROM (VALUES ${cells.join(", ")}) AS t(_fichier, _ligne, ${names.join(", ")}) GROUP BY _fichier, _ligne`);
  const {sql} = await db.one<{sql: string}>(`SELECT sql FROM duckdb_views() WHERE view_name = ${quoteText(relation)} AND temporary`);
  const body = sql.slice(sql.search(/\bAS\b/i) + 2).replace(/;\s*$/, "");
  await db.run(`CREATE OR REPLACE TEMP VIEW ${quoteIdent(raw)} AS ${body}`);
  const touched = (name: string): string => columns.map((column, index) => `CASE WHEN c.a${index} AND ${name === "_non_concerne" ? `c.n${index}` : "false"} THEN ${quoteText(column)} END`).join(", ");
  const corrected = `list_filter([${columns.map((column, index) => `CASE WHEN c.a${index} THEN ${quoteText(column)} END`).join(", ")}], lambda x: x IS NOT NULL)`;
  const select = lakeColumns(contract).map(({name}) => {
    const index = columns.indexOf(name);
    if (index >= 0) return `CASE WHEN c.a${index} THEN c.v${index} ELSE s.${quoteIdent(name)} END AS ${quoteIdent(name)}`;
    if (name !== "_non_concerne" && name !== "_non_collecte") return `s.${quoteIdent(name)}`;
    const rest = `list_filter(s.${name}, lambda x: NOT list_contains(${corrected}, x))`;
    const list = name === "_non_concerne" ? `list_concat(${rest}, list_filter([${touched(name)}], lambda x: x IS NOT NULL))` : rest;
    return `CASE WHEN c._fichier IS NULL THEN s.${name} ELSE ${list} END AS ${name}`;
  });
  // At most one row of corrections per row of the lake: the join adds none.
  await db.run(`CREATE OR REPLACE TEMP VIEW ${quoteIdent(relation)} AS SELECT ${select.join(", ")} FROM ${quoteIdent(raw)} AS s LEFT JOIN ${quoteIdent(table)} AS c ON c._fichier = s._fichier AND c._ligne = s._ligne`);
}

function explainStale({file, lines, contract, key, column, expected}: Correction, found: readonly (string | null)[]): string {
  const where = `corrections/${file}, ligne${lines[1] > lines[0] ? `s ${lines[0]} à ${lines[1]}` : ` ${lines[0]}`}`;
  const at = key.map(({name, written}) => `${name} ${written ?? "vide"}`).join(", ");
  const said = (value: string | null): string => (value === null ? "vide" : safeEcho(value));
  const reason = found.length === 0
    ? "aucune ligne n'a plus cette clé"
    : `« ${column} » est ${[...new Set(found.map(said))].slice(0, 3).join(" ou ")} et non ${expected === null ? "vide" : `« ${expected} »`}`;
  return `${where} (${contract.objet}, ${at}) : ${reason}.`;
}

async function recordCorrections(db: Database, corrections: readonly Correction[], counts: ReadonlyMap<Correction, number>): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TABLE correction_appliquee (fichier VARCHAR, ligne INTEGER, relation VARCHAR, source VARCHAR, cle MAP(VARCHAR, VARCHAR), colonne VARCHAR, attendu VARCHAR, corrige VARCHAR, raison VARCHAR, auteur VARCHAR, date DATE, lignes BIGINT)`
  );
  for (const correction of corrections) {
    const {file, lines, contract, key, column, expected, corrected, reason, author, date} = correction;
    const text = (value: string | null): string => (value === null ? "NULL" : quoteText(value));
    const cle = `map([${key.map(({name}) => quoteText(name)).join(", ")}], [${key.map(({written}) => text(written)).join(", ")}]::VARCHAR[])`;
    const values = [quoteText(file), String(lines[0]), quoteText(relationName(contract)), quoteText(contract.objet), cle, quoteText(column), text(expected), text(corrected), quoteText(reason), quoteText(author), `DATE ${quoteText(date)}`, String(counts.get(correction) ?? 0)];
    await db.run(`INSERT INTO correction_appliquee VALUES (${values.join(", ")})`);
  }
}
