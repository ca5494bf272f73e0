/** Cholesky's factor of a positive definite matrix, given by its lower triangle (rows one after the other). */
export function factorised(lower: Float64Array, size: number): Float64Array {
  const factor = Float64Array.from(lower);
  for (let j = 0; j < size; j += 1) {
    const rowJ = j * size;
    let diagonal = factor[rowJ + j] as number;
    for (let k = 0; k < j; k += 1) diagonal -= (factor[rowJ + k] as number) ** 2;
    const root = Math.sqrt(Math.max(diagonal, 1e-12));
    factor[rowJ + j] = root;
    for (let i = j + 1; i < size; i += 1) {
      const rowI = i * size;
      let value = factor[rowI + j] as number;
      for (let k = 0; k < j; k += 1) {
        value -= (factor[rowI + k] as number) * (factor[rowJ + k] as number);
      }
      factor[rowI + j] = value / root;
    }
  }
  return factor;
}

/** Solves the system whose factor is given, for one right side. */
export function solveFactorised(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const at = (i: number, j: number): number => factor[i * size + j] as number;
  const solved = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    let value = solved[i] as number;
    for (let k = 0; k < i; k += 1) value -= at(i, k) * (solved[k] as number);
    solved[i] = value / at(i, i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let value = solved[i] as number;
    for (let k = i + 1; k < size; k += 1) value -= at(k, i) * (solved[k] as number);
    solved[i] = value / at(i, i);
  }
  return solved;
}
