const ROUNDS = 200;
/** In units of the mean sum of squares of what a part says. */
const RIDGE = 0.5;

/**
 * By how much each of several predictions should count, at least 0, so that together they miss least on rows that
 * none of them was fitted on (Breiman, "Stacked regressions", 1996). What is to be told are differences between models:
 * each row is taken relative to its own mean over the models that were tried, since only that decides a choice.
 *
 * `predictions[part][row][model]` and `targets[row][model]` are deviations from the models' means; NaN: not tried.
 * `prior` is what the parts count for without labels; a ridge draws towards it, as parts that say nearly the same
 * are hard to tell apart.
 */
export function stackWeights(
  predictions: readonly (readonly Float64Array[])[],
  targets: readonly Float64Array[],
  prior: Float64Array,
): Float64Array {
  const parts = predictions.length;
  const gram = new Float64Array(parts * parts);
  const right = new Float64Array(parts);
  for (let row = 0; row < targets.length; row += 1) {
    const target = targets[row] as Float64Array;
    const tried = [...target.keys()].filter((model) => !Number.isNaN(target[model]));
    if (tried.length < 2) continue;
    const wanted = relative(target, tried);
    const said = predictions.map((rows) => relative(rows[row] as Float64Array, tried));
    for (let i = 0; i < parts; i += 1) {
      right[i] = (right[i] as number) + product(said[i] as number[], wanted);
      for (let j = 0; j < parts; j += 1) {
        gram[i * parts + j] =
          (gram[i * parts + j] as number) + product(said[i] as number[], said[j] as number[]);
      }
    }
  }
  return nonNegative(gram, right, prior);
}

function relative(values: Float64Array, tried: readonly number[]): number[] {
  let mean = 0;
  for (const model of tried) mean += (values[model] as number) / tried.length;
  return tried.map((model) => (values[model] as number) - mean);
}

const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);

/** Least squares with weights of at least 0, one after the other until they stay. */
function nonNegative(gram: Float64Array, right: Float64Array, prior: Float64Array): Float64Array {
  const parts = right.length;
  const weights = new Float64Array(parts);
  let trace = 0;
  for (let i = 0; i < parts; i += 1) trace += gram[i * parts + i] as number;
  const ridge = (RIDGE * trace) / Math.max(1, parts);
  if (trace <= 0) return prior;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < parts; i += 1) {
      let rest = (right[i] as number) + ridge * (prior[i] as number);
      for (let j = 0; j < parts; j += 1) {
        if (j !== i) rest -= (gram[i * parts + j] as number) * (weights[j] as number);
      }
      weights[i] = Math.max(0, rest / ((gram[i * parts + i] as number) + ridge));
    }
  }
  return weights;
}
