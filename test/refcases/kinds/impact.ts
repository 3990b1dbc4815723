import {type Database, quoteIdent, quoteText} from "../../../pipelines/lib/duckdb.ts";
import {keysOf, level, partOf, tablesOf, type ReferenceCase} from "../case.ts";
import * as formula from "../formula.ts";
import {Answers, hasColumns, type Kind} from "../kind.ts";

export const twoPeriods: Kind = {
  name: "difference in differences, two periods",
  recognises: (reference) => hasColumns(reference, "input", ["etab", "pilote", "apres"]) && tablesOf(reference).has("did"),
  optional: /\.(se_cr2|df_satt)$/,
  async answer(database, reference) {
    const answers = new Answers();
    const outcome = quoteIdent(formula.twoSided(reference.rCall, "lm")?.left ?? "score");
    const cluster = quoteIdent(formula.argument(reference.rCall, "cluster") ?? "etab");
    const studies = [...keysOf(reference, "did")].map((key) => partOf(key, "weights"));
    await database.run(`create or replace table donnees as ${["none", ...studies.filter((name) => name !== "none")]
      .map((name) => `select ${quoteText(name)} as etude, ${cluster}::varchar as grappe, pilote::boolean as est_traite, apres::boolean as est_apres,
        ${name === "none" ? "1::double" : `${quoteIdent(name)}::double`} as poids, ${outcome}::double as y from input`)
      .join(" union all ")}`);
    const cells = await database.rows<{est_traite: boolean; est_apres: boolean; n: number; mean: number}>("select * from did_cells('donnees') where etude = 'none'");
    for (const cell of cells) answers.give("cells", `cell=pilote=${String(Number(cell.est_traite))},apres=${String(Number(cell.est_apres))}`, {n: cell.n, mean: cell.mean});
    const effects = await database.rows<{etude: string} & Record<string, number>>("select etude, att, se as se_cr1, df, low, high, p from did_2x2('donnees', level := $1)", [level(reference)]);
    for (const {etude, ...stats} of effects) answers.give("did", {weights: etude}, stats);
    await database.run(`create or replace table changements as
      select 'ecole' as etude, any_value(pilote)::boolean as est_traite,
        avg(${outcome}::double) filter (where apres::boolean) - avg(${outcome}::double) filter (where not apres::boolean) as variation
      from input group by ${cluster}`);
    const welch = await database.one("select att, se, df, low, high, p from did_welch('changements', level := $1)", [level(reference)]);
    for (const key of keysOf(reference, "welch")) answers.give("welch", key, welch);
    return answers;
  }
};

/** The panel of the cases on staggered adoption, with one analysis per weighting. */
async function layPanel(database: Database, reference: ReferenceCase, weights: string | null): Promise<void> {
  const outcome = quoteIdent(formula.argument(reference.rCall, "yname") ?? "score");
  await database.run(`create or replace table panel as
    select 'tous' as etude, etab::varchar as etab, territoire::varchar as grappe, annee::bigint as annee,
      premiere_annee::bigint as groupe, ${weights === null ? "1::double" : `${quoteIdent(weights)}::double`} as poids, ${outcome}::double as y
    from input`);
}

function controlOf(key: string): {control: string; group: string; weights: string | null} {
  const control = partOf(key, "control");
  const [group = "nevertreated", ...rest] = control.split(",").map((part) => part.trim());
  const weights = rest.map((part) => /^weights=(\w+)$/.exec(part)?.[1]).find((name) => name !== undefined);
  return {control, group, weights: weights ?? null};
}

