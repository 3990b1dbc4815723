import path from "node:path";
import {lakeColumns, relationName} from "../../../pipelines/lib/contract/contract.ts";
import {openDatabase, quoteIdent, quoteText, type Database, type Row} from "../../../pipelines/lib/duckdb.ts";
import {workspaceConfig} from "./config.ts";
import {loadProject, materialise, type Project} from "../../../pipelines/build/index.ts";
import {contracts} from "../../../sources/index.ts";
import type {Config} from "../../../pipelines/lib/workspace.ts";

export const root = path.resolve(import.meta.dirname, "../../..");

let house: Project | undefined;
/** The project's own SQL, read once. */
export function houseProject(): Project {
  house ??= loadProject([path.join(root, "sql")]);
  return house;
}

export type Cell = string | number | boolean | null | readonly Cell[] | {readonly [key: string]: Cell};
/** Rows of `src_` relations; a column left out is null. */
export type Sources = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

/** Creates every `src_` relation that the contracts describe, typed, with the given rows. */
export async function createSources(db: Database, sources: Sources): Promise<void> {
  const known = new Set(contracts.map(relationName));
  for (const name of Object.keys(sources)) if (!known.has(name)) throw new Error(`no contract makes ${name}`);
  for (const contract of contracts) {
    const relation = relationName(contract);
    const columns = lakeColumns(contract);
    await db.run(`create table ${relation} (${columns.map(({name, type}) => `${quoteIdent(name)} ${type}`).join(", ")})`);
    const rows = sources[relation] ?? [];
    if (rows.length === 0) continue;
    const types = new Map(columns.map(({name, type}) => [name, type]));
    const values = rows.map((row, index) => {
      const complete: Record<string, Cell> = {_fichier: "00000000000000aa", _ligne: index + 2, _version: "1", _non_concerne: [], _non_collecte: [], ...row};
      for (const name of Object.keys(complete)) if (!types.has(name)) throw new Error(`${relation} has no column ${name}`);
      return `(${columns.map(({name, type}) => `${literal(complete[name] ?? null)}::${type}`).join(", ")})`;
    });
    await db.run(`insert into ${relation} values ${values.join(",\n")}`);
  }
}

function literal(cell: Cell): string {
  if (cell === null) return "null";
  if (typeof cell === "string") return quoteText(cell);
  if (Array.isArray(cell)) return `[${(cell as readonly Cell[]).map(literal).join(", ")}]`;
  if (typeof cell === "object") return `map {${Object.entries(cell).map(([key, value]) => `${quoteText(key)}: ${literal(value)}`).join(", ")}}`;
  return String(cell);
}

export interface TestWarehouse {
  db: Database;
  rows: <T = Row>(sql: string) => Promise<T[]>;
  close: () => void;
}

/**
 * Given these source rows, builds only `targets` and what they read. With `indicators`, the roll-up sees these indicators alone.
 * `await using` is not needed: call `close` when done.
 */
