import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {INDICATOR_COLUMNS, INDICATOR_TYPES_SQL, OPTIONAL_INDICATOR_COLUMNS} from "./indicator-columns.ts";
import type {PlannedModel} from "./order.ts";
import type {IndicatorHeader} from "./header.ts";
import type {Model} from "./project.ts";

const REF_INDICATEUR = `
create or replace table ref_indicateur (
  code varchar, ordre integer, libelle varchar, volet varchar, description varchar, unite varchar, type varchar,
  numerateur varchar, denominateur varchar, sens varchar, sources varchar[], enquete varchar, ventilations varchar[],
  periode varchar, secret varchar, seuil integer, ruptures struct(annee varchar, motif varchar)[], reference varchar,
  limites varchar, fichier varchar, sql varchar
)`;

/** Writes `ref_indicateur`, the catalogue of the headers: one row per indicator, with its SQL. */
export async function writeCatalogue(db: Database, models: readonly Model[]): Promise<void> {
  await db.run(REF_INDICATEUR);
  const rows = models.flatMap((model) => (model.indicator ? [{model, header: model.indicator}] : []));
  if (rows.length === 0) return;
  const values = rows.map(({model, header}, index) => `(${catalogueValues(model, header, index).join(", ")})`);
  await db.run(`insert into ref_indicateur values ${values.join(",\n")}`);
}

/** Writes `ref_dependance`: which relation each model reads, as its SQL says. */
export async function writeDependencies(db: Database, models: readonly PlannedModel[]): Promise<void> {
  await db.run("create or replace table ref_dependance (modele varchar, dependance varchar)");
  const rows = models.flatMap((model) => [...model.dependencies].sort().map((name) => `(${quoteText(model.name)}, ${quoteText(name)})`));
  if (rows.length > 0) await db.run(`insert into ref_dependance values ${rows.join(", ")}`);
  await db.run("comment on table ref_dependance is 'Relations que chaque modèle lit, lues dans son SQL par l''analyseur de DuckDB.'");
}

function catalogueValues(model: Model, header: IndicatorHeader, index: number): string[] {
  const optional = (text: string | undefined): string => (text === undefined ? "null" : quoteText(text));
  const list = (items: readonly string[]): string => `[${items.map(quoteText).join(", ")}]::varchar[]`;
  const breaks = header.ruptures.map(({annee, motif}) => `{'annee': ${quoteText(annee)}, 'motif': ${quoteText(motif)}}`);
  return [
    quoteText(header.code),
    String(index + 1),
    ...[header.libelle, header.volet, header.description, header.unite, header.type, header.numerateur].map(quoteText),
    optional(header.denominateur),
    quoteText(header.sens),
    list(header.sources),
    optional(header.enquete),
    list(header.ventilations),
    quoteText(header.periode),
    quoteText(header.secret),
    header.seuil === undefined ? "null" : String(header.seuil),
    `[${breaks.join(", ")}]::struct(annee varchar, motif varchar)[]`,
    optional(header.reference),
    optional(header.limites),
    quoteText(model.file),
    quoteText(model.sql)
  ];
}

/** `ind_toutes`: every indicator table end to end, with the code of the indicator in front; a view. */
export function allIndicators(models: readonly Model[]): PlannedModel {
  const indicators = models.filter((model) => model.layer === "indicateurs");
  const types = {...INDICATOR_TYPES_SQL, ...Object.fromEntries(Object.entries(OPTIONAL_INDICATOR_COLUMNS).map(([name, {type}]) => [name, type]))};
  const empty = Object.entries(types).map(([name, type]) => `null::${type} as ${quoteIdent(name)}`);
  const parts = [
    `select null::varchar as indicateur, ${empty.join(", ")} where false`,
    ...indicators.map((model) => `select ${quoteText(model.indicator?.code ?? model.name)} as indicateur, * from ${quoteIdent(model.name)}`)
  ];
  return {
    name: "ind_toutes",
    // A copy of all indicators would cost more than reading them where they are.
    isView: true,
    layer: "indicateurs",
    file: "sql/indicateurs",
    sql: parts.join("\nunion all by name\n"),
    dependencies: new Set(indicators.map((model) => model.name)),
    header: {
      description: "Toutes les tables d'indicateurs bout à bout.",
      grain: "indicateur × établissement (ou territoire) × année × ventilation × modalité",
      colonnes: {
        indicateur: "Code de l'indicateur",
        ...INDICATOR_COLUMNS,
        ...Object.fromEntries(Object.entries(OPTIONAL_INDICATOR_COLUMNS).map(([name, {description}]) => [name, description]))
      },
      verifications: []
    }
  };
}
