import { unmeteredAttempt } from "../measures.ts";

/** An attempt that nobody got an answer from: it failed, or another one of its call came behind it. */
const failedAttempt = "(not final or outcome not in ('completed', 'client_closed'))";

/** What an attempt is divided into: whole numbers, of picodollars and of tokens. */
const quantities = {
  cost: "cast(effective_cost * 1000000000000 as hugeint)",
  token: "cast(coalesce(input_tokens, 0) + coalesce(output_tokens, 0) as hugeint)",
} as const;

/**
 * The part of a whole number that one of `size` equal sharers gets: rounded down for each, and what is left over
 * goes to the first ones, one unit each. The parts add up to the number.
 */
const partOf = (quantity: string, size: string, place: string): string =>
  `(${quantity} // ${size} + case when ${place} <= abs(${quantity} % ${size}) then sign(${quantity}) else 0 end)`;

/**
 * `shares`: one row for each outcome that is asked for and attempt of its calls, with the outcome's part of what the
 * attempt cost and used, once among outcomes of its name (`name_…`) and once among all (`all_…`). A part of a cost
 * that is not known is null. Built on the expressions of `link-sql.ts`.
 */
export function shareSql({
  asked,
  attempts,
  where,
  group,
}: Readonly<{
  /** Which outcomes. */
  asked: string;
  attempts: string;
  /** Which attempts. */
  where: string;
  /** What attempts are grouped by. */
  group: string;
}>): string {
  const parts = (["name", "all"] as const)
    .map(
      (among) => `
    ${partOf("cost_amount", `${among}_size`, `${among}_place`)} as ${among}_cost,
    ${partOf("token_count", `${among}_size`, `${among}_place`)} as ${among}_tokens,
    ${among}_size`,
    )
    .join(",");
  return `
asked_links as materialized (
  select numbered.*, name, accepted, occurred_at, join_state, value_amount
  from numbered join states on states.outcome_id = numbered.outcome_id
  where ${asked}
),
worked as (
  select call_id, row_id, final, ${group} as group_value, simulated as is_simulated,
    ${failedAttempt} as is_failed,
    effective_cost is null as is_unpriced,
    ${unmeteredAttempt} as is_unmetered,
    ${quantities.cost} as cost_amount, ${quantities.token} as token_count,
    started_at as attempt_started_at, provider as attempt_provider, model as attempt_model
  from ${attempts}
  where ${where} and call_id in (select call_id from asked_links)
),
shares as materialized (
  select outcome_id, name, accepted, occurred_at, join_state, value_amount,
    worked.call_id as call_id, row_id, final, group_value, is_simulated, is_failed, is_unpriced, is_unmetered,
    attempt_started_at, attempt_provider, attempt_model,${parts}
  from asked_links join worked on worked.call_id = asked_links.call_id
)`;
}
