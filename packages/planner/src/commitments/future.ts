import { absorbedLoad, type LoadCurve, overflowSlope, overflowValue } from "./load-curve.ts";

/**
 * One way in which demand may go on over a term: stretches of the past, each so many times as high, and each so many
 * times as dear on demand.
 */
export type Future = readonly FuturePart[];
type FuturePart = Readonly<{
  curve: LoadCurve;
  /** Of 1: how long the stretch stands for; those of a future add up to 1. */
  share: number;
  /** Times the load. */
  demand: number;
  /** Times the on-demand price: it falls, or the model is left and its capacity is worth nothing. */
  price: number;
  /** Months from the purchase to the middle of the stretch. */
  month: number;
}>;

/** Microdollars a step, on average, that are paid on demand beside a capacity. */
export function futureOverflow(future: Future, capacity: number): number {
  let sum = 0;
  for (const { curve, share, demand, price } of future) {
    if (demand === 0 || price === 0 || curve.steps === 0) continue;
    sum += (share * demand * price * overflowValue(curve, capacity / demand)) / curve.steps;
  }
  return sum;
}

/** By how much {@link futureOverflow} changes with a unit of capacity: never above 0, and never falling. */
export function futureSlope(future: Future, capacity: number): number {
  let sum = 0;
  for (const { curve, share, demand, price } of future) {
    if (demand === 0 || price === 0 || curve.steps === 0) continue;
    sum += (share * price * overflowSlope(curve, capacity / demand)) / curve.steps;
  }
  return sum;
}

/** Load a step, on average, that a capacity absorbs. */
export function futureAbsorbed(future: Future, capacity: number): number {
  let sum = 0;
  for (const { curve, share, demand } of future) {
    if (demand === 0 || curve.steps === 0) continue;
    sum += (share * demand * absorbedLoad(curve, capacity / demand)) / curve.steps;
  }
  return sum;
}

/** The past as it was, for once more: a future of one stretch. */
export const sameAgain = (curve: LoadCurve): Future => [
  { curve, share: 1, demand: 1, price: 1, month: 0 },
];

/** Microdollars a step on demand without any commitment. */
export const futureOnDemand = (future: Future): number => futureOverflow(future, 0);

/** Load a step, on average. */
export function futureLoad(future: Future): number {
  let sum = 0;
  for (const { curve, share, demand } of future) {
    if (curve.steps > 0) sum += (share * demand * curve.load) / curve.steps;
  }
  return sum;
}
