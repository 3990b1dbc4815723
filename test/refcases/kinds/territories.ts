import {type Database} from "../../../pipelines/lib/duckdb.ts";
import {level, type ReferenceCase} from "../case.ts";
import {Answers, hasColumns, type Kind} from "../kind.ts";

export const nonresponse: Kind = {
  name: "non-response",
  recognises: (reference) => hasColumns(reference, "input", ["strate", "cadre", "n", "x"]),
  async answer(database) {
    const answers = new Answers();
    await database.run("create or replace table strates as select 'ensemble' as domaine, strate::varchar as strate, cadre, n, x from input");
    answers.give("overall", {what: "ensemble"}, await database.one("select * from nonresponse('strates')"));
    await database.run("create or replace table une_a_une as select * replace (strate as domaine) from strates");
    const rows = await database.rows<{domaine: string; response_rate: number}>("select domaine, response_rate from nonresponse('une_a_une')");
    for (const row of rows) answers.give("by_strate", {strate: row.domaine}, {response_rate: row.response_rate});
    return answers;
  }
};

export const standardisation: Kind = {
  name: "standardisation",
  recognises: (reference) => hasColumns(reference, "input", ["territoire", "groupe", "n", "x"]) && hasColumns(reference, "reference", ["groupe", "population", "n", "x"]),
  async answer(database, reference) {
    const answers = new Answers();
    for (const row of await direct(database, reference)) {
      const {territoire, code, ...stats} = row;
      answers.give("by_territoire", {territoire}, {...stats, epitools_adj_rate: stats.direct});
      if (code === "groupe_absent") answers.refuse({territoire}, code, ["direct", "direct_se", "low", "high", "fay_feuer_low", "fay_feuer_high", "epitools_adj_rate"]);
    }
    const rows = await database.rows<{territoire: string} & Record<string, number>>("select * replace (territoire::varchar as territoire) from indirect_standardisation('input', 'reference', level := $1)", [level(reference)]);
    for (const {territoire, ...stats} of rows) answers.give("by_territoire", {territoire}, stats);
    return answers;
  },
  refusals: [
    {
      code: "groupe_absent",
      describes: /without any unit in a standard group/i,
      async spoil(database) {
        await database.run("delete from input where rowid = (select min(rowid) from input)");
      },
      codes: async (database, reference) => (await direct(database, reference)).filter((row) => row.direct === null).map((row) => row.code ?? "")
    }
  ]
};

interface Direct extends Record<string, unknown> {
  territoire: string;
  direct: number | null;
  code: string | null;
}

async function direct(database: Database, reference: ReferenceCase): Promise<Direct[]> {
  return database.rows<Direct>(
    `select territoire::varchar as territoire, crude, direct, direct_se, low, high, fay_feuer_low, fay_feuer_high, observed, code
     from direct_standardisation('input', 'reference', level := $1)`,
    [level(reference)]
  );
}

export const shrinkage: Kind = {
  name: "shrinkage, ranks and funnel",
  recognises: (reference) => hasColumns(reference, "input", ["territoire", "n", "x"]) && !hasColumns(reference, "input", ["groupe"]),
  async answer(database) {
    const answers = new Answers();
    await database.run("create or replace table territoires as select territoire::varchar as territoire, n::bigint as n, x::bigint as x from input");
    await database.run("create or replace table taux as select * from rates_for_shrinkage('territoires')");
    await database.run("create or replace table lissage as select * from shrinkage('taux')");
    await database.run("create or replace table lissage_pm as select territoire, shrunk as eb_pm, shrunk_se as eb_pm_se, mu as mu_pm, tau2 as tau2_pm from shrinkage_paule_mandel('taux')");
    await database.run("create or replace table entonnoir as select * from funnel('territoires')");
    await database.run("create or replace table estimations as select territoire, shrunk as estimate, shrunk_se as se from lissage");
    answers.give("global", {what: "model"}, await database.one(`
      select p0, phi, mu as mu_dl, mu_se as mu_dl_se, tau2 as tau2_dl, q, i2, mu_pm, tau2_pm
      from lissage join entonnoir using (territoire) join lissage_pm using (territoire) limit 1`));
    const shrunk = await database.rows<{territoire: string} & Record<string, number>>(`
      select territoire, raw, shrunk as eb_dl, shrunk_se as eb_dl_se, eb_pm, eb_pm_se, expected_rank, rank_best, rank_worst
      from lissage join lissage_pm using (territoire) join expected_ranks('estimations') using (territoire) join rank_sets('territoires') using (territoire)`);
    for (const {territoire, ...stats} of shrunk) answers.give("shrinkage", {territoire}, stats);
    const limits = await database.rows<{territoire: string} & Record<string, number>>("select territoire, z, low95, high95, low998, high998, z_overdispersed, exact_low_q, exact_high_q from entonnoir left join funnel_exact('territoires') using (territoire)");
    for (const {territoire, ...stats} of limits) answers.give("funnel", {territoire}, stats);
    return answers;
  }
};
