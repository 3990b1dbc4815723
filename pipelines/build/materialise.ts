import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import type {Config} from "../lib/workspace.ts";
import {allIndicators, writeCatalogue, writeDependencies} from "./catalogue.ts";
import {readDependencies} from "./dependencies.ts";
import {INDICATOR_COLUMNS, INDICATOR_KEY, OPTIONAL_INDICATOR_COLUMNS} from "./indicator-columns.ts";
import {alone, isBound, runTasks, type Lanes} from "./lanes.ts";
import {computeByLot, lotsOf} from "./lots.ts";
import {orderModels, type PlannedModel} from "./order.ts";
import {writeParameters, type LakeFacts} from "./parameters.ts";
import type {Project} from "./project.ts";
import {printModels, type BuildInputs, type Prints} from "./reuse.ts";

export interface BuildStep {
  index: number;
  total: number;
  name: string;
  file: string;
  rows: number;
  milliseconds: number;
}

export interface MaterialiseOptions {
  project: Project;
  config: Config;
  /** Only these models and their ancestors. */
  targets?: readonly string[];
  onProgress?: (step: BuildStep) => void;
  /** What the build reads; with it, a table of `db` whose fingerprint in `standing` has not changed stays as it is. */
  inputs?: BuildInputs;
  standing?: Prints;
  /** Connections that may work at the same time, `db` first, as `openLanes` gives them; by default `db` alone. */
  lanes?: Lanes;
  /** Rows of indicators that a model by lot reads at a time. */
  rowsOfALot?: number;
  facts?: LakeFacts;
}

export interface Materialised {
  /** Every model, in the order of the build. */
  models: PlannedModel[];
  /** Names of those computed now. */
  computed: ReadonlySet<string>;
  prints: Prints;
}

/** Turns the models into tables of `db`, which already holds the `src_` relations. */
export async function materialise(db: Database, {project, config, targets, onProgress, inputs, standing = new Map(), lanes = alone(db), rowsOfALot, facts}: MaterialiseOptions): Promise<Materialised> {
  // Loaded only here: a build with nothing new must not pay for them.
  const {registerFunctions} = await import("../lib/statistics/functions.ts");
  registerFunctions(db.connection);
  await writeParameters(db, config, facts);
  await writeCatalogue(db, project.models);
  for (const macro of project.macros) {
    await explained(`${macro.file} : cette macro n'a pas pu être chargée.`, () => db.run(macro.sql));
  }
  const existing = await existingRelations(db);
  // What an earlier build left is not known before a model of this one computes it.
  const known = new Set([...existing].filter((name) => !standing.has(name) && !LEFT_BY_BUILDS.has(name)));
  const names = new Set(project.models.map((model) => model.name));
  const planned: PlannedModel[] = [];
  for (const model of project.models) planned.push({...model, dependencies: await readDependencies(db, model.sql, model.file, names)});
  const ordered = orderModels([...planned, allIndicators(project.models)], known, targets);
  await writeDependencies(db, ordered);
  const prints = inputs ? printModels(ordered, project, inputs) : new Map<string, string>();
  for (const name of standing.keys()) if (existing.has(name) && !prints.has(name)) await db.run(`drop table ${quoteIdent(name)}`);
  const comments = new Map<PlannedModel, string[]>();
  const compute = async (model: PlannedModel, lane: Database): Promise<void> => {
    const start = performance.now();
    const isStanding = !model.isView && existing.has(model.name) && standing.get(model.name) === prints.get(model.name);
    if (!isStanding) {
      await explained(`${model.file} : le modèle « ${model.name} » n'a pas pu être calculé.`, async () => {
        const lots = model.header.lots === undefined ? [] : await lotsOf(lane, ordered, rowsOfALot);
        if (lots.length > 1) await computeByLot(lane, model, lots, ordered);
        else await lane.run(`create or replace ${model.isView ? "view" : "table"} ${quoteIdent(model.name)} as\n${model.sql}`);
      });
    }
    const columns = await tableColumns(lane, model.name);
    compareColumns(model, columns);
    // An indicator with rows of a territory tells them apart by the territory.
    if (model.indicator && !model.indicator.cle && columns.includes("territoire_type")) model.header.cle = [...INDICATOR_KEY, "territoire_type", "territoire_code"];
    if (isStanding) return;
    comments.set(model, commentsOf(model, columns));
    if (onProgress) {
      const {rows} = await lane.one<{rows: number}>(`select count(*)::bigint as rows from ${quoteIdent(model.name)}`);
      onProgress({index: comments.size, total: ordered.length, name: model.name, file: model.file, rows, milliseconds: performance.now() - start});
    }
  };
  await runTasks(ordered.map((model) => ({name: model.name, needs: model.dependencies, isBound: isBound(model.dependencies, lanes), run: (lane) => compute(model, lane)})), lanes.connections);
  const written = ordered.flatMap((model) => comments.get(model) ?? []);
  // One transaction: a commit for each comment would cost more than many models.
  if (written.length > 0) await db.run(`begin;\n${written.join(";\n")};\ncommit`);
  return {models: ordered, computed: new Set([...comments.keys()].map(({name}) => name)), prints};
}

