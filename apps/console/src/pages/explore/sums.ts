import type { ExploreRow } from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars, ZERO } from "@headgate/money";

/** What measures are made of, over any number of rows of a report. */
export type Sums = Readonly<{
  calls: number;
  attempts: number;
  failed: number;
  unpriced: number;
  unmetered: number;
  unpricedTokens: number;
  inputTokens: number;
  cacheReadTokens: number;
  outputTokens: number;
  effective: Picodollars;
  billed: Picodollars;
  list: Picodollars;
  /** The simulated part of the effective cost. */
  simulated: Picodollars;
}>;

/** Of no calls at all: this nothing is known. */
export const NO_SUMS: Sums = {
  calls: 0,
  attempts: 0,
  failed: 0,
  unpriced: 0,
  unmetered: 0,
  unpricedTokens: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  outputTokens: 0,
  effective: ZERO,
  billed: ZERO,
  list: ZERO,
  simulated: ZERO,
};

export const sumsOf = (row: ExploreRow): Sums => ({
  calls: row.calls,
  attempts: row.attempts,
  failed: row.failed_attempts,
  unpriced: row.unpriced_attempts,
  unmetered: row.unmetered_attempts,
  unpricedTokens: row.unpriced_tokens,
  inputTokens: row.input_tokens,
  cacheReadTokens: row.cache_read_tokens,
  outputTokens: row.output_tokens,
  effective: parseDollars(row.effective_cost),
  billed: parseDollars(row.billed_cost),
  list: parseDollars(row.list_cost),
  simulated: parseDollars(row.simulated_cost),
});

export const addSums = (left: Sums, right: Sums): Sums => ({
  calls: left.calls + right.calls,
  attempts: left.attempts + right.attempts,
  failed: left.failed + right.failed,
  unpriced: left.unpriced + right.unpriced,
  unmetered: left.unmetered + right.unmetered,
  unpricedTokens: left.unpricedTokens + right.unpricedTokens,
  inputTokens: left.inputTokens + right.inputTokens,
  cacheReadTokens: left.cacheReadTokens + right.cacheReadTokens,
  outputTokens: left.outputTokens + right.outputTokens,
  effective: picodollars(left.effective + right.effective),
  billed: picodollars(left.billed + right.billed),
  list: picodollars(left.list + right.list),
  simulated: picodollars(left.simulated + right.simulated),
});
