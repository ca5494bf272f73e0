import { type PromptPart, promptPartNames, type Totals } from "@headgate/contract";
import { divideRounded, formatDollars, type Picodollars } from "@headgate/money";
import type { SqlRow } from "./ask.ts";
import {
  type KeptWidth,
  toDollarsSql,
  toKeptPicodollarsSql,
  toWidePicodollarsSql,
} from "./picodollars-sql.ts";
import { isToldSql, tokensOfPart } from "./prompt-parts-sql.ts";
import { integerSum, wholePicodollarsSum } from "./sql-values.ts";
import { unfailedSql } from "./unfailed-sql.ts";

/** An attempt that may have used tokens, and of which none are known. The cache's answers use none. */
export const unmeteredAttempt = `usage_origin = 'none' and operation in ('chat', 'embeddings')
    and outcome in ('completed', 'client_closed', 'interrupted', 'timed_out', 'ended_early')
    and coalesce(cache_status, 'miss') not in ('hit', 'coalesced')`;

/**
 * The sums behind {@link Totals}, over attempts. Costs and tokens that are not known are null and add
 * nothing; their number is counted beside them.
 *
 * Tokens are those of all models that worked within an attempt.
 *
 * Failed: neither completed nor closed by the client nor ended by a rule of ours. Unpriced: no cost is known. Unmetered: the
 * provider may have produced and billed something, but no token count is known; attempts that never
 * got through or got an error, and calls that bill nothing, are not expected to have one.
 *
 * No alias is a column's name: engines differ in which of the two an expression then means.
 */
const counts = {
  attempt_count: "count(*)",
  finished_calls: "count(case when final then 1 end)",
  failed_attempts: `count(case when outcome not in ${unfailedSql} then 1 end)`,
  unpriced_attempts: "count(case when confidence = 'unknown' then 1 end)",
  unmetered_attempts: `count(case when ${unmeteredAttempt} then 1 end)`,
  unpriced_input_tokens_sum: "sum(case when confidence = 'unknown' then input_tokens end)",
  unpriced_output_tokens_sum: "sum(case when confidence = 'unknown' then output_tokens end)",
  input_tokens_sum: "sum(input_tokens)",
  output_tokens_sum: "sum(output_tokens)",
  cache_read_text_tokens_sum: "sum(usage_cache_read)",
  cache_read_audio_tokens_sum: "sum(usage_cache_read_audio)",
  other_cache_read_tokens_sum: "sum(other_cache_read_tokens)",
  own_reasoning_tokens_sum: "sum(usage_reasoning)",
  other_reasoning_tokens_sum: "sum(other_reasoning_tokens)",
  avoided_input_tokens_sum: "sum(avoided_input_tokens)",
  avoided_output_tokens_sum: "sum(avoided_output_tokens)",
  unknown_savings_count: "count(case when baseline_cost is null and savings <> '[]' then 1 end)",
} as const;

const costs = {
  list_cost_sum: "sum(list_cost)",
  effective_cost_sum: "sum(effective_cost)",
  billed_cost_sum: "sum(billed_cost)",
  baseline_cost_sum: "sum(baseline_cost)",
  compared_baseline_cost_sum: "sum(case when effective_cost is not null then baseline_cost end)",
  compared_effective_cost_sum: "sum(case when baseline_cost is not null then effective_cost end)",
  simulated_cost_sum: "sum(case when simulated then effective_cost end)",
} as const;

/** The measure that adds a part's tokens up. */
export const sumOfPart = <Part extends PromptPart>(part: Part): `prompt_${Part}_tokens_sum` =>
  `prompt_${part}_tokens_sum`;

/** What is told of prompts: tokens by part, and how many prompts have both a count and parts. */
const prompts = {
  ...(Object.fromEntries(
    promptPartNames.map((part) => [sumOfPart(part), `sum(${tokensOfPart(part)})`]),
  ) as Record<ReturnType<typeof sumOfPart<PromptPart>>, string>),
  counted_prompts: "count(input_tokens)",
  told_prompts: `count(${isToldSql})`,
} as const;

/** What else reports add up of attempts. */
const others = {
  without_effective_cost: "count(case when effective_cost is null then 1 end)",
  without_billed_cost: "count(case when billed_cost is null then 1 end)",
  /** Calls of one attempt that is priced, and what they cost. */
  priced_single_calls:
    "count(case when final and attempt = 0 and confidence <> 'unknown' then 1 end)",
  priced_single_cost_sum:
    "sum(case when final and attempt = 0 and confidence <> 'unknown' then effective_cost end)",
  last_started_at: "max(started_at)",
  /** Of the attempt's own model. What is not told adds nothing. */
  cache_write_tokens_sum: `sum(${["cache_write", "cache_write_5m", "cache_write_1h"]
    .map((bucket) => `coalesce(usage_${bucket}, 0)`)
    .join(" + ")})`,
} as const;

/** Everything that is summed of attempts, by its name: what a rollup keeps a column of. */
const measures = { ...counts, ...costs, ...prompts, ...others } as const;
export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

