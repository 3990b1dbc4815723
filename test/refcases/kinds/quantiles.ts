import {Answers, hasColumns, type Kind} from "../kind.ts";

/** Distribution functions, by the name R gives them. */
export const quantiles: Kind = {
  name: "distribution functions",
  recognises: (reference) => hasColumns(reference, "grid", ["fn", "a", "b", "c", "row"]),
  async answer(database) {
    const rows = await database.rows<{row: string; value: number | null}>(`
      select
        row,
        case fn
          when 'qnorm' then normal_quantile(a)
          when 'pnorm' then normal_cdf(a)
          when 'qt' then t_quantile(a, b)
          when 'pt' then t_cdf(a, b)
          when 'qbeta' then beta_quantile(a, b, c)
          when 'pchisq' then chi2_cdf(a, b)
          when 'pf' then f_cdf(a, b, c)
        end as value
      from (select fn, row::varchar as row, a::double as a, b::double as b, c::double as c from grid) as grid`);
    const answers = new Answers();
    for (const {row, value} of rows) answers.give("values", {row}, {value});
    return answers;
  }
};
