import {type Database, quoteIdent, quoteText} from "../../../pipelines/lib/duckdb.ts";
import {keysOf, level, partOf, statsOf, tablesOf, type ReferenceCase} from "../case.ts";
import {Answers, hasColumns, type Kind, type Refusal} from "../kind.ts";
import {layDesign, variableOf} from "./survey.ts";

const largestGap = 1e-10;

interface CalibratedWeight extends Record<string, unknown> {
  unite: number;
  poids_cale: number;
  ecart: number;
}

/** Weights brought to one margin. */
export const poststratification: Kind = {
  name: "post-stratification",
  recognises: (reference) => hasColumns(reference, "population", ["post", "N_pop"]),
  async answer(database, reference) {
    await layMargins(database, reference);
    return answerCalibration(database, reference);
  },
  refusals: [
    refusal("marge_sans_repondant", /no respondent/i, "delete from input where post = (select min(post) from population)")
  ]
};

/** Weights brought to several margins. */
export const raking: Kind = {
  name: "raking",
  recognises: (reference) => hasColumns(reference, "margins", ["margin", "level", "N_pop"]),
  // R's rake() averages residuals without weights: given for information, we require calibrate()
  optional: /^survey_rake_se\.se$/,
  async answer(database, reference) {
    await layMargins(database, reference);
    return answerCalibration(database, reference);
  },
  refusals: [
    {
      code: "marge_sans_repondant",
      describes: /no respondent/i,
      async spoil(database) {
        const first = await database.one<{margin: string; level: string}>("select margin::varchar as margin, level::varchar as level from margins limit 1");
        await database.run(`delete from input where ${quoteIdent(first.margin)}::varchar = ${quoteText(first.level)}`);
      },
      codes: async (database, reference) => codesFound(database, reference)
    },
    refusal("marges_incoherentes", /totals differ/i, "update margins set N_pop = N_pop + 1 where rowid = 0"),
    {
      code: "non_convergence",
      describes: /convergence/i,
      // Two margins whose crossing is empty where both need weight: no table of weights can meet them.
      async spoil(database) {
        const pair = await database.rows<{margin: string; level: string; other: string}>(`
          select margin::varchar as margin, min(level::varchar) as level, max(level::varchar) as other
          from margins group by margin order by margin limit 2`);
        const [a, b] = pair;
        if (a === undefined || b === undefined) return;
        const one = (side: typeof a, value: string): string => `${quoteIdent(side.margin)}::varchar = ${quoteText(value)}`;
        await database.run(`delete from input where not ((${one(a, a.level)} and ${one(b, b.level)}) or (${one(a, a.other)} and ${one(b, b.other)}))`);
        await database.run(`delete from margins where margin::varchar not in (${quoteText(a.margin)}, ${quoteText(b.margin)})
          or level::varchar not in (${[a.level, a.other, b.level, b.other].map(quoteText).join(", ")})`);
        await database.run(`update margins set N_pop = case
          when margin::varchar = ${quoteText(a.margin)} and level::varchar = ${quoteText(a.level)} then 60
          when margin::varchar = ${quoteText(a.margin)} then 40
          when level::varchar = ${quoteText(b.level)} then 30 else 70 end`);
      },
      codes: async (database, reference) => codesFound(database, reference, 40)
    }
  ]
};

function refusal(code: string, describes: RegExp, sql: string): Refusal {
  return {
    code,
    describes,
    async spoil(database) {
      await database.run(sql);
    },
    codes: async (database, reference) => codesFound(database, reference)
  };
}

async function layMargins(database: Database, reference: ReferenceCase): Promise<void> {
  await layDesign(database, reference);
  await database.run("create or replace table unites as select 1 as echantillon, ligne as unite, strate, psu, pop_strate, ech_strate, poids from plan");
  await database.run(
    reference.inputs.has("population")
      ? "create or replace table marges as select 1 as echantillon, 'post' as marge, post::varchar as niveau, N_pop::double as population from population"
      : "create or replace table marges as select 1 as echantillon, margin::varchar as marge, level::varchar as niveau, N_pop::double as population from margins"
  );
  const names = await database.rows<{marge: string}>("select distinct marge from marges order by marge");
  await database.run(`create or replace table appartenances as ${names
    .map(({marge}) => `select ligne as unite, ${quoteText(marge)} as marge, ${quoteIdent(marge)}::varchar as niveau from plan`)
    .join(" union all ")}`);
}

async function codesFound(database: Database, reference: ReferenceCase, rounds = 300): Promise<string[]> {
  await layMargins(database, reference);
  const refused = await database.rows<{code: string}>("select distinct code from calibration_refusals('unites', 'appartenances', 'marges')");
  if (refused.length > 0) return refused.map(({code}) => code);
  const weights = await database.one<{ecart: number}>("select max(ecart) as ecart from calibrated_weights('unites', 'appartenances', 'marges', tours_max := $1)", [rounds]);
  return weights.ecart > largestGap ? ["non_convergence"] : [];
}

