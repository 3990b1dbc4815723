import {quoteIdent, quoteText, type Database, type Row} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import type {Level} from "./header.ts";
import type {PlannedModel} from "./order.ts";
import type {Project} from "./project.ts";

export interface CheckResult {
  name: string;
  file: string;
  description: string;
  level: Level;
  /** Number of wrong rows. */
  wrong: number;
  /** The first wrong rows. */
  sample: Row[];
}

const SAMPLE = 5;

/** Runs the checks of the project and those of the headers (key, verifications), and keeps the results in `controle_resultat`. */
export async function runChecks(db: Database, project: Project, built: readonly PlannedModel[]): Promise<CheckResult[]> {
  const questions = [...built.flatMap(questionsOfModel), ...project.checks.map((check) => ({name: check.name, file: check.file, description: check.header.description, level: check.header.niveau, sql: check.sql}))];
  const results: CheckResult[] = [];
  for (const {sql, ...question} of questions) {
    try {
      const {wrong} = await db.one<{wrong: number}>(`select count(*)::bigint as wrong from (\n${sql}\n)`);
      const sample = wrong === 0 ? [] : await db.rows(`select * from (\n${sql}\n) limit ${SAMPLE}`);
      results.push({...question, wrong, sample});
    } catch (error) {
      throw new VigieError(`${question.file} : le contrôle « ${question.name} » n'a pas pu être exécuté.\nDuckDB répond : ${error instanceof Error ? error.message : String(error)}`, {cause: error});
    }
  }
  await writeResults(db, results);
  return results;
}

/** The wrong rows of a check as people read them: how many, a sample, and the file that holds the rule. */
export function describeCheck(check: CheckResult): string {
  const head = `${check.level === "erreur" ? "Erreur" : "Alerte"} : ${check.description} ${check.wrong} ligne${check.wrong > 1 ? "s" : ""} en défaut (règle : ${check.file}).`;
  const lines = check.sample.map((row) => `    ${Object.entries(row).map(([name, value]) => `${name} = ${value === null ? "vide" : typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(" ; ")}`);
  const rest = check.wrong - check.sample.length;
  return [head, ...lines, ...(rest > 0 ? [`    … et ${rest} autre${rest > 1 ? "s" : ""}.`] : [])].join("\n");
}

function questionsOfModel(model: PlannedModel): {name: string; file: string; description: string; level: Level; sql: string}[] {
  const table = quoteIdent(model.name);
  const key = model.header.cle?.map(quoteIdent).join(", ");
  return [
    ...(key === undefined
      ? []
      : [{name: `${model.name}.cle`, file: model.file, description: `Une ligne de ${model.name} est unique (${model.header.cle?.join(", ")}).`, level: "erreur" as const, sql: `select ${key}, count(*) as lignes from ${table} group by ${key} having count(*) > 1`}]),
    ...model.header.verifications.map((rule, index) => ({
      name: `${model.name}.${index + 1}`,
      file: model.file,
      description: rule.description,
      level: rule.niveau,
      sql: `select * from ${table} where not coalesce((${rule.condition}), false)`
    }))
  ];
}

async function writeResults(db: Database, results: readonly CheckResult[]): Promise<void> {
  await db.run("create or replace table controle_resultat (nom varchar, description varchar, niveau varchar, n bigint, exemples varchar, fichier varchar)");
  if (results.length === 0) return;
  const rows = results.map((check) => `(${[check.name, check.description, check.level].map(quoteText).join(", ")}, ${check.wrong}, ${quoteText(JSON.stringify(check.sample))}, ${quoteText(check.file)})`);
  await db.run(`insert into controle_resultat values ${rows.join(",\n")}`);
  await db.run("comment on table controle_resultat is 'Résultat des contrôles : nombre de lignes en défaut et premiers exemples (JSON).'");
}