export const staggered: Kind = {
  name: "staggered adoption",
  recognises: (reference) => hasColumns(reference, "input", ["etab", "annee", "premiere_annee"]) && tablesOf(reference).has("att_gt"),
  async answer(database, reference) {
    const answers = new Answers();
    const variants = new Map([...tablesOf(reference)].flatMap((table) => [...keysOf(reference, table)]).filter((key) => key.includes("control=")).map((key) => [partOf(key, "control"), controlOf(key)]));
    for (const {control, group, weights} of variants.values()) {
      await layPanel(database, reference, weights);
      const effects = await database.rows<Record<string, number>>("select groupe, annee, att, se, se_grappe from did_att('panel', controle := $1)", [group]);
      for (const row of effects) {
        answers.give("att_gt", {control, groupe: row["groupe"], annee: row["annee"]}, {att: row["att"], se: row["se"], se_cluster: row["se_grappe"]});
      }
      const aggregates = await database.rows<Record<string, number>>("select type, niveau, att, se, se_grappe from did_aggregates('panel', controle := $1)", [group]);
      for (const row of aggregates) {
        answers.give("aggregates", {control, type: row["type"], level: row["niveau"]}, {att: row["att"], se: row["se"], se_cluster: row["se_grappe"]});
      }
      const [pretest] = await database.rows("select wald, df, p from did_pretest('panel', controle := $1)", [group]);
      if (pretest !== undefined) answers.give("pretest", {control}, pretest);
    }
    await layPanel(database, reference, null);
    const counts = await database.one<{total: number; kept: number}>("select count(*) as total, count(*) filter (where est_complet) as kept from did_units('panel')");
    for (const key of keysOf(reference, "counts")) answers.give("counts", key, {n: /kept/.test(key) ? counts.kept : counts.total});
    return answers;
  },
  refusals: [
    {
      code: "groupe_trop_petit",
      describes: /fewer than 5 schools/i,
      async spoil(database) {
        await database.run(`delete from input where premiere_annee = (select min(premiere_annee) from input where premiere_annee > 0)
          and etab not in (select distinct etab from input where premiere_annee = (select min(premiere_annee) from input where premiere_annee > 0) order by etab limit 4)`);
      },
      async codes(database, reference) {
        await layPanel(database, reference, null);
        const rows = await database.rows<{code: string; groupe: number}>("select code, groupe from did_refusals('panel')");
        const estimated = await database.rows<{groupe: number}>("select distinct groupe from did_att('panel')");
        return rows.filter((row) => !estimated.some(({groupe}) => groupe === row.groupe)).map((row) => row.code);
      }
    },
    {
      code: "sans_controle",
      describes: /without any never-treated/i,
      async spoil(database) {
        await database.run("delete from input where coalesce(premiere_annee, 0) = 0");
      },
      async codes(database, reference) {
        await layPanel(database, reference, null);
        const effects = await database.rows("select * from did_att('panel')");
        const rows = await database.rows<{code: string}>("select code from did_refusals('panel')");
        return effects.length > 0 ? [] : rows.map((row) => row.code);
      }
    }
  ]
};

export const eventStudy: Kind = {
  name: "event study",
  recognises: (reference) => hasColumns(reference, "input", ["etab", "annee", "premiere_annee"]) && tablesOf(reference).has("universal"),
  async answer(database, reference) {
    const answers = new Answers();
    await layPanel(database, reference, null);
    const path = await database.rows<Record<string, number>>("select groupe, annee, att, se, se_grappe from did_att('panel', base := 'universal')");
    for (const row of path) {
      answers.give("universal", {e: (row["annee"] ?? 0) - (row["groupe"] ?? 0), annee: row["annee"]}, {att: row["att"], se: row["se"], se_cluster: row["se_grappe"]});
    }
    const before = await database.rows<Record<string, number>>("select * from did_pre_periods('panel')");
    for (const row of before) {
      answers.give("pre_varying", {annee: row["annee"]}, {
        att: row["att"], se: row["se"], se_cluster: row["se_grappe"], p: row["p"], p_holm: row["p_holm"], p_cluster: row["p_grappe"], p_cluster_holm: row["p_grappe_holm"]
      });
    }
    const pretest = await database.one("select wald, df, p from did_pretest('panel')");
    for (const key of keysOf(reference, "pretest")) answers.give("pretest", key, pretest);
    return answers;
  }
};

