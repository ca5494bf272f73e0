import { breakEven, type Candidate, chooseBesideReference } from "./choose-model.ts";

/** A call on which every model of the pool was tried, and what had been expected of them before. */
export type JudgedCall = Readonly<{
  /**
   * Expected quality and cost by parts that did not see this call; the reference's first, and alone where no other would be
   * asked.
   */
  expected: readonly Candidate[];
  /** What they were worth on it, in the same order; there may be more, which no choice gives. */
  qualities: readonly number[];
}>;

export type DialPromise = Readonly<{
  /** The share of the reference's mean quality that is promised, such as 0.95. */
  quality: number;
  /** With which the promise holds, such as 0.95. */
  confidence: number;
  /** With fewer labels nothing is certified. */
  leastLabels: number;
}>;

export type CertifiedDial = Readonly<{
  /** What `chooseBesideReference` takes. */
  lambda: number;
  /** The lower bound of the share of the reference's quality, and its estimate. */
  lowerBound: number;
  estimate: number;
  /** Cost saved against the reference on the judged calls, as a share. */
  saved: number;
  labels: number;
}>;

const STEPS = 40;

/**
 * The largest λ whose choices keep the promise, by a lower bound on judged calls; undefined where none does.
 *
 * Tested is, for one λ after the other from cautious to bold, whether the mean of (quality of what is chosen −
 * promise × quality of the reference) is 0 or more, by Student's one-sided bound. The first λ that fails ends it, so that
 * no correction for their number is needed (fixed-sequence testing). Which λ are tested is decided by what was
 * expected of the calls, never by what they turned out to be. Half a call on which the cheaper model failed and the
 * reference did not is added: few labels without such a call do not show that there is none.
 */
export function certifyDial(
  calls: readonly JudgedCall[],
  { quality, confidence, leastLabels }: DialPromise,
): CertifiedDial | undefined {
  const labels = calls.length;
  if (labels < Math.max(2, leastLabels)) return undefined;
  let certified: CertifiedDial | undefined;
  const margin = studentQuantile(confidence, labels - 1);
  for (const lambda of lambdasOf(calls)) {
    const tested = testedAt(calls, lambda, quality);
    if (tested.mean - margin * tested.error < 0) break;
    certified = {
      lambda,
      labels,
      estimate: quality + tested.mean / tested.reference,
      lowerBound: quality + (tested.mean - margin * tested.error) / tested.reference,
      saved: tested.saved,
    };
  }
  return certified;
}

/** What a choice of λ came to on judged calls: not certified by itself, since it was picked among others. */
export type FrontierPoint = Readonly<{
  lambda: number;
  /** Share of the reference's quality, and its one-sided lower bound. */
  estimate: number;
  lowerBound: number;
  saved: number;
}>;

/** What quality costs on judged calls, from cautious to bold. Fewer than two calls show nothing. */
export function frontierOf(
  calls: readonly JudgedCall[],
  { confidence }: Pick<DialPromise, "confidence">,
): readonly FrontierPoint[] {
  if (calls.length < 2) return [];
  const margin = studentQuantile(confidence, calls.length - 1);
  return lambdasOf(calls).flatMap((lambda) => {
    const { mean, error, reference, saved } = testedAt(calls, lambda, 1);
    if (reference <= 0) return [];
    return {
      lambda,
      estimate: 1 + mean / reference,
      lowerBound: 1 + (mean - margin * error) / reference,
      saved,
    };
  });
}

function testedAt(calls: readonly JudgedCall[], lambda: number, promise: number) {
  let sum = -0.5;
  let squares = 0.5;
  let reference = 0;
  let spent = 0;
  let wouldSpend = 0;
  for (const { expected, qualities } of calls) {
    const [first] = expected as [Candidate];
    const chosen = chooseBesideReference(expected, { reference: first, lambda });
    const ofReference = qualities[0] as number;
    const kept = (qualities[expected.indexOf(chosen)] as number) - promise * ofReference;
    sum += kept;
    squares += kept * kept;
    reference += ofReference;
    spent += chosen.cost;
    wouldSpend += first.cost;
  }
  const count = calls.length;
  const mean = sum / count;
  return {
    mean,
    error: Math.sqrt(Math.max(0, squares / count - mean * mean) / (count - 1)),
    reference: reference / count,
    saved: 1 - spent / wouldSpend,
  };
}

/** At the break-even itself the reference is kept: models that are as good would never be asked. */
const justAbove = (lambda: number): number => lambda + Math.max(1, Math.abs(lambda)) * 1e-9;

/** The λ at which so many shares of the calls leave the reference for a cheaper model, in rising order. */
function lambdasOf(calls: readonly JudgedCall[]): readonly number[] {
  const all = calls.flatMap(({ expected }) => {
    const [reference, ...others] = expected as [Candidate, ...Candidate[]];
    return others
      .filter(({ cost }) => cost < reference.cost)
      .map((one) => justAbove(breakEven(one, reference)));
  });
  all.sort((a, b) => a - b);
  const lambdas = Array.from(
    { length: STEPS },
    (_, step) => all[Math.floor(((step + 1) / STEPS) * (all.length - 1))] as number,
  );
  return all.length === 0 ? [] : [...new Set(lambdas)];
}

/** Quantile of Student's distribution by Cornish and Fisher's expansion (DLMF gives the normal's by Newton). */
function studentQuantile(confidence: number, freedom: number): number {
  const z = normalQuantile(confidence);
  return (
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)
  );
}

/** By bisection on the integral of the normal density, which Simpson's rule gives. */
function normalQuantile(confidence: number): number {
  let low = -8;
  let high = 8;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (0.5 + normalArea(middle) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The area under the normal density from 0 on. */
export function normalArea(to: number): number {
  const steps = 200;
  const width = to / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((i * width) ** 2) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}