/** One sum out of the sums of parts. */
export const mergeSql = (measure: Measure, column: string): string =>
  measure === "last_started_at" ? `max(${column})` : `sum(${column})`;

/** The measures behind {@link Totals}. */
export const totalsMeasures: readonly Measure[] = [
  ...(Object.keys(counts) as (keyof typeof counts)[]),
  ...(Object.keys(costs) as (keyof typeof costs)[]),
];

export const isCost = (measure: Measure): boolean =>
  measure in costs || measure === "priced_single_cost_sum";

/**
 * A sum of rows as a rollup keeps it. Whole numbers are 64 bits wide, picodollars as wide as the engine keeps them. A day
 * that needs more is not summed up, and is read from its rows.
 */
export const keptSql = (measure: Measure, width: KeptWidth): string => {
  if (measure === "last_started_at") return measures[measure];
  return isCost(measure)
    ? toKeptPicodollarsSql(measures[measure], width)
    : `cast(${measures[measure]} as bigint)`;
};

/** What a rollup keeps, out of what another one keeps in this column. */
export const keptOfKeptSql = (measure: Measure, column: string, width: KeptWidth): string =>
  measure === "last_started_at"
    ? `max(${column})`
    : `cast(sum(${column}) as ${isCost(measure) ? width : "bigint"})`;

/** A sum of rows in the unit that a rollup keeps it in, as wide as it may be. */
export const sumOfRowsSql = (measure: Measure): string =>
  isCost(measure) ? toWidePicodollarsSql(measures[measure]) : measures[measure];

/** A measure out of a column of sums in the units that rollups keep. */
export const summedSql = (measure: Measure, column: string): string =>
  isCost(measure) ? toDollarsSql(`sum(${column})`) : mergeSql(measure, column);

/**
 * The columns of parts of {@link totalsMeasures}, in picodollars, as {@link totalsFrom} reads them. DuckDB adds whole numbers up
 * in 128 bits, which take JavaScript three times longer to read.
 */
export const totalsOfPartsSql = [
  ...totalsMeasures.map((name) =>
    isCost(name) ? `part_${name} as ${name}` : `cast(part_${name} as bigint) as ${name}`,
  ),
  "part_unfinished_calls as unfinished_calls",
].join(",\n  ");

/** Reads the row of {@link totalsOfPartsSql}. */
export function totalsFrom(row: SqlRow): Totals {
  const inputTokens = integerSum(row, "input_tokens_sum");
  const outputTokens = integerSum(row, "output_tokens_sum");
  const unpricedTokens =
    integerSum(row, "unpriced_input_tokens_sum") + integerSum(row, "unpriced_output_tokens_sum");
  const effectiveCost = wholePicodollarsSum(row, "effective_cost_sum");
  return {
    calls: integerSum(row, "finished_calls") + integerSum(row, "unfinished_calls"),
    attempts: integerSum(row, "attempt_count"),
    failed_attempts: integerSum(row, "failed_attempts"),
    unpriced_attempts: integerSum(row, "unpriced_attempts"),
    unpriced_tokens: unpricedTokens,
    unmetered_attempts: integerSum(row, "unmetered_attempts"),
    input_tokens: inputTokens,
    cache_read_tokens:
      integerSum(row, "cache_read_text_tokens_sum") +
      integerSum(row, "cache_read_audio_tokens_sum") +
      integerSum(row, "other_cache_read_tokens_sum"),
    output_tokens: outputTokens,
    reasoning_tokens:
      integerSum(row, "own_reasoning_tokens_sum") + integerSum(row, "other_reasoning_tokens_sum"),
    avoided_input_tokens: integerSum(row, "avoided_input_tokens_sum"),
    avoided_output_tokens: integerSum(row, "avoided_output_tokens_sum"),
    unknown_savings: integerSum(row, "unknown_savings_count"),
    list_cost: formatDollars(wholePicodollarsSum(row, "list_cost_sum")),
    effective_cost: formatDollars(effectiveCost),
    billed_cost: formatDollars(wholePicodollarsSum(row, "billed_cost_sum")),
    baseline_cost: formatDollars(wholePicodollarsSum(row, "baseline_cost_sum")),
    compared_baseline_cost: formatDollars(wholePicodollarsSum(row, "compared_baseline_cost_sum")),
    compared_effective_cost: formatDollars(wholePicodollarsSum(row, "compared_effective_cost_sum")),
    effective_cost_per_million_tokens: perMillionTokens(
      effectiveCost,
      inputTokens + outputTokens - unpricedTokens,
    ),
    simulated_cost: formatDollars(wholePicodollarsSum(row, "simulated_cost_sum")),
  };
}

/** Over priced tokens only, as the cost is; null where there are none. */
const perMillionTokens = (cost: Picodollars, pricedTokens: number): string | null =>
  pricedTokens === 0 ? null : formatDollars(divideRounded(cost, BigInt(pricedTokens), 1_000_000n));