export const permutation: Kind = {
  name: "exact permutation",
  recognises: (reference) => hasColumns(reference, "input", ["territoire", "pilote", "avant", "apres"]),
  async answer(database, reference) {
    const answers = new Answers();
    await database.run(`create or replace table changements as
      select 'territoires' as etude, territoire::varchar as territoire, pilote::boolean as est_traite, apres::double - avant::double as variation from input`);
    const test = await database.one("select att, permutations, p_two_sided, p_one_sided, smallest_possible_p from exact_permutation('changements')");
    const welch = await database.one("select se as welch_se, df as welch_df from did_welch('changements')");
    for (const key of keysOf(reference, "result")) answers.give("result", key, {...test, ...welch});
    return answers;
  }
};

export const doseResponse: Kind = {
  name: "dose-response",
  recognises: (reference) => tablesOf(reference).has("coefficients") && formula.twoSided(reference.rCall, "lm") !== null,
  optional: /\.(se_cr2|df_satt)$/,
  async answer(database, reference) {
    const answers = new Answers();
    const model = formula.twoSided(reference.rCall, "lm");
    if (model === null) throw new Error("no lm formula in the R call");
    const weights = formula.argument(reference.rCall, "weights");
    const cluster = quoteIdent(formula.argument(reference.rCall, "cluster") ?? "territoire");
    await database.run(`create or replace table lignes as select row_number() over () as unite, * from input`);
    for (const [table, terms] of [["coefficients", model.right], ["simple", model.right.slice(0, 1)]] as const) {
      await database.run(`create or replace table unites as
        select 'modele' as etude, unite, ${cluster}::varchar as grappe, ${weights === null ? "1::double" : `${quoteIdent(weights)}::double`} as poids, ${quoteIdent(model.left)}::double as y from lignes`);
      const regressors = await Promise.all(terms.map((name) => regressor(database, reference, name)));
      await database.run(`create or replace table termes as select 'modele' as etude, unite, '(Intercept)' as terme, 1::double as valeur from lignes union all ${regressors.join(" union all ")}`);
      const rows = await database.rows<{terme: string; se: number; r2: number; n: number; n_grappes: number} & Record<string, number>>(
        "select * from dose_response('unites', 'termes', level := $1)",
        [level(reference)]
      );
      for (const {terme, se, ...stats} of rows) answers.give(table, {terme}, {...stats, se_cr1: se});
      if (table === "coefficients" && rows[0] !== undefined) answers.give("fit", {what: "model"}, {r2: rows[0].r2, n: rows[0].n, clusters: rows[0].n_grappes});
    }
    return answers;
  }
};

/** A numeric column is one term; a text column is a dummy per level but its reference. */
async function regressor(database: Database, reference: ReferenceCase, name: string): Promise<string> {
  const {type} = await database.one<{type: string}>("select data_type as type from information_schema.columns where table_name = 'input' and column_name = $1", [name]);
  const column = quoteIdent(name);
  if (type !== "VARCHAR") return `select 'modele' as etude, unite, ${quoteText(name)} as terme, ${column}::double as valeur from lignes`;
  const said = reference.params[`reference_level_${name}`];
  const base = typeof said === "string" ? quoteText(said) : `(select min(${column}) from lignes)`;
  return `select 'modele' as etude, unite, ${quoteText(name)} || ${column} as terme, 1::double as valeur from lignes where ${column} <> ${base}`;
}

export const detectable: Kind = {
  name: "minimum detectable effect",
  recognises: (reference) => hasColumns(reference, "input", ["row", "se", "df", "alpha", "power"]),
  async answer(database) {
    const answers = new Answers();
    const rows = await database.rows<{row: string; mde: number}>("select row::varchar as row, minimum_detectable_effect(se, df, alpha := alpha, power := power) as mde from input");
    for (const {row, mde} of rows) answers.give("result", {row}, {mde});
    return answers;
  }
};
