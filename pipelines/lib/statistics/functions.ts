import {DOUBLE, DuckDBListValue, DuckDBScalarFunction, LIST, type DuckDBConnection, type DuckDBType, type DuckDBValue} from "@duckdb/node-api";
import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import chisquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import fCdf from "@stdlib/stats-base-dists-f-cdf";
import tCdf from "@stdlib/stats-base-dists-t-cdf";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import {chisquareQuantile} from "./chisquare-quantile.ts";
import {invertPositiveDefinite, waldStatistic} from "./matrix.ts";

type Answer = number | readonly number[] | null;

interface FunctionOfSql {
  readonly name: string;
  readonly parameters: readonly DuckDBType[];
  readonly answer: DuckDBType;
  readonly compute: (values: readonly DuckDBValue[]) => Answer;
}

const vector = LIST(DOUBLE);

/** What the SQL of the project may call beside DuckDB's own functions. A NULL argument gives NULL, and so does a result that is not finite. */
const functions: readonly FunctionOfSql[] = [
  ofNumbers("t_quantile", 2, ([p, df]) => tQuantile(p, df)),
  ofNumbers("t_cdf", 2, ([x, df]) => tCdf(x, df)),
  ofNumbers("beta_quantile", 3, ([p, alpha, beta]) => betaQuantile(p, alpha, beta)),
  ofNumbers("chi2_cdf", 2, ([x, df]) => chisquareCdf(x, df)),
  ofNumbers("chi2_quantile", 2, ([p, df]) => chisquareQuantile(p, df)),
  ofNumbers("f_cdf", 3, ([x, df1, df2]) => fCdf(x, df1, df2)),
  {
    name: "inverse_spd",
    parameters: [vector],
    answer: vector,
    compute: ([matrix]) => {
      const values = numbersOf(matrix);
      return values === null ? null : invertPositiveDefinite(values);
    }
  },
  {
    name: "wald_statistic",
    parameters: [vector, vector],
    answer: DOUBLE,
    compute: ([estimates, covariance]) => {
      const values = numbersOf(estimates);
      const matrix = numbersOf(covariance);
      return values === null || matrix === null ? null : waldStatistic(values, matrix);
    }
  }
];

/** Registers the distribution and matrix functions on one connection; they live as long as it does. */
export function registerFunctions(connection: DuckDBConnection): void {
  for (const {name, parameters, answer, compute} of functions) {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: parameters,
        returnType: answer,
        mainFunction(_info, input, output) {
          const columns = Array.from({length: input.columnCount}, (_, index) => input.getColumnVector(index));
          for (let row = 0; row < input.rowCount; row += 1) {
            const values = columns.map((column) => column.getItem(row));
            const result = values.includes(null) ? null : compute(values);
            output.setItem(row, typeof result === "object" && result !== null ? new DuckDBListValue([...result]) : finiteOrNull(result));
          }
          output.flush();
        }
      })
    );
  }
}

function ofNumbers<const N extends 2 | 3>(name: string, arity: N, compute: (values: N extends 2 ? [number, number] : [number, number, number]) => number): FunctionOfSql {
  return {
    name,
    parameters: Array.from({length: arity}, () => DOUBLE),
    answer: DOUBLE,
    compute: (values) => compute(values as N extends 2 ? [number, number] : [number, number, number])
  };
}

function numbersOf(value: DuckDBValue | undefined): number[] | null {
  if (!(value instanceof DuckDBListValue)) return null;
  const items = value.items.map(Number);
  return items.every((item) => Number.isFinite(item)) ? items : null;
}

function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
