import {level} from "../case.ts";
import {Answers, hasColumns, type Kind} from "../kind.ts";

/** Intervals of an unweighted proportion. */
export const proportion: Kind = {
  name: "proportion",
  recognises: (reference) => hasColumns(reference, "input", ["row", "x", "n", "cadre"]),
  async answer(database, reference) {
    const rows = await database.rows<{row: string; p: number | null} & Record<string, number | null>>(
      `
      select
        row,
        x / nullif(n, 0) as p,
        wilson_low(x, n, level := $1) as wilson_low,
        wilson_high(x, n, level := $1) as wilson_high,
        jeffreys_low(x, n, level := $1) as jeffreys_low,
        jeffreys_high(x, n, level := $1) as jeffreys_high,
        clopper_pearson_low(x, n, level := $1) as cp_low,
        clopper_pearson_high(x, n, level := $1) as cp_high,
        effective_n_fpc(n, cadre) as n_eff_fpc,
        wilson_fpc_low(x, n, cadre, level := $1) as wilson_fpc_low,
        wilson_fpc_high(x, n, cadre, level := $1) as wilson_fpc_high
      from (select row::varchar as row, x::double as x, n::double as n, cadre::double as cadre from input) as lignes`,
      [level(reference)]
    );
    const answers = new Answers();
    for (const {row, ...stats} of rows) {
      answers.give("intervals", {row}, stats);
      if (stats.p === null) answers.refuse({row}, "effectif_nul");
    }
    return answers;
  }
};
