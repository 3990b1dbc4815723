import {quoteIdent, quoteText, type Database, type Row} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import type {Level} from "./header.ts";
import {readDependencies} from "./dependencies.ts";
import {alone, isBound, runTasks, type Lanes} from "./lanes.ts";
import type {Materialised} from "./materialise.ts";
import type {PlannedModel} from "./order.ts";
import type {Project} from "./project.ts";
import {printQuestion, type BuildInputs, type Prints} from "./reuse.ts";

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

interface Question extends Omit<CheckResult, "wrong" | "sample"> {
  sql: string;
  /** A faster question that answers no wrong row when it counts zero; else `sql` is asked. */
  quick?: string;
  dependencies: ReadonlySet<string>;
}

/**
 * Runs the checks of the project and those of the headers (key, verifications), and keeps the results in `controle_resultat`.
 * With `inputs`, a check of `db` whose fingerprint in `standing` has not changed keeps its result. Fingerprints go to `built.prints`.
 */
export async function runChecks(db: Database, project: Project, built: Materialised, {inputs, standing = new Map(), lanes = alone(db)}: {inputs?: BuildInputs; standing?: Prints; lanes?: Lanes} = {}): Promise<CheckResult[]> {
  const names = new Set(built.models.map(({name}) => name));
  const questions: Question[] = built.models.flatMap(questionsOfModel);
  for (const {name, file, sql, header} of project.checks) {
    questions.push({name, file, description: header.description, level: header.niveau, sql, dependencies: await readDependencies(db, sql, file, names)});
  }
  const earlier = standing.size > 0 ? await readResults(db) : new Map<string, CheckResult>();
  const results: CheckResult[] = [];
  await runTasks(
    questions.map(({sql, quick, dependencies, ...question}, index) => ({
      name: `controle ${question.name}`,
      needs: [],
      isBound: isBound(dependencies, lanes),
      run: async (lane) => {
        const key = `controle ${question.name}`;
        const print = inputs ? printQuestion(`${question.description} ${question.level} ${sql}`, dependencies, built.prints, inputs) : undefined;
        const kept = print !== undefined && standing.get(key) === print ? earlier.get(question.name) : undefined;
        if (print !== undefined) built.prints.set(key, print);
        results[index] = kept ?? {...question, ...(await explained(question, () => ask(lane, sql, quick)))};
      }
    })),
    lanes.connections
  );
  await writeResults(db, results);
  return results;
}

async function ask(db: Database, sql: string, quick: string | undefined): Promise<Pick<CheckResult, "wrong" | "sample">> {
  const count = async (question: string): Promise<number> => (await db.one<{wrong: number}>(`select count(*)::bigint as wrong from (\n${question}\n)`)).wrong;
  if (quick !== undefined && (await db.one<{wrong: number}>(quick)).wrong === 0) return {wrong: 0, sample: []};
  const wrong = await count(sql);
  return {wrong, sample: wrong === 0 ? [] : await db.rows(`select * from (\n${sql}\n) limit ${SAMPLE}`)};
}

async function explained<T>({file, name}: Pick<CheckResult, "file" | "name">, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new VigieError(`${file} : le contrôle « ${name} » n'a pas pu être exécuté.\nDuckDB répond : ${error instanceof Error ? error.message : String(error)}`, {cause: error});
  }
}

/** The wrong rows of a check as people read them: how many, a sample, and the file that holds the rule. */
export function describeCheck(check: CheckResult): string {
  const head = `${check.level === "erreur" ? "Erreur" : "Alerte"} : ${check.description} ${check.wrong} ligne${check.wrong > 1 ? "s" : ""} en défaut (règle : ${check.file}).`;
  const lines = check.sample.map((row) => `    ${Object.entries(row).map(([name, value]) => `${name} = ${value === null ? "vide" : typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(" ; ")}`);
  const rest = check.wrong - check.sample.length;
  return [head, ...lines, ...(rest > 0 ? [`    … et ${rest} autre${rest > 1 ? "s" : ""}.`] : [])].join("\n");
}

function questionsOfModel(model: PlannedModel): Question[] {
  const table = quoteIdent(model.name);
  const key = model.header.cle?.map(quoteIdent).join(", ");
  const dependencies = new Set([model.name]);
  return [
    ...(key === undefined
      ? []
      : [{
          name: `${model.name}.cle`, file: model.file, description: `Une ligne de ${model.name} est unique (${model.header.cle?.join(", ")}).`, level: "erreur" as const, dependencies,
          sql: `select ${key}, count(*) as lignes from ${table} group by ${key} having count(*) > 1`,
          // As many hashes as rows: no two keys are the same. Two keys of one hash would only make the slower question be asked.
          quick: `select (count(*) - count(distinct hash(${key})))::bigint as wrong from ${table}`
        }]),
    ...model.header.verifications.map((rule, index) => ({
      name: `${model.name}.${index + 1}`,
      file: model.file,
      description: rule.description,
      level: rule.niveau,
      dependencies,
      sql: `select * from ${table} where not coalesce((${rule.condition}), false)`
    }))
  ];
}

async function readResults(db: Database): Promise<Map<string, CheckResult>> {
  const rows = await db.rows<{nom: string; description: string; niveau: Level; n: number; exemples: string; fichier: string}>("select * from controle_resultat");
  return new Map(rows.map(({nom, description, niveau, n, exemples, fichier}) => [nom, {name: nom, file: fichier, description, level: niveau, wrong: n, sample: JSON.parse(exemples) as Row[]}]));
}

async function writeResults(db: Database, results: readonly CheckResult[]): Promise<void> {
  await db.run("create or replace table controle_resultat (nom varchar, description varchar, niveau varchar, n bigint, exemples varchar, fichier varchar)");
  if (results.length === 0) return;
  const rows = results.map((check) => `(${[check.name, check.description, check.level].map(quoteText).join(", ")}, ${check.wrong}, ${quoteText(JSON.stringify(check.sample))}, ${quoteText(check.file)})`);
  await db.run(`insert into controle_resultat values ${rows.join(",\n")}`);
  await db.run("comment on table controle_resultat is 'Résultat des contrôles : nombre de lignes en défaut et premiers exemples (JSON).'");
}
