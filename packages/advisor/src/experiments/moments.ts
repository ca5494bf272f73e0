import type { Moments } from "@headgate/ledger";

export const noMoments: Moments = {
  units: 0,
  count: 0,
  sum: 0n,
  squares: 0,
  products: 0,
  countSquares: 0,
};

/** The moments of sessions of both. */
export const addMoments = (left: Moments, right: Moments): Moments => ({
  units: left.units + right.units,
  count: left.count + right.count,
  sum: left.sum + right.sum,
  squares: left.squares + right.squares,
  products: left.products + right.products,
  countSquares: left.countSquares + right.countSquares,
});

/** The moments of one session with a value over so many calls. */
export const momentsOfUnit = (value: bigint, calls: number): Moments => ({
  units: 1,
  count: calls,
  sum: value,
  squares: Number(value) ** 2,
  products: Number(value) * calls,
  countSquares: calls ** 2,
});

/**
 * The variance of the mean a call, Σy ÷ Σn: sessions are drawn, not calls, so it comes of how sessions differ (the
 * linearised variance of a ratio). Two sessions at least.
 */
export function varianceOfMean({
  units,
  count,
  sum,
  squares,
  products,
  countSquares,
}: Moments): number {
  const mean = Number(sum) / count;
  const deviations = squares - 2 * mean * products + mean * mean * countSquares;
  // Rounding can leave less than nothing where all sessions are alike.
  return (Math.max(0, deviations) / (count * count)) * (units / (units - 1));
}
