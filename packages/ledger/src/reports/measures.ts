import type { Totals } from "@headgate/contract";
import { divideRounded, formatDollars, type Picodollars } from "@headgate/money";
import type { SqlRow } from "./ask.ts";
import { dollarsSum, integer, integerSum, picodollarsSum } from "./sql-values.ts";

/**
 * The sums behind {@link Totals}, over attempts. Costs and tokens that are not known are null and add
 * nothing; their number is counted beside them.
 *
 * Tokens are those of all models that worked within an attempt.
 *
 * Failed: neither completed nor closed by the client. Unpriced: no cost is known. Unmetered: the
 * provider may have produced and billed something, but no token count is known; attempts that never
 * got through or got an error, and calls that bill nothing, are not expected to have one.
 *
 * No alias is a column's name: engines differ in which of the two an expression then means.
 */
const counts = {
  attempt_count: "count(*)",
  finished_calls: "count(case when final then 1 end)",
  failed_attempts: "count(case when outcome not in ('completed', 'client_closed') then 1 end)",
  unpriced_attempts: "count(case when confidence = 'unknown' then 1 end)",
  unmetered_attempts: `count(case when usage_origin = 'none' and operation in ('chat', 'embeddings')
    and outcome in ('completed', 'client_closed', 'interrupted', 'timed_out') then 1 end)`,
  unpriced_input_tokens_sum: "sum(case when confidence = 'unknown' then input_tokens end)",
  unpriced_output_tokens_sum: "sum(case when confidence = 'unknown' then output_tokens end)",
  input_tokens_sum: "sum(input_tokens)",
  output_tokens_sum: "sum(output_tokens)",
  cache_read_text_tokens_sum: "sum(usage_cache_read)",
  cache_read_audio_tokens_sum: "sum(usage_cache_read_audio)",
  other_cache_read_tokens_sum: "sum(other_cache_read_tokens)",
  own_reasoning_tokens_sum: "sum(usage_reasoning)",
  other_reasoning_tokens_sum: "sum(other_reasoning_tokens)",
} as const;

const costs = {
  list_cost_sum: "sum(list_cost)",
  effective_cost_sum: "sum(effective_cost)",
  billed_cost_sum: "sum(billed_cost)",
  baseline_cost_sum: "sum(baseline_cost)",
  simulated_cost_sum: "sum(case when simulated then effective_cost end)",
} as const;

const listed = (
  expressions: Readonly<Record<string, string>>,
  written: (expression: string, name: string) => string,
): string =>
  Object.entries(expressions)
    .map(([name, expression]) => written(expression, name))
    .join(",\n  ");

export const measuresSql = `
  ${listed(counts, (expression, name) => `${expression} as ${name}`)},
  ${listed(costs, (expression, name) => `cast(${expression} as varchar) as ${name}`)}`;

/** The same sums over a part of the attempts, to be added up by {@link addedMeasuresSql}. */
export const partMeasuresSql = `
  ${listed({ ...counts, ...costs }, (expression, name) => `${expression} as part_${name}`)}`;

/** {@link measuresSql} out of {@link partMeasuresSql}. */
export const addedMeasuresSql = `
  ${listed(counts, (_, name) => `sum(part_${name}) as ${name}`)},
  ${listed(costs, (_, name) => `cast(sum(part_${name}) as varchar) as ${name}`)}`;

/** Reads the row of {@link measuresSql}, with `unfinished_calls` beside it. */
export function totalsFrom(row: SqlRow): Totals {
  const inputTokens = integerSum(row, "input_tokens_sum");
  const outputTokens = integerSum(row, "output_tokens_sum");
  const unpricedTokens =
    integerSum(row, "unpriced_input_tokens_sum") + integerSum(row, "unpriced_output_tokens_sum");
  const effectiveCost = picodollarsSum(row, "effective_cost_sum");
  return {
    calls: integer(row, "finished_calls") + integerSum(row, "unfinished_calls"),
    attempts: integer(row, "attempt_count"),
    failed_attempts: integer(row, "failed_attempts"),
    unpriced_attempts: integer(row, "unpriced_attempts"),
    unpriced_tokens: unpricedTokens,
    unmetered_attempts: integer(row, "unmetered_attempts"),
    input_tokens: inputTokens,
    cache_read_tokens:
      integerSum(row, "cache_read_text_tokens_sum") +
      integerSum(row, "cache_read_audio_tokens_sum") +
      integerSum(row, "other_cache_read_tokens_sum"),
    output_tokens: outputTokens,
    reasoning_tokens:
      integerSum(row, "own_reasoning_tokens_sum") + integerSum(row, "other_reasoning_tokens_sum"),
    list_cost: dollarsSum(row, "list_cost_sum"),
    effective_cost: formatDollars(effectiveCost),
    billed_cost: dollarsSum(row, "billed_cost_sum"),
    baseline_cost: dollarsSum(row, "baseline_cost_sum"),
    effective_cost_per_million_tokens: perMillionTokens(
      effectiveCost,
      inputTokens + outputTokens - unpricedTokens,
    ),
    simulated_cost: dollarsSum(row, "simulated_cost_sum"),
  };
}

/** Over priced tokens only, as the cost is; null where there are none. */
const perMillionTokens = (cost: Picodollars, pricedTokens: number): string | null =>
  pricedTokens === 0 ? null : formatDollars(divideRounded(cost, BigInt(pricedTokens), 1_000_000n));
