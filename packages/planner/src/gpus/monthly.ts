import { formatDollars, parseDollars } from "@headgate/money";
import { estimatedDollars, toMicrodollars } from "../statistics/estimated-dollars.ts";

export const HOURS_PER_WEEK = 168;

/** A price an hour as microdollars, for estimates. */
export const hourMicrodollars = (dollarsPerHour: string): number =>
  toMicrodollars(parseDollars(dollarsPerHour));

/** An estimate in microdollars as the wire has it. */
export const wireMicrodollars = (microdollars: number): string =>
  formatDollars(estimatedDollars(microdollars));

/** Three estimates in microdollars, the smaller number first, with what their range comes from. */
export const wireEstimate = (
  range: Readonly<{ low: number; estimate: number; high: number }>,
  basis: string,
) => ({
  low: wireMicrodollars(Math.min(range.low, range.estimate)),
  estimate: wireMicrodollars(range.estimate),
  high: wireMicrodollars(Math.max(range.high, range.estimate)),
  basis,
});

export const percent = (share: number): string =>
  `${share < 0.1 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;
