import {mkdirSync, rmSync, statSync} from "node:fs";
import path from "node:path";
import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import {moveInto} from "../lib/files.ts";
import {formatCount} from "../lib/format.ts";
import {lakeColumns, nomOf, type Contract} from "../lib/contract/contract.ts";
import type {Binding} from "./binding.ts";
import {compileSelect, MENDED, REJECTED, type FileContext} from "./compile.ts";
import {naturalKey} from "./corrections.ts";
import {contractFingerprint} from "./fingerprint.ts";
import {explainRecord, type Rejection} from "./explain.ts";
import {maskName, uaiOfName, yearOfName} from "./file-name.ts";
import {commitEntry, DATA, findEntry, shortHash, type Manifest} from "./lake.ts";
import {readRows} from "./layouts.ts";
import {already, resultOf, type ImportResult} from "./import-result.ts";
import type {Mapping} from "./mapping.ts";
import {knownHeaders, recognise, type Recognised} from "./recognise.ts";
import {forgotten} from "./retention.ts";
import {FIRST_YEAR, lastSeenYear} from "../lib/text.ts";
import {saySuspicions, suspect} from "./suspicion.ts";
import {openTable, type Table} from "./table.ts";
import {explainUnknown} from "./unknown.ts";
import {sha256File, Witness} from "./witness.ts";

export interface ImportOptions {
  readonly db: Database;
  readonly lake: string;
  readonly temporary: string;
  readonly key: Uint8Array;
  readonly contracts: readonly Contract[];
  readonly mappings: readonly Mapping[];
  /** UAI of files that carry none. */
  readonly uai?: string;
  /** UAI that a folder of the file carries. */
  readonly folderUai?: string | null;
  /** Name under which the file is known (a member of a zip, for example); by default its own. */
  readonly name?: string;
  /** Time of the file, ISO, when it is a copy of ours; by default its own. */
  readonly modified?: string;
  /** The file comes out of an archive: no other archive is opened in it. */
  readonly isMember?: boolean;
  /** Hears how many bytes of the file were looked at, before the engine takes it. */
  readonly onBytes?: (bytes: number) => void;
}

/** Small row groups bound what the writer holds: a Pix export has sixty columns, most of them maps. */
const PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 20480";

/** Reads one text file into the lake. A mistake of the file never throws: it is refused, counted and explained. */
export async function importFile(file: string, options: ImportOptions): Promise<ImportResult> {
  const witness = new Witness(file);
  const headers = knownHeaders(options.contracts, options.mappings);
  let table: Table;
  try {
    table = await openTable(file, {temporary: options.temporary, knownHeaders: headers, recognises: (header) => recognise(header, options.contracts, options.mappings) !== undefined, onBytes: options.onBytes});
  } catch (error) {
    if (!(error instanceof VigieError)) throw error;
    return await refuseFile(file, options, error);
  }
  return await importTable(table, witness, file, options);
}

/** Loads a table opened from a file, or from a sheet of it, whose bytes `witness` watches. */
export async function importTable(table: Table, witness: Witness, file: string, options: ImportOptions): Promise<ImportResult> {
  const named = {...identify(file, options), sha256: table.sha256, table};
  const recognised = recognise(table.header, options.contracts, options.mappings, {year: yearOfName(named.name), uai: named.uai});
  // A school that the rows say themselves is not to be guessed from names.
  const identity = {...named, uai: recognised?.binding.fileUai ?? null};
  if (!recognised) return refuse(options, {...identity, recognised, messages: await explainUnknown(table, options.contracts)});

  const {binding, mapping} = recognised;
  const fingerprint = contractFingerprint(binding.contract, mapping, identity.uai, binding.fileYear);
  if (forgotten(options.lake).has(table.sha256)) return purged(identity);
  const known = findEntry(options.lake, table.sha256);
  if (known && known.manifest.contrat === fingerprint) return already(identity.name, known.manifest);
  if (known?.manifest.uai && identity.uai !== null && known.manifest.uai !== identity.uai && options.uai === undefined) return ofAnother(identity, known.manifest);
  const problems = explainBinding(binding);
  if (problems.length > 0) return refuse(options, {...identity, recognised, messages: problems});
  try {
    return await load(options, {...identity, recognised, fingerprint, witness});
  } catch (error) {
    // A file that someone is writing can break the reading anywhere: that is the thing to say.
    if (await witness.hasChanged(fileHash(table))) return changed(identity);
    throw error;
  }
}

