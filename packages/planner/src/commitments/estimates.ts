import type { EstimatedDollarsText } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { estimatedDollars } from "../statistics/estimated-dollars.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { quantile } from "../statistics/quantile.ts";

export const HOUR_MS = 3_600_000;

/** Steps of a mean month. */
export const stepsPerMonth = (stepMs: number): number => (HOURS_PER_MONTH * HOUR_MS) / stepMs;

/** An estimate in its wire form, rounded to a microdollar. */
export const dollarsText = (microdollars: number): string =>
  formatDollars(estimatedDollars(microdollars));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of sampled cases with the middle 80 % of them; the mean of few skewed cases can lie outside, and is then the edge. */
export function estimateOf(microdollars: readonly number[], basis: string): EstimatedDollarsText {
  const low = quantile(microdollars, 0.1);
  const high = quantile(microdollars, 0.9);
  const estimate = mean(microdollars);
  return {
    low: dollarsText(Math.min(low, estimate)),
    estimate: dollarsText(estimate),
    high: dollarsText(Math.max(high, estimate)),
    basis,
  };
}

export const sampledBasis = (samples: number): string =>
  `the middle 80 % of ${samples} sampled courses of demand`;
