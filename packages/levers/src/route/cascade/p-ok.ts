import { factorised, solveFactorised } from "../../solve-symmetric.ts";
import { type AnswerFindings, hardCheckNames, softCheckNames } from "./look-at-answer.ts";

/** What is known of an answer before anyone has judged it. */
export type LookedAt = Readonly<{
  findings: AnswerFindings;
  /** What was expected of the model on this prompt, from 0 to 1; undefined where nothing was learned. */
  expected: number | undefined;
}>;

/** An answer that was judged. */
export type JudgedAnswer = LookedAt & Readonly<{ isOk: boolean }>;

/** Plain data, so that it can be fitted in one thread, kept in a file and used in another. */
export type POk = Readonly<{
  version: typeof VERSION;
  /** Of the features in their fixed order. */
  weights: readonly number[];
  /** Log-odds are `slope × sum + shift`: what the sum means, by answers that it was not fitted on. */
  slope: number;
  shift: number;
  labels: number;
}>;

const VERSION = 1;
/** With fewer labels the checks' own verdict is all there is. */
const LEAST_LABELS = 300;
/** In labels: what a weight must be worth before it is believed. */
const RIDGE = 2;
const FOLDS = 5;
const ROUNDS = 25;

/** How a feature may act. `down`: the more of it the worse, never better. */
type Direction = "down" | "up" | "free";

const directions: readonly Direction[] = [
  "free",
  ...hardCheckNames.map((): Direction => "down"),
  // Of each soft check whether it applies, and what it found.
  ...softCheckNames.flatMap((): Direction[] => ["free", "down"]),
  "free",
  "free",
  "free",
  "up",
];

function featuresOf({ findings, expected }: LookedAt): Float64Array {
  const { hard, soft, characters } = findings;
  const length = Math.log(characters + 1) - 6;
  return Float64Array.from([
    1,
    ...hardCheckNames.map((name) => hard[name] ?? 0),
    ...softCheckNames.flatMap((name) => {
      const fault = soft[name];
      return fault === undefined ? [0, 0] : [1, fault];
    }),
    length,
    length * length,
    expected === undefined ? 0 : 1,
    expected === undefined ? 0 : logOdds(expected),
  ]);
}

/**
 * The probability that an answer is good enough. More faults never raise it: a weight with the wrong sign is not
 * used.
 */
export function pOk({ weights, slope, shift }: POk, looked: LookedAt): number {
  return sigmoid(slope * product(weights, featuresOf(looked)) + shift);
}

export type FittedPOk = Readonly<{
  model: POk;
  /** P(ok) of each answer by parts that did not see it: what a threshold is certified on. */
  unseen: readonly number[];
}>;

/**
 * Fits P(ok) to judged answers: a logistic model with a ridge, calibrated on answers that its parts were not fitted on.
 *
 * @returns undefined where there are too few, or all of them are alike
 */
export function fitPOk(
  answers: readonly JudgedAnswer[],
  leastLabels = LEAST_LABELS,
): FittedPOk | undefined {
  if (answers.length < leastLabels) return undefined;
  const rows = answers.map((answer) => ({ features: featuresOf(answer), isOk: answer.isOk }));
  if (new Set(rows.map(({ isOk }) => isOk)).size < 2) return undefined;
  const sums = unseenSums(rows);
  const ofSums = rows.map(({ isOk }, index) => {
    const features = Float64Array.from([1, sums[index] as number]);
    return { features, isOk };
  });
  const [shift, slope] = fitLogistic(ofSums, ["free", "up"]) as [number, number];
  const weights = fitLogistic(rows, directions);
  return {
    model: { version: VERSION, weights, slope, shift, labels: rows.length },
    unseen: sums.map((sum) => sigmoid(slope * sum + shift)),
  };
}

type Row = Readonly<{ features: Float64Array; isOk: boolean }>;

function unseenSums(rows: readonly Row[]): readonly number[] {
  const sums = new Array<number>(rows.length).fill(0);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const weights = fitLogistic(
      rows.filter((_, index) => index % FOLDS !== fold),
      directions,
    );
    for (let index = fold; index < rows.length; index += FOLDS) {
      sums[index] = product(weights, (rows[index] as Row).features);
    }
  }
  return sums;
}

/** Newton's method; a weight that ends with the wrong sign is held at 0 and the rest are fitted again. */
function fitLogistic(rows: readonly Row[], signs: readonly Direction[]): readonly number[] {
  let used = signs.map((_, feature) => feature);
  for (;;) {
    const fitted = newton(rows, used);
    const wrong = new Set(
      used.filter((feature, place) =>
        isWrong(signs[feature] as Direction, fitted[place] as number),
      ),
    );
    if (wrong.size === 0) {
      const weights = new Array<number>(signs.length).fill(0);
      for (const [place, feature] of used.entries()) weights[feature] = fitted[place] as number;
      return weights;
    }
    used = used.filter((feature) => !wrong.has(feature));
  }
}

const isWrong = (sign: Direction, weight: number): boolean =>
  sign === "down" ? weight > 0 : sign === "up" && weight < 0;

function newton(rows: readonly Row[], used: readonly number[]): Float64Array {
  const size = used.length;
  const weights = new Float64Array(size);
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = new Float64Array(size);
    const curvature = new Float64Array(size * size);
    for (const { features, isOk } of rows) {
      let sum = 0;
      for (let i = 0; i < size; i += 1) {
        sum += (weights[i] as number) * (features[used[i] as number] as number);
      }
      const expected = sigmoid(sum);
      const off = (isOk ? 1 : 0) - expected;
      const weight = Math.max(1e-6, expected * (1 - expected));
      for (let i = 0; i < size; i += 1) {
        const value = features[used[i] as number] as number;
        if (value === 0) continue;
        gradient[i] = (gradient[i] as number) + off * value;
        for (let j = 0; j <= i; j += 1) {
          const other = features[used[j] as number] as number;
          curvature[i * size + j] = (curvature[i * size + j] as number) + weight * value * other;
        }
      }
    }
    for (let i = 0; i < size; i += 1) {
      // The constant is as the labels are: nothing holds it to 0.
      const ridge = used[i] === 0 ? 1e-6 : RIDGE;
      gradient[i] = (gradient[i] as number) - ridge * (weights[i] as number);
      curvature[i * size + i] = (curvature[i * size + i] as number) + ridge;
    }
    const step = solveFactorised(factorised(curvature, size), gradient);
    let largest = 0;
    for (let i = 0; i < size; i += 1) {
      // Bounded, so that labels which are told apart without an error do not run away.
      const bounded = Math.max(-2, Math.min(2, step[i] as number));
      weights[i] = (weights[i] as number) + bounded;
      largest = Math.max(largest, Math.abs(bounded));
    }
    if (largest < 1e-6) break;
  }
  return weights;
}

function product(weights: readonly number[], features: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < features.length; i += 1) {
    sum += (weights[i] as number) * (features[i] as number);
  }
  return sum;
}

const sigmoid = (sum: number): number => 1 / (1 + Math.exp(-sum));

function logOdds(probability: number): number {
  const bounded = Math.max(0.01, Math.min(0.99, probability));
  return Math.log(bounded / (1 - bounded));
}