/** Refuses a file that is no readable table, and remembers in the lake that it came. */
export async function refuseFile(file: string, options: ImportOptions, error: VigieError): Promise<ImportResult> {
  const sha256 = await sha256File(file);
  return refuse(options, {...identify(file, options), sha256, table: undefined, messages: [error.message, ...(error.mend ? [error.mend] : [])], recognised: undefined});
}

function identify(file: string, options: ImportOptions): Omit<Identity, "sha256" | "table"> {
  const name = options.name ?? path.basename(file);
  const {size, mtime} = statSync(file);
  return {name, bytes: size, version: options.modified ?? mtime.toISOString(), uai: options.uai ?? uaiOfName(name) ?? options.folderUai ?? null};
}

const fileHash = (table: Table): string => table.fileSha256 ?? table.sha256;

/** Nothing goes into the lake from a file whose two halves may not be of the same version. */
function changed({name, sha256}: Pick<Identity, "name" | "sha256">): ImportResult {
  return {
    fichier: name, source: null, sha256, lus: 0, acceptes: 0, rejetes: 0, doublons: 0, statut: "refuse",
    messages: ["Ce fichier a changé pendant sa lecture : rien n'en a été gardé.", "Attendez que la copie ou l'export soit terminé, puis importez-le de nouveau."]
  };
}

/** The same bytes cannot be the rows of two schools: the lake knows a file by its content, and the second would take the place of the first. */
function ofAnother({name, sha256, uai}: Pick<Identity, "name" | "sha256" | "uai">, known: Manifest): ImportResult {
  return {
    fichier: name, source: null, sha256, lus: 0, acceptes: 0, rejetes: 0, doublons: 0, statut: "refuse",
    messages: [
      `Ce fichier est celui de ${uai}, d'après son nom ou son dossier, mais a exactement le contenu de « ${known.fichier} », déjà importé pour ${known.uai} : Vigie ne sait pas duquel des deux il parle.`,
      `Ajoutez-lui une colonne uai s'ils ont vraiment les mêmes lignes ; s'il était mal nommé : « vigie retirer ${shortHash(sha256)} », puis importez-le de nouveau.`
    ]
  };
}

/** A purge is no purge when a copy left in a folder undoes it. */
function purged({name, sha256}: Pick<Identity, "name" | "sha256">): ImportResult {
  return {
    fichier: name, source: null, sha256, lus: 0, acceptes: 0, rejetes: 0, doublons: 0, statut: "refuse",
    messages: ["Ce fichier a passé sa durée de conservation et a été purgé : il n'est pas repris.", "Retirez-le du dossier. S'il doit vraiment revenir, allongez sa durée dans config.yml et ôtez son empreinte de lac/oublies.txt."]
  };
}

interface Identity {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly version: string;
  readonly uai: string | null;
  readonly table: Table | undefined;
}

