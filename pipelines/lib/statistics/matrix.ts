/** Small symmetric systems (a handful of coefficients): row-major arrays, no library. */

/** Reciprocal condition below which a regression is refused (method sheet, dose-response). */
const smallestReciprocalCondition = 1e-8;

/**
 * Inverse of a symmetric positive definite matrix, by Cholesky on the matrix scaled to a unit diagonal.
 * Returns null when it is not positive definite, or too close to singular to be trusted.
 */
export function invertPositiveDefinite(matrix: readonly number[]): number[] | null {
  const size = Math.round(Math.sqrt(matrix.length));
  if (size === 0 || size * size !== matrix.length) return null;
  const at = (row: number, column: number): number => matrix[row * size + column] ?? Number.NaN;
  const scale = Array.from({length: size}, (_, i) => Math.sqrt(at(i, i)));
  if (!scale.every((value) => value > 0 && Number.isFinite(value))) return null;
  const correlation = (row: number, column: number): number => at(row, column) / ((scale[row] ?? 1) * (scale[column] ?? 1));

  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let rest = correlation(row, column);
      for (let k = 0; k < column; k += 1) rest -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
      if (row === column) {
        if (!(rest > 0)) return null;
        lower[row * size + row] = Math.sqrt(rest);
      } else lower[row * size + column] = rest / (lower[column * size + column] ?? 1);
    }
  }

  const inverse = Array.from({length: size * size}, () => 0);
  const solution = new Float64Array(size);
  for (let target = 0; target < size; target += 1) {
    for (let row = 0; row < size; row += 1) {
      let rest = row === target ? 1 : 0;
      for (let k = 0; k < row; k += 1) rest -= (lower[row * size + k] ?? 0) * (solution[k] ?? 0);
      solution[row] = rest / (lower[row * size + row] ?? 1);
    }
    for (let row = size - 1; row >= 0; row -= 1) {
      let rest = solution[row] ?? 0;
      for (let k = row + 1; k < size; k += 1) rest -= (lower[k * size + row] ?? 0) * (solution[k] ?? 0);
      solution[row] = rest / (lower[row * size + row] ?? 1);
    }
    for (let row = 0; row < size; row += 1) inverse[row * size + target] = solution[row] ?? Number.NaN;
  }
  if (1 / (largestColumnSum(inverse, size) * columnSumOfCorrelation(correlation, size)) < smallestReciprocalCondition) return null;
  return inverse.map((value, index) => value / ((scale[Math.floor(index / size)] ?? 1) * (scale[index % size] ?? 1)));
}

/** v' M⁻¹ v, the Wald statistic of a vector of estimates with covariance M; null when M cannot be inverted. */
export function waldStatistic(estimates: readonly number[], covariance: readonly number[]): number | null {
  const size = estimates.length;
  if (covariance.length !== size * size) return null;
  const inverse = invertPositiveDefinite(covariance);
  if (inverse === null) return null;
  let total = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      total += (estimates[row] ?? 0) * (inverse[row * size + column] ?? 0) * (estimates[column] ?? 0);
    }
  }
  return total;
}

function largestColumnSum(matrix: readonly number[], size: number): number {
  let largest = 0;
  for (let column = 0; column < size; column += 1) {
    let sum = 0;
    for (let row = 0; row < size; row += 1) sum += Math.abs(matrix[row * size + column] ?? 0);
    largest = Math.max(largest, sum);
  }
  return largest;
}

function columnSumOfCorrelation(correlation: (row: number, column: number) => number, size: number): number {
  const values = Array.from({length: size * size}, (_, index) => correlation(Math.floor(index / size), index % size));
  return largestColumnSum(values, size);
}
