import { factorised, solveFactorised } from "../../solve-symmetric.ts";

/** A fitted model: the probability that a label is true, from standardised features. */
export type Logistic = Readonly<{
  means: Float64Array;
  scales: Float64Array;
  /** The first is the constant. */
  weights: Float64Array;
}>;

export type Labelled = Readonly<{ features: Float64Array; label: boolean }>;

const RIDGE = 1;
const STEPS = 12;

/**
 * Ridge logistic regression by Newton's method. Features are standardised on the examples themselves; what never
 * varies has no say. At least one example is expected.
 */
export function fitLogistic(examples: readonly Labelled[]): Logistic {
  const width = examples[0]?.features.length ?? 0;
  const { means, scales } = standardOf(examples, width);
  const rows = examples.map(({ features }) => standardised(features, means, scales));
  let weights = new Float64Array(width + 1);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = new Float64Array(width + 1);
    const hessian = new Float64Array((width + 1) ** 2);
    for (const [index, row] of rows.entries()) {
      const { label } = examples[index] as Labelled;
      const chance = sigmoid(dot(row, weights));
      const error = (label ? 1 : 0) - chance;
      const curvature = Math.max(1e-6, chance * (1 - chance));
      for (let i = 0; i <= width; i += 1) {
        const value = row[i] as number;
        gradient[i] = (gradient[i] as number) + error * value;
        for (let j = 0; j <= i; j += 1) {
          const at = i * (width + 1) + j;
          hessian[at] = (hessian[at] as number) + curvature * value * (row[j] as number);
        }
      }
    }
    for (let i = 0; i <= width; i += 1) {
      const at = i * (width + 1) + i;
      const ridge = i === 0 ? 1e-6 : RIDGE;
      hessian[at] = (hessian[at] as number) + ridge;
      gradient[i] = (gradient[i] as number) - ridge * (weights[i] as number);
    }
    const change = solveFactorised(factorised(hessian, width + 1), gradient);
    weights = weights.map((weight, index) => weight + (change[index] as number));
    if (change.every((part) => Math.abs(part) < 1e-6)) break;
  }
  return { means, scales, weights };
}

/** The model's probability for one set of features. */
export const probability = ({ means, scales, weights }: Logistic, features: Float64Array): number =>
  sigmoid(dot(standardised(features, means, scales), weights));

function standardOf(examples: readonly Labelled[], width: number) {
  const means = new Float64Array(width);
  const scales = new Float64Array(width);
  for (const { features } of examples) {
    for (let i = 0; i < width; i += 1) means[i] = (means[i] as number) + (features[i] as number);
  }
  for (let i = 0; i < width; i += 1) means[i] = (means[i] as number) / examples.length;
  for (const { features } of examples) {
    for (let i = 0; i < width; i += 1) {
      scales[i] = (scales[i] as number) + ((features[i] as number) - (means[i] as number)) ** 2;
    }
  }
  for (let i = 0; i < width; i += 1) scales[i] = Math.sqrt((scales[i] as number) / examples.length);
  return { means, scales };
}

function standardised(
  features: Float64Array,
  means: Float64Array,
  scales: Float64Array,
): Float64Array {
  const row = new Float64Array(features.length + 1);
  row[0] = 1;
  for (let i = 0; i < features.length; i += 1) {
    const scale = scales[i] as number;
    row[i + 1] = scale < 1e-9 ? 0 : ((features[i] as number) - (means[i] as number)) / scale;
  }
  return row;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
