import { factorised, solveFactorised } from "../solve-symmetric.ts";

/** Sums of products of the features of some rows: the lower triangle. */
export type Gram = Readonly<{ size: number; sums: Float64Array }>;

export function gramOf(rows: readonly Float64Array[], size: number): Gram {
  const sums = new Float64Array(size * size);
  for (const row of rows) {
    for (let i = 0; i < size; i += 1) {
      const value = row[i] as number;
      if (value === 0) continue;
      const base = i * size;
      for (let j = 0; j <= i; j += 1) {
        sums[base + j] = (sums[base + j] as number) + value * (row[j] as number);
      }
    }
  }
  return { size, sums };
}

/** Sums of products of the features with what they are to tell. */
export function rightOf(
  rows: readonly Float64Array[],
  targets: readonly number[],
  size: number,
): Float64Array {
  const right = new Float64Array(size);
  for (let r = 0; r < rows.length; r += 1) {
    const row = rows[r] as Float64Array;
    const target = targets[r] as number;
    for (let i = 0; i < size; i += 1) right[i] = (right[i] as number) + target * (row[i] as number);
  }
  return right;
}

/**
 * Ridge regression on some of the features, for one right side or more; the other features get the weight 0. `ridge`
 * is in units of the mean sum of squares of a feature: 1 halves what an average direction says.
 */
export function ridgeWeights(
  { size, sums }: Gram,
  rights: readonly Float64Array[],
  { features, ridge }: Readonly<{ features: readonly number[]; ridge: number }>,
): Float64Array[] {
  const few = features.length;
  const part = new Float64Array(few * few);
  let trace = 0;
  for (let i = 0; i < few; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const a = features[i] as number;
      const b = features[j] as number;
      part[i * few + j] = sums[Math.max(a, b) * size + Math.min(a, b)] as number;
    }
    trace += part[i * few + i] as number;
  }
  const added = (ridge * trace) / Math.max(1, few) + 1e-9;
  for (let i = 0; i < few; i += 1) part[i * few + i] = (part[i * few + i] as number) + added;
  const factor = factorised(part, few);
  return rights.map((right) => {
    const chosen = Float64Array.from(features, (feature) => right[feature] as number);
    const solved = solveFactorised(factor, chosen);
    const weights = new Float64Array(size);
    for (let i = 0; i < few; i += 1) weights[features[i] as number] = solved[i] as number;
    return weights;
  });
}