async function load(options: ImportOptions, file: Identity & {table: Table; recognised: Recognised; fingerprint: string; witness: Witness}): Promise<ImportResult> {
  const {db} = options;
  const {table, recognised: {binding, mapping}} = file;
  const {contract} = binding;
  const prepared = path.join(options.temporary, `entree-${shortHash(file.sha256)}`);
  rmSync(prepared, {recursive: true, force: true});
  mkdirSync(prepared, {recursive: true});

  const isLong = table.unnumbered !== undefined;
  const context: FileContext = {fichier: shortHash(file.sha256), uai: file.uai, version: `${file.version}/${shortHash(file.sha256)}`, hasStructs: isLong};
  const checked = path.join(prepared, "lu.parquet");
  const copy = (relation: string, firstRow?: number): string =>
    `COPY (${compileSelect(relation, binding, firstRow === undefined ? context : {...context, firstRow}, options.key, table.purity)}) TO ${quoteText(checked)} (${PARQUET})`;
  const numbered = copy(table.relation);
  const unnumbered = table.unnumbered && copy(table.unnumbered.relation, table.unnumbered.firstRow);
  const isOrdered = unnumbered !== undefined && (await keepsOrder(db, unnumbered));
  await db.run(isOrdered ? unnumbered : numbered);
  const source = readRows([checked], isOrdered);

  const kept = lakeColumns(contract).map((column) => column.name);
  const content = kept.filter((column) => !["_ligne", "_fichier", "_version"].includes(column));
  const warnings = (contract.rules ?? []).filter((rule) => rule.level === "avertissement");
  // Records are the same when everything kept of them is, and then their keys are too: where all keys differ, nothing else is to be read.
  // A pseudonym stands for each person, so two persons never are the same.
  const key = naturalKey(contract).map(quoteIdent).join(", ");
  const counts = await db.one<Record<string, number>>(
    `SELECT count(*) AS lus, count(*) FILTER (${REJECTED}) AS rejetes, count(DISTINCT hash(${key === "" ? content.map(quoteIdent).join(", ") : key})) FILTER (NOT ${REJECTED}) AS distincts
     ${[...MENDED.map(({flag}) => flag), ...warnings.map((rule) => `_avertit_${rule.code}`)].map((flag) => `, count(*) FILTER (${quoteIdent(flag)} AND NOT ${REJECTED}) AS ${quoteIdent(flag)}`).join("")}
     FROM read_parquet(${quoteText(checked)})`
  );
  const read = counts["lus"] ?? 0;
  if (await file.witness.hasChanged(fileHash(table))) return changed(file);
  if (read !== table.rows) throw new Error(`${file.name}: DuckDB read ${read} records, the scan counted ${table.rows}`);
  const refusedByContract = counts["rejetes"] ?? 0;
  const repeated = read - refusedByContract > (counts["distincts"] ?? 0) ? await repeatedRows(db, source, content) : [];
  const duplicates = repeated.length;
  const accepted = read - refusedByContract - duplicates;
  const data = path.join(prepared, DATA);
  if (accepted === read && read > 0) {
    // Nothing to take out: what was checked is what the lake keeps.
    moveInto(checked, data);
  } else if (accepted > 0) {
    const dropped = duplicates === 0 ? "" : ` AND _ligne NOT IN (SELECT unnest([${repeated.join(", ")}]))`;
    await db.run(`COPY (SELECT ${kept.map(quoteIdent).join(", ")} FROM ${source} WHERE NOT ${REJECTED}${dropped}) TO ${quoteText(data)} (${PARQUET})`);
  }
  const rejections: Rejection[] = table.irregular.map((anomaly) => ({
    ligne: anomaly.row, colonne: "", entete: "", code: anomaly.code, trouve: null, motif: anomaly.cause, remede: anomaly.mend
  }));
  if (refusedByContract > 0) {
    rejections.push(...(await explainRows(db, table, binding, `SELECT _ligne FROM ${source} WHERE ${REJECTED} ORDER BY _ligne LIMIT ${EXPLAINED}`)));
  }
  const seen = accepted > 0 ? await yearsOf(db, contract, data) : [];
  const years = seen.map(({annee}) => annee);
  rmSync(checked, {force: true});
  const suspicions = await suspect(db, table, binding);

  const rejected = refusedByContract + table.irregular.length;
  const personal = saySuspicions(suspicions);
  const remarks = [...(table.remarks ?? []), ...personal];
  const unknown = binding.unknown.map(({letter}) => letter).filter((letter) => !suspicions.some((suspicion) => suspicion.letter === letter));
  const messages = [
    ...(read + table.irregular.length === 0 ? ["Ce fichier n'a que son en-tête : aucune ligne à lire."] : []),
    ...table.notes,
    ...(table.remarks ?? []),
    ...explainRejections(rejections, rejected),
    ...MENDED.filter(({flag}) => (counts[flag] ?? 0) > 0).map(({flag, said}) => `${formatCount(counts[flag] ?? 0, "ligne réparée", "lignes réparées")} : ${said}.`),
    ...warnings.filter((rule) => (counts[`_avertit_${rule.code}`] ?? 0) > 0).map((rule) => `${formatCount(counts[`_avertit_${rule.code}`] ?? 0, "ligne")} à vérifier : ${rule.message}.`),
    ...(contract.isPlan ? [] : sayFarYears(seen)),
    ...(unknown.length > 0 ? [`Colonnes que Vigie ne connaît pas et n'a pas chargées : ${unknown.join(", ")}.`] : []),
    ...personal,
    ...(file.uai === null ? [] : [`Établissement de toutes les lignes : ${file.uai}.`]),
    ...(contract.uaiFromFile && contract.columns["uai"] === undefined && file.uai === null
      ? ["Ce fichier ne porte pas d'UAI : ses lignes iront aux établissements que donnent les correspondances ; sinon, --uai ou l'UAI dans le nom du fichier ou de son dossier. « vigie etat » dit ce qui reste sans établissement."]
      : [])
  ];
  const manifest: Manifest = {
    ...baseManifest(file, binding, file.fingerprint),
    correspondance: mapping ? path.basename(mapping.file) : null,
    statut: rejected > 0 ? "partiel" : "importe",
    lus: read + table.irregular.length,
    acceptes: accepted,
    rejetes: rejected,
    doublons: duplicates,
    avertissements: Object.fromEntries(warnings.map((rule) => [rule.code, counts[`_avertit_${rule.code}`] ?? 0])),
    annees: years,
    messages,
    ...(remarks.length > 0 ? {remarques: remarks} : {}),
    ...(isLong ? {long: true} : {})
  };
  const entry = commitEntry(options.lake, prepared, manifest, rejections.sort((left, right) => left.ligne - right.ligne));
  return resultOf(file.name, entry.manifest, manifest.statut === "refuse" ? "refuse" : manifest.statut);
}

