import {type Database, quoteIdent, quoteText} from "../../../pipelines/lib/duckdb.ts";
import {keysOf, level, partOf, statsOf, tablesOf, type ReferenceCase} from "../case.ts";
import * as formula from "../formula.ts";
import {Answers, hasColumns, type Kind} from "../kind.ts";

/** SQL of the numerator and the denominator of a variable of the case. */
interface Variable {
  readonly y: string;
  readonly x: string;
  readonly isTotal: boolean;
}

/** Stratified samples, of units or of clusters, with or without finite population correction; domains, contrasts. */
export const survey: Kind = {
  name: "stratified survey",
  recognises: (reference) => hasColumns(reference, "input", ["strate", "pop_strate", "poids"]) && reference.inputs.size === 1 && tablesOf(reference).has("overall"),
  async answer(database, reference) {
    const answers = new Answers();
    await layDesign(database, reference);
    for (const table of tablesOf(reference)) {
      const domain = /^by_(\w+)$/.exec(table)?.[1];
      if (table === "overall") await answerOverall(database, reference, answers, table, "plan");
      else if (table === "overall_no_fpc") await answerOverall(database, reference, answers, table, "plan_sans_fpc");
      else if (table === "prop_ci") await answerIntervals(database, reference, answers);
      else if (table === "difference") await answerDifference(database, reference, answers);
      else if (domain !== undefined) await answerDomain(database, reference, answers, table, domain);
    }
    return answers;
  }
};

/** The design as svydesign reads it: PSU and stratum sizes are counted in the data, whatever a column says. */
export async function layDesign(database: Database, reference: ReferenceCase): Promise<void> {
  const ids = formula.argument(reference.rCall, "ids");
  const psu = ids === null || ids === "1" ? "ligne::varchar" : `${quoteIdent(ids)}::varchar`;
  const strate = quoteIdent(formula.argument(reference.rCall, "strata") ?? "strate");
  const poids = quoteIdent(formula.argument(reference.rCall, "weights") ?? "poids");
  const fpc = quoteIdent(formula.argument(reference.rCall, "fpc") ?? "pop_strate");
  await database.run(`
    create or replace table plan as
    with lignes as (
      select *, row_number() over () as ligne
      from input
    ),
    places as (
      select
        * exclude (strate, pop_strate, poids, ${["ech_strate", "psu"].filter((name) => reference.inputs.get("input")?.includes(name)).map((name) => quoteIdent(name)).join(", ") || "ligne"}),
        ${reference.inputs.get("input")?.includes("ech_strate") ? "" : "ligne,"}
        ${strate}::varchar as strate,
        ${psu} as psu,
        ${fpc}::double as pop_strate,
        ${poids}::double as poids
      from lignes
    ),
    tailles as (
      select strate, count(distinct psu) as ech_strate
      from places
      group by strate
    )
    select places.*, tailles.ech_strate
    from places
    join tailles using (strate)`);
  await database.run("create or replace table plan_sans_fpc as select * replace (null::double as pop_strate) from plan");
}

/** A column is a mean; `total_…` is the column of svytotal; any other name is the ratio of svyratio. */
export function variableOf(reference: ReferenceCase, name: string): Variable {
  if (reference.inputs.get("input")?.includes(name)) return {y: `${quoteIdent(name)}::double`, x: "1::double", isTotal: false};
  const total = formula.oneSided(reference.rCall, "svytotal").find((column) => name === `total_${column}` || column.endsWith(name.replace(/^total_/, "")));
  if (name.startsWith("total_") && total !== undefined) return {y: `${quoteIdent(total)}::double`, x: "1::double", isTotal: true};
  const ratio = formula.ratio(reference.rCall);
  if (ratio === null) throw new Error(`no column and no formula for ${name}`);
  return {y: `${quoteIdent(ratio.numerator)}::double`, x: `${quoteIdent(ratio.denominator)}::double`, isTotal: false};
}

