import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {openDatabase, quoteText, type Database} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import {prepareStatistics} from "../lib/statistics/statistics.ts";
import type {Workspace} from "../lib/workspace.ts";
import {readJson} from "../lib/json.ts";
import {analyse} from "./analyse.ts";
import {exportPanel} from "./export.ts";
import {attached} from "./panel.ts";
import {listProtocols, readProtocol, type Protocol} from "./protocol.ts";
import type {LakeFile} from "./registration.ts";
import {renderHtml, renderMarkdown, sectionsOf} from "./render.ts";
import type {Report} from "./report.ts";

const MACROS = fileURLToPath(new URL("../../sql/impact/macros/", import.meta.url));
const MODELS = ["dim_etablissement", "dim_territoire", "lien_etablissement_territoire", "imp_exposition", "imp_resultat", "ref_indicateur"];

/** Gives a connection the statistics and the macros of sql/impact. */
export async function prepareImpact(db: Database): Promise<void> {
  await prepareStatistics(db);
  for (const file of readdirSync(MACROS).filter((name) => name.endsWith(".sql")).sort()) await db.run(readFileSync(path.join(MACROS, file), "utf8"));
}

export interface RunOptions {
  readonly workspace: Workspace;
  readonly protocol: Protocol;
  readonly files: readonly LakeFile[];
  readonly version: string;
}

export interface RunResult {
  readonly report: Report;
  /** What was written: the publication's report, then the folder that stays inside the workspace. */
  readonly publication: string;
  readonly dossier: string;
}

/** From the protocol to the report. Writes `publication/impact/<protocole>.{json,md,html}` and `impact/<protocole>/`. */
export async function runProtocol({workspace, protocol, files, version}: RunOptions): Promise<RunResult> {
  const {entrepot, publication} = workspace.paths;
  if (!existsSync(entrepot)) throw new VigieError("L'entrepôt n'existe pas encore.", {mend: "Lancez « vigie construire » d'abord."});
  const db = await openDatabase(":memory:", {memoryLimit: workspace.config.memoire, tempDirectory: workspace.paths.tmp, threads: 1}); // one thread: sums in one order
  try {
    await prepareImpact(db);
    await db.run(`attach ${quoteText(entrepot)} as entrepot (read_only)`);
    await checkWarehouse(db);
    const report = await analyse(db, {protocol, warehouse: attached("entrepot"), files, isFictional: workspace.config.fictif, version});
    const folder = path.join(workspace.dir, "impact", protocol.code);
    await exportPanel(db, report, folder);
    const published = path.join(publication, "impact");
    // The folder of the workspace keeps its own copy, beside the panel.
    for (const dir of [folder, published]) {
      mkdirSync(dir, {recursive: true});
      const name = dir === folder ? "rapport" : protocol.code;
      writeFileSync(path.join(dir, `${name}.json`), `${JSON.stringify({...report, sections: sectionsOf(report)}, rounded, 1)}\n`);
      writeFileSync(path.join(dir, `${name}.md`), renderMarkdown(report));
      writeFileSync(path.join(dir, `${name}.html`), renderHtml(report));
    }
    writeIndex(published, refusedBefore(published, protocol.code));
    return {report, publication: path.join(published, `${protocol.code}.json`), dossier: folder};
  } finally {
    db.close();
  }
}

/** Twelve digits: more than any reader needs, fewer than what the order of a sum can move. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(12)) : value;
}

async function checkWarehouse(db: Database): Promise<void> {
  const rows = await db.rows<{name: string}>("select table_name as name from duckdb_tables() where database_name = 'entrepot'");
  const missing = MODELS.filter((model) => !rows.some(({name}) => name === model));
  if (missing.length > 0) throw new VigieError(`L'entrepôt a été construit avant l'arrivée des analyses : il n'a pas ${missing.join(", ")}.`, {mend: "Lancez « vigie construire », puis la même commande."});
}

/** A protocol of the workspace that could not be run, and why. */
export interface NotRun {
  readonly protocole: string;
  readonly titre: string;
  readonly question: string;
  readonly message: string;
}

/** Runs every protocol of the folder `protocoles/`; one that is refused stops nothing, and the index says why. */
export async function runProtocols(options: Omit<RunOptions, "protocol">): Promise<{results: RunResult[]; notRun: NotRun[]}> {
  const results: RunResult[] = [];
  const notRun: NotRun[] = [];
  const {protocoles, publication} = options.workspace.paths;
  for (const file of listProtocols(protocoles)) {
    let known: Protocol | undefined;
    try {
      known = readProtocol(file);
      results.push(await runProtocol({...options, protocol: known}));
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      notRun.push({protocole: path.basename(file), titre: known?.titre ?? path.basename(file), question: known?.question ?? "", message: error.message});
    }
  }
  if (results.length + notRun.length > 0) writeIndex(path.join(publication, "impact"), notRun);
  return {results, notRun};
}

/** A line of `index.json`; without `fichier`, the protocol was refused and `phrase` says why. */
interface Entry {
  readonly code: string;
  readonly titre: string;
  readonly question: string;
  readonly mot: string | null;
  readonly phrase: string;
  readonly exploratoire: boolean;
  readonly fictif: boolean;
  readonly avertissements: readonly string[];
  readonly fichier: string | null;
}

/** `index.json`: the reports beside it and the protocols refused, in the order of their codes, since a page cannot list a folder. */
function writeIndex(published: string, notRun: readonly NotRun[]): void {
  mkdirSync(published, {recursive: true});
  const entries = readdirSync(published)
    .filter((name) => name.endsWith(".json") && name !== "index.json")
    .map((name): Entry => {
      const {protocole, mot, phrase, fictif, avertissements} = readJson<Report>(path.join(published, name));
      return {code: protocole.code, titre: protocole.titre, question: protocole.question, mot, phrase, exploratoire: protocole.exploratoire, fictif, avertissements, fichier: name};
    });
  const refused = notRun.map(({protocole, titre, question, message}): Entry => ({
    code: protocole.replace(/\.ya?ml$/, ""), titre, question, mot: null, phrase: message, exploratoire: false, fictif: false, avertissements: [], fichier: null
  }));
  const sorted = [...entries, ...refused].sort((left, right) => (left.code < right.code ? -1 : 1));
  writeFileSync(path.join(published, "index.json"), `${JSON.stringify(sorted, null, 1)}\n`);
}

/** The refused protocols of an index that another one is about to join. */
function refusedBefore(published: string, code: string): NotRun[] {
  const file = path.join(published, "index.json");
  if (!existsSync(file)) return [];
  return readJson<Entry[]>(file)
    .filter((one) => one.fichier === null && one.code !== code)
    .map(({code: other, titre, question, phrase}) => ({protocole: other, titre, question, message: phrase}));
}