/**
 * True when the engine's own plan writes rows in the order it reads them, so that their place can be counted afterwards:
 * an ordered copy, and no operator on the way that may shuffle (a long IN list becomes a join, for one).
 */
async function keepsOrder(db: Database, copy: string): Promise<boolean> {
  const plan = (await db.rows<{explain_value: string}>(`EXPLAIN ${copy}`)).map((row) => row.explain_value).join("\n");
  return plan.includes("BATCH_COPY_TO_FILE") && !/JOIN|WINDOW|AGGREGATE|GROUP_BY|UNION|LIMIT/.test(plan);
}

/** Rows whose whole content stands in an earlier row. Hashes only point at the candidates; the contents decide. */
async function repeatedRows(db: Database, source: string, content: readonly string[]): Promise<number[]> {
  const columns = content.map(quoteIdent).join(", ");
  const rows = await db.rows<{_ligne: number}>(
    `WITH suspects AS (SELECT hash(${columns}) AS h FROM ${source} WHERE NOT ${REJECTED} GROUP BY h HAVING count(*) > 1),
     candidats AS (SELECT _ligne, ${columns} FROM ${source} WHERE NOT ${REJECTED} AND hash(${columns}) IN (SELECT h FROM suspects))
     SELECT _ligne FROM candidats QUALIFY row_number() OVER (PARTITION BY ${columns} ORDER BY _ligne) > 1 ORDER BY _ligne`
  );
  return rows.map((row) => row._ligne);
}