/** Tables that a build writes at its end. */
const LEFT_BY_BUILDS = new Set(["ref_dependance", "ref_construction", "ref_empreinte", "controle_resultat"]);

async function explained(message: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new VigieError(`${message}\nDuckDB répond : ${cause}`, {cause: error});
  }
}

async function existingRelations(db: Database): Promise<Set<string>> {
  const rows = await db.rows<{name: string}>("select table_name as name from duckdb_tables() union all select view_name from duckdb_views() where not internal");
  return new Set(rows.map(({name}) => name));
}

async function tableColumns(db: Database, name: string): Promise<string[]> {
  return (await db.connection.run(`select * from ${quoteIdent(name)} limit 0`)).columnNames();
}

function compareColumns(model: PlannedModel, columns: readonly string[]): void {
  const documented = new Set(Object.keys(model.header.colonnes));
  const optional = model.indicator ? OPTIONAL_INDICATOR_COLUMNS : {};
  const undocumented = columns.filter((name) => !documented.has(name) && !(name in optional));
  const absent = [...documented].filter((name) => !columns.includes(name));
  if (undocumented.length === 0 && absent.length === 0) return;
  const problems = [
    ...(undocumented.length > 0 ? [`  - dans la table mais pas dans l'en-tête : ${undocumented.join(", ")}`] : []),
    ...(absent.length > 0 ? [`  - dans l'en-tête mais pas dans la table : ${absent.join(", ")}`] : [])
  ];
  throw new VigieError(`${model.file} : l'en-tête et les colonnes de « ${model.name} » diffèrent.\n${problems.join("\n")}`, {mend: "Décrivez chaque colonne du dernier SELECT dans « colonnes », et rien d'autre."});
}

function commentsOf(model: PlannedModel, columns: readonly string[]): string[] {
  const table = quoteIdent(model.name);
  // The columns that all indicators share are described once, on `ind_toutes`.
  const shared = model.indicator ? INDICATOR_COLUMNS : {};
  const described = Object.fromEntries(Object.entries(model.header.colonnes).filter(([name, text]) => shared[name] !== text));
  if (!model.indicator) for (const [name, {description}] of Object.entries(OPTIONAL_INDICATOR_COLUMNS)) described[name] ??= description;
  return [
    `comment on ${model.isView ? "view" : "table"} ${table} is ${quoteText(`${model.header.description} Grain : ${model.header.grain}. Fichier : ${model.file}.`)}`,
    ...columns.flatMap((name) => (described[name] === undefined ? [] : [`comment on column ${table}.${quoteIdent(name)} is ${quoteText(described[name])}`]))
  ];
}
