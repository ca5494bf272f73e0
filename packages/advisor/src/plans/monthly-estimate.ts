import { formatDollars } from "@headgate/money";
import { estimatedDollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import type { Estimated } from "./bought.ts";

/** An estimate in microdollars in its wire form. */
export const dollarsOf = (microdollars: number): string =>
  formatDollars(estimatedDollars(microdollars));

/** A month's estimate with its range, as recommendations have it. */
export const monthlyEstimate = ({
  low,
  estimate,
  high,
}: Estimated): NonNullable<Finding["dollars"]> => ({
  estimate: dollarsOf(estimate),
  low: dollarsOf(low),
  high: dollarsOf(high),
});

/** Dollars for a sentence: `$1,234`. */
export const shownDollars = (microdollars: number): string =>
  `$${(microdollars / 1e6).toLocaleString("en", decimalsOf(Math.abs(microdollars) < 100e6 ? 2 : 0))}`;

const decimalsOf = (count: number) => ({
  minimumFractionDigits: count,
  maximumFractionDigits: count,
});