function baseManifest(file: Identity, binding: Binding | undefined, fingerprint: string): Manifest {
  return {
    format: 1,
    fichier: maskName(file.name),
    sha256: file.sha256,
    octets: file.bytes,
    source: binding?.contract.source ?? null,
    objet: binding?.contract.objet ?? null,
    contrat: fingerprint,
    statut: "refuse",
    importe_le: new Date().toISOString(),
    version: file.version,
    uai: file.uai,
    ...(binding?.fileYear ? {annee: binding.fileYear} : {}),
    correspondance: null,
    encodage: file.table?.encoding ?? null,
    separateur: file.table?.delimiter ?? null,
    lus: 0,
    acceptes: 0,
    rejetes: 0,
    doublons: 0,
    lignes_vides: file.table?.blankLines ?? 0,
    lignes_avant: file.table?.linesBefore ?? 0,
    avertissements: {},
    colonnes_ignorees: binding?.unknown.map((column) => column.letter) ?? [],
    colonnes_absentes: binding?.notCollected ?? [],
    annees: [],
    messages: []
  };
}

/** A file that no row can be taken from: its records are all counted as rejected, and the lake remembers that it came. */
function refuse(options: ImportOptions, file: Identity & {recognised: Recognised | undefined; messages: readonly string[]}): ImportResult {
  const prepared = path.join(options.temporary, `entree-${shortHash(file.sha256)}`);
  rmSync(prepared, {recursive: true, force: true});
  mkdirSync(prepared, {recursive: true});
  const rows = file.table ? file.table.rows + file.table.irregular.length : 0;
  const manifest: Manifest = {...baseManifest(file, file.recognised?.binding, "refus"), lus: rows, rejetes: rows, messages: file.messages};
  commitEntry(options.lake, prepared, manifest, []);
  return resultOf(file.name, manifest, "refuse");
}

/** Why a recognised file cannot be loaded at all. */
function explainBinding(binding: Binding): string[] {
  const messages: string[] = [];
  const {contract} = binding;
  const missing = binding.missingRequired.filter((name) => name !== contract.yearFromFile);
  if (missing.length > 0) {
    const s = missing.length > 1 ? "s" : "";
    messages.push(
      `Colonne${s} obligatoire${s} absente${s} pour « ${contract.titre} » : ${missing.join(", ")}.`,
      `Trouvées : ${[...new Set(binding.columns.map((column) => `${column.letter} ${column.name}`))].join(", ") || "aucune"}.`,
      `Ajoutez ${missing.length > 1 ? "ces colonnes" : "cette colonne"} ; « vigie gabarit ${nomOf(contract)} » donne le tableau attendu.`
    );
  } else if (binding.missingRequired.length > 0) {
    const [column = ""] = binding.missingRequired;
    messages.push(
      `Ce fichier ne dit pas son année scolaire : ni une colonne « ${column} », ni son nom.`,
      `Renommez-le avec son année (par exemple ${contract.objet.replaceAll("_", "-")}_2024-2025.csv), ajoutez-lui la colonne « ${column} », ou donnez-la par une correspondance (constantes → ${column}).`
    );
  }
  for (const {name, letters} of binding.ambiguous) {
    messages.push(`Les colonnes ${letters.join(" et ")} disent toutes « ${name} » : Vigie ne choisit pas à votre place.`, "Renommez ou retirez celle qui est de trop.");
  }
  return messages;
}

/** At most this many refused records are explained one by one; beyond, only their number is kept. */
const EXPLAINED = 100_000;

async function explainRows(db: Database, table: Table, binding: Binding, wanted: string): Promise<Rejection[]> {
  const rejections: Rejection[] = [];
  const records = await db.rows<Record<string, string | number | null>>(`SELECT * FROM ${table.relation} WHERE _ligne IN (${wanted}) ORDER BY _ligne`);
  for (const record of records) {
    const row = Number(record["_ligne"]);
    const found = explainRecord(binding, row, table.header.map((_, index) => String(record[`c${index}`] ?? "")));
    rejections.push(...(found.length > 0 ? found : [unexplained(row)]));
  }
  return rejections;
}