interface Estimate extends Record<string, unknown> {
  domaine: string;
  n: number;
  n_strates: number;
  df: number;
  estimate: number;
  se: number;
  deff: number | null;
  low: number;
  high: number;
}

async function estimate(database: Database, reference: ReferenceCase, variable: Variable, plan: string, domain = "'ensemble'"): Promise<Estimate[]> {
  await database.run(`
    create or replace table donnees as
    select ${domain} as domaine, strate, psu, pop_strate, ech_strate, poids, ${variable.y} as y, ${variable.x} as x
    from ${plan}
    where ${domain} is not null`);
  return database.rows<Estimate>(
    `select *, t_low(estimate, se, df, level := $1) as low, t_high(estimate, se, df, level := $1) as high
     from ${variable.isTotal ? "survey_total" : "survey_ratio"}('donnees')`,
    [level(reference)]
  );
}

async function answerOverall(database: Database, reference: ReferenceCase, answers: Answers, table: string, plan: string): Promise<void> {
  for (const key of keysOf(reference, table)) {
    const [result] = await estimate(database, reference, variableOf(reference, partOf(key, "variable")), plan);
    if (result !== undefined) answers.give(table, key, {estimate: result.estimate, se: result.se, df: result.df, low: result.low, high: result.high, deff: result.deff ?? null});
  }
}

async function answerIntervals(database: Database, reference: ReferenceCase, answers: Answers): Promise<void> {
  for (const key of keysOf(reference, "prop_ci")) {
    const [result] = await estimate(database, reference, variableOf(reference, partOf(key, "variable")), "plan");
    if (result === undefined) continue;
    if (partOf(key, "method") === "mean") answers.give("prop_ci", key, {estimate: result.estimate, low: result.low, high: result.high});
    else {
      const interval = await database.one(
        "select logit_low($1::double, $2::double, $3::bigint, level := $4) as low, logit_high($1::double, $2::double, $3::bigint, level := $4) as high",
        [result.estimate, result.se, result.df, level(reference)]
      );
      answers.give("prop_ci", key, {estimate: result.estimate, ...interval});
    }
  }
}

/** Statistics of a domain table: `v` and `v_se` for a variable, `ratio` for svyratio; a lone `se` belongs to the only variable named. */
async function answerDomain(database: Database, reference: ReferenceCase, answers: Answers, table: string, domain: string): Promise<void> {
  const stats = statsOf(reference, table);
  const names = [...stats].filter((stat) => stat === "ratio" || reference.inputs.get("input")?.includes(stat));
  for (const name of names) {
    for (const result of await estimate(database, reference, variableOf(reference, name), "plan", `${quoteIdent(domain)}::varchar`)) {
      const {n, df, n_strates: strata} = result;
      answers.give(table, {[domain]: result.domaine}, {
        [name]: result.estimate,
        [`${name}_se`]: result.se,
        ...(name === names[0] ? {n, df, strata_present: strata, se: result.se} : {})
      });
    }
  }
}

async function answerDifference(database: Database, reference: ReferenceCase, answers: Answers): Promise<void> {
  for (const key of keysOf(reference, "difference")) {
    const sides = /^contrast=(\w+)=(.+) minus \1=(.+)$/.exec(key);
    const model = formula.twoSided(reference.rCall, "svyglm");
    if (sides?.[1] === undefined || sides[2] === undefined || sides[3] === undefined || model === null) throw new Error(`contrast not understood: ${key}`);
    await estimate(database, reference, variableOf(reference, model.left), "plan", `${quoteIdent(sides[1])}::varchar`);
    await database.run(`create or replace table contrastes as select 'difference' as contraste, ${quoteText(sides[2])} as domaine, ${quoteText(sides[3])} as oppose`);
    const result = await database.one("select estimate, se from survey_contrast('donnees', 'contrastes')");
    answers.give("difference", key, result);
  }
}