async function answerCalibration(database: Database, reference: ReferenceCase): Promise<Answers> {
  const answers = new Answers();
  const refused = await codesFound(database, reference);
  if (refused.length > 0) {
    answers.faults.push(`refused: ${refused.join(", ")}`);
    return answers;
  }
  await database.run("create or replace table poids_cales as select * from calibrated_weights('unites', 'appartenances', 'marges')");
  for (const table of tablesOf(reference)) {
    const domain = /^by_(\w+)$/.exec(table)?.[1];
    if (table === "overall" || table === "survey_rake_se") await answerOverall(database, reference, answers, table);
    else if (table === "prop_ci") await answerProportions(database, reference, answers);
    else if (table === "before") await answerBefore(database, reference, answers);
    else if (table === "diagnostics") {
      const row = await database.one<Record<string, number>>("select * from weight_diagnostics('poids_cales')");
      answers.give(table, {what: "poids"}, {min_ratio: row["rapport_min"], max_ratio: row["rapport_max"], cv_weights: row["cv_poids"], kish_n_eff: row["n_eff_kish"]});
    } else if (table === "weights") await answerWeights(database, reference, answers);
    else if (domain !== undefined) await answerDomain(database, reference, answers, table, domain);
  }
  return answers;
}

interface Estimate extends Record<string, unknown> {
  domaine: string;
  estimate: number;
  se: number;
  df: number;
  low: number;
  high: number;
}

async function estimate(database: Database, reference: ReferenceCase, name: string, domain = "'ensemble'"): Promise<Estimate[]> {
  const {y, x} = variableOf(reference, name);
  await database.run(`create or replace table observations as select ${domain} as domaine, ligne as unite, ${y} as y, ${x} as x from plan`);
  return database.rows<Estimate>(
    `select *, t_low(estimate, se, df, level := $1) as low, t_high(estimate, se, df, level := $1) as high
     from calibrated_ratio('unites', 'appartenances', 'poids_cales', 'observations')`,
    [level(reference)]
  );
}

async function answerOverall(database: Database, reference: ReferenceCase, answers: Answers, table: string): Promise<void> {
  for (const key of keysOf(reference, table)) {
    const [row] = await estimate(database, reference, partOf(key, "variable"));
    if (row !== undefined) answers.give(table, key, {estimate: row.estimate, low: row.low, high: row.high, df: row.df, ...(table === "survey_rake_se" ? {} : {se: row.se})});
  }
}

async function answerProportions(database: Database, reference: ReferenceCase, answers: Answers): Promise<void> {
  for (const key of keysOf(reference, "prop_ci")) {
    const [row] = await estimate(database, reference, partOf(key, "variable"));
    if (row === undefined) continue;
    const interval = await database.one(
      "select logit_low($1::double, $2::double, $3::bigint, level := $4) as low, logit_high($1::double, $2::double, $3::bigint, level := $4) as high",
      [row.estimate, row.se, row.df, level(reference)]
    );
    answers.give("prop_ci", key, {estimate: row.estimate, ...interval});
  }
}

async function answerBefore(database: Database, reference: ReferenceCase, answers: Answers): Promise<void> {
  for (const key of keysOf(reference, "before")) {
    const {y, x} = variableOf(reference, partOf(key, "variable"));
    await database.run(`create or replace table donnees as select 'ensemble' as domaine, strate, psu, pop_strate, ech_strate, poids, ${y} as y, ${x} as x from plan`);
    const row = await database.one(
      `select estimate, se, df, t_low(estimate, se, df, level := $1) as low, t_high(estimate, se, df, level := $1) as high from survey_ratio('donnees')`,
      [level(reference)]
    );
    answers.give("before", key, row);
  }
}

async function answerDomain(database: Database, reference: ReferenceCase, answers: Answers, table: string, domain: string): Promise<void> {
  for (const name of [...statsOf(reference, table)].filter((stat) => reference.inputs.get("input")?.includes(stat))) {
    for (const row of await estimate(database, reference, name, `${quoteIdent(domain)}::varchar`)) {
      answers.give(table, {[domain]: row.domaine}, {[name]: row.estimate, [`${name}_se`]: row.se});
    }
  }
}

async function answerWeights(database: Database, reference: ReferenceCase, answers: Answers): Promise<void> {
  if (statsOf(reference, "weights").has("weight_first_unit")) {
    const rows = await database.rows<{post: string}>(`
      select post::varchar as post, arg_min(poids_cale, unite) as weight_first_unit, sum(poids_cale) as weight_sum
      from poids_cales join plan on ligne = unite group by post`);
    for (const {post, ...stats} of rows) answers.give("weights", {post}, stats);
    return;
  }
  const rows = await database.rows<CalibratedWeight & {etab: string}>("select etab::varchar as etab, poids_cale from poids_cales join plan on ligne = unite");
  for (const {etab, poids_cale: weight} of rows) answers.give("weights", {etab}, {weight});
}