export async function build(targets: readonly string[], sources: Sources, {indicators, config = workspaceConfig()}: {indicators?: readonly string[]; config?: Config} = {}): Promise<TestWarehouse> {
  const db = await openDatabase(":memory:", {threads: 1});
  await createSources(db, sources);
  const all = houseProject();
  const project = {
    ...all,
    // Statistical macros take longer to load than the models to run, and only marts and impact models use them.
    macros: targets.every((target) => /^(ind|stg|fct|dim|lien|ref)_/.test(target)) ? all.macros.filter(({file}) => !/^sql\/(marts\/)?macros\//.test(file)) : all.macros,
    models: indicators === undefined ? all.models : all.models.filter((model) => !model.indicator || indicators.includes(model.indicator.code))
  };
  await materialise(db, {project, config, targets});
  return {db, rows: (sql) => db.rows(sql), close: () => { db.close(); }};
}

/** Builds, asks one question, closes. */
export async function ask<T = Row>(targets: readonly string[], sources: Sources, sql: string, options: Parameters<typeof build>[2] = {}): Promise<T[]> {
  const warehouse = await build(targets, sources, options);
  try {
    return await warehouse.rows<T>(sql);
  } finally {
    warehouse.close();
  }
}

/** The rows of one indicator at school grain, as `{uai: [numerateur, denominateur, attendu, repondu]}` for the year and the modality. */
export async function indicator(code: string, sources: Sources, {annee = "2024-2025", modalite = "ensemble", config}: {annee?: string; modalite?: string; config?: Config} = {}): Promise<Record<string, readonly (number | null)[]>> {
  const rows = await ask<{lieu: string; numerateur: number | null; denominateur: number | null; attendu: number | null; repondu: number | null}>(
    [`ind_${code}`],
    sources,
    `select * from (
       select coalesce(uai, 'territoire') as lieu, numerateur, denominateur, attendu::double as attendu, repondu::double as repondu from ind_${code}
       where annee = ${quoteText(annee)} and modalite = ${quoteText(modalite)}
     ) order by lieu`,
    config === undefined ? {} : {config}
  );
  return Object.fromEntries(rows.map((row) => [row.lieu, [row.numerateur, row.denominateur, row.attendu, row.repondu]]));
}

/** The value of an indicator in a territory, rolled up from the sources. */
export async function rolledUp(code: string, sources: Sources, {territoire = ["departement", "13"], annee = "2024-2025", ventilation = "ensemble", modalite = "ensemble", config}: {territoire?: readonly [string, string] | string[]; annee?: string; ventilation?: string; modalite?: string; config?: Config} = {}): Promise<Row | undefined> {
  const [type = "", place = ""] = territoire;
  const rows = await ask(
    ["mart_indicateur"],
    sources,
    `select * from mart_indicateur where indicateur = ${quoteText(code)} and territoire_type = ${quoteText(type)} and territoire_code = ${quoteText(place)}
     and annee = ${quoteText(annee)} and ventilation = ${quoteText(ventilation)} and modalite = ${quoteText(modalite)}`,
    {indicators: [code], ...(config === undefined ? {} : {config})}
  );
  return rows[0];
}

/** Fictional schools: their codes have no check letter to keep, models do not verify it. */
export const ECOLE = "0130001E";
export const ECOLE_2 = "0130002E";
export const COLLEGE = "0130003C";
export const LYCEE = "0130004L";

export const communes = [
  {code: "13055", nom: "Marseille", type: "commune-actuelle", commune_parente: null, code_departement: "13", code_epci: "200054807", nom_epci: "Métropole", population: 870000},
  {code: "13201", nom: "Marseille 1er", type: "arrondissement-municipal", commune_parente: "13055", code_departement: "13", code_epci: null, nom_epci: null, population: 40000},
  {code: "13063", nom: "Miramas", type: "commune-actuelle", commune_parente: null, code_departement: "13", code_epci: "200054807", nom_epci: "Métropole", population: 26000}
] as const;

const annuaire = [
  {uai: ECOLE, nom: "École Un", type_etablissement: "Ecole", secteur: "public", code_commune: "13201", ecole_elementaire: true, code_departement: "013", education_prioritaire: "REP+"},
  {uai: ECOLE_2, nom: "École Deux", type_etablissement: "Ecole", secteur: "public", code_commune: "13063", ecole_elementaire: true, ecole_maternelle: true, code_departement: "013"},
  {uai: COLLEGE, nom: "Collège Trois", type_etablissement: "Collège", secteur: "public", code_commune: "13063", code_departement: "013"},
  {uai: LYCEE, nom: "Lycée Quatre", type_etablissement: "Lycée", secteur: "public", code_commune: "13201", voie_generale: true, voie_professionnelle: true, code_departement: "013"}
] as const;

export function effectifs(annee = "2024-2025"): Readonly<Record<string, Cell>>[] {
  return [
    {annee_scolaire: annee, uai: ECOLE, eleves: 200, classes: 10, enseignants: 12, neo_titulaires: 2, familles_accompagnees: 20},
    {annee_scolaire: annee, uai: ECOLE_2, eleves: 100, classes: 5, enseignants: 6, neo_titulaires: 0, familles_accompagnees: 5},
    {annee_scolaire: annee, uai: COLLEGE, eleves: 500, classes: 20, enseignants: 40, neo_titulaires: 3, eleves_3e: 120},
    {annee_scolaire: annee, uai: LYCEE, eleves: 1000, classes: 35, enseignants: 80, neo_titulaires: 4, eleves_terminale: 300}
  ];
}

/** Two écoles, a collège and a lycée in Marseille 1er and Miramas, with their pupils and teachers. */
export function referentiel(annee = "2024-2025"): Sources {
  return {src_territoires__communes: communes, src_etablissements__annuaire: annuaire, src_etablissements__effectifs: effectifs(annee)};
}