/** SQL refused what zod accepts: the two executors disagree. */
function unexplained(row: number): Rejection {
  return {
    ligne: row, colonne: "", entete: "", code: "desaccord", trouve: null,
    motif: "cette ligne a été refusée sans que Vigie sache dire pourquoi : c'est un défaut de Vigie",
    remede: "Signalez-le avec le nom du format et, si possible, une ligne fictive semblable."
  };
}

/** The causes, most frequent first, each with its column, its number of rows and one example. */
function explainRejections(rejections: readonly Rejection[], rejected: number): string[] {
  if (rejected === 0) return [];
  const causes = new Map<string, {rejection: Rejection; rows: number}>();
  for (const rejection of rejections) {
    const cause = `${rejection.colonne}|${rejection.motif}`;
    const known = causes.get(cause);
    if (known) known.rows += 1;
    else causes.set(cause, {rejection, rows: 1});
  }
  const listed = [...causes.values()].sort((left, right) => right.rows - left.rows);
  const lines = listed.slice(0, 8).map(({rejection, rows}) => {
    const where = rejection.colonne ? `colonne${rejection.colonne.includes(",") ? "s" : ""} ${rejection.colonne} (${rejection.entete}) : ` : "";
    const example = `${rows > 1 ? `${formatCount(rows, "ligne")}, la première` : "ligne"} ${rejection.ligne}${rejection.trouve ? `, trouvé ${rejection.trouve}` : ""}`;
    return `${where}${rejection.motif} (${example}). ${rejection.remede}`;
  });
  if (listed.length > 8) lines.push(`… et ${formatCount(listed.length - 8, "autre cause", "autres causes")} : « vigie rejets » les donne toutes.`);
  return lines;
}

/** School years that the accepted rows speak of, from the contract's year or first date. */
async function yearsOf(db: Database, contract: Contract, file: string): Promise<SeenYear[]> {
  const columns = Object.entries(contract.columns).filter(([, column]) => column.personal === undefined);
  const year = columns.find(([, column]) => column.kind.name === "anneeScolaire");
  const dated = columns.find(([, column]) => ["DATE", "TIMESTAMP"].includes(column.kind.type) && (column.required || column.key)) ?? columns.find(([name, column]) => column.kind.type === "DATE" && name.startsWith("date_"));
  const expression = year
    ? quoteIdent(year[0])
    : dated
      ? `CASE WHEN month(${quoteIdent(dated[0])}) >= 9 THEN year(${quoteIdent(dated[0])}) || '-' || (year(${quoteIdent(dated[0])}) + 1) ELSE (year(${quoteIdent(dated[0])}) - 1) || '-' || year(${quoteIdent(dated[0])}) END`
      : undefined;
  if (expression === undefined || contract.source === "territoires" || contract.objet === "annuaire") return [];
  return await db.rows<SeenYear>(`SELECT ${expression} AS annee, count(*)::INTEGER AS n FROM read_parquet(${quoteText(file)}) WHERE ${expression} IS NOT NULL GROUP BY 1 ORDER BY 1`);
}

interface SeenYear {
  readonly annee: string;
  readonly n: number;
}

/** A mistyped date is a date that exists: it is taken, and said. */
function sayFarYears(seen: readonly SeenYear[]): string[] {
  const last = lastSeenYear(new Date().toISOString());
  const far = seen.filter(({annee}) => annee < FIRST_YEAR || annee > last);
  if (far.length === 0) return [];
  const rows = far.reduce((sum, {n}) => sum + n, 0);
  const named = far.slice(0, 3).map(({annee}) => annee).join(", ");
  return [`${formatCount(rows, "ligne")} à vérifier : ${rows > 1 ? "elles parlent" : "elle parle"} de ${named}${far.length > 3 ? "…" : ""}, trop ancien ou pas encore commencé ; sans doute une date mal saisie.`];
}

