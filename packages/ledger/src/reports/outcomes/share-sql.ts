import { unmeteredAttempt } from "../measures.ts";
import { unfailedSql } from "../unfailed-sql.ts";

/** An attempt that nobody got an answer from: it failed, or another one of its call came behind it. */
const failedAttempt = `(not final or outcome not in ${unfailedSql})`;

/** An amount of dollars as picodollars, digit by digit: DuckDB takes three times longer to convert its decimals. */
const picodollarsOf = (dollars: string): string => `replace(cast(${dollars} as varchar), '.', '')`;
/** A whole number of picodollars, of up to 26 digits, as dollars. */
const dollarsOf = (picodollars: string): string =>
  `cast(${picodollars} as decimal(26, 0)) * cast(0.000000000001 as decimal(12, 12))`;

/**
 * The part of a whole number that one of `size` equal sharers gets: rounded down for each, and what is left over
 * goes to the first ones, one unit each. The parts add up to the number. Numbers of 64 bits, nearly all, are divided
 * as such: DuckDB takes thirty times longer to divide wider ones.
 */
function partOf(
  { small, large }: Readonly<{ small: string; large: string }>,
  size: string,
  place: string,
): string {
  const divided = (whole: string): string =>
    `${whole} // ${size} + case when ${place} <= abs(${whole} % ${size}) then sign(${whole}) else 0 end`;
  return `case when ${small} is not null then cast(${divided(small)} as hugeint) else ${divided(large)} end`;
}

/**
 * `shares`: one row for each outcome that is asked for and attempt of its calls, with the outcome's part of what the
 * attempt cost and used, once among outcomes of its name (`name_…`) and once among all (`all_…`). A part of a cost
 * that is not known is null. `is_lone`: it is the only attempt of a call that no other outcome shares, so it is in no
 * other row. `worked`: one row an attempt, which shares are parts of. Built on the expressions of `link-sql.ts`.
 */
export function shareSql({
  asked,
  attempts,
  where,
  group,
  columns = [],
  callsOf = "asked",
}: Readonly<{
  /** Which outcomes. */
  asked: string;
  attempts: string;
  /** Which attempts. */
  where: string;
  /** What attempts are grouped by. */
  group: string;
  /** What else of an attempt its shares have, as `shown_…`. */
  columns?: readonly string[];
  /** Whose calls' attempts are in `worked`: of the outcomes that are asked for, or of all that were joined. */
  callsOf?: "asked" | "all";
}>): string {
  const parts = (["name", "all"] as const)
    .map(
      (among) => `
    case when ${among}_size = 1 then effective_cost
      else ${dollarsOf(partOf({ small: "small_cost", large: `cast(${picodollarsOf("effective_cost")} as hugeint)` }, `${among}_size`, `${among}_place`))}
    end as ${among}_cost,
    case when ${among}_size = 1 then tokens
      else ${partOf({ small: "small_tokens", large: "tokens" }, `${among}_size`, `${among}_place`)}
    end as ${among}_tokens,
    ${among}_size`,
    )
    .join(",");
  const shown = columns.map((column) => `shown_${column}, `).join("");
  return `
asked_links as materialized (
  select numbered.* from numbered join states on states.event_number = numbered.event_number
  where ${asked}
),
worked as materialized (
  select *, row_number() over () as attempt_number,
    case when sharer_count > 1 then try_cast(${picodollarsOf("effective_cost")} as bigint) end as small_cost,
    try_cast(tokens as bigint) as small_tokens
  from (
    select call_number, sharer_count, call_id, attempt, final, started_at, effective_cost,
      ${columns.map((column) => `${column} as shown_${column}, `).join("")}${group} as group_value,
      simulated as is_simulated, ${failedAttempt} as is_failed,
      effective_cost is null as is_unpriced, confidence = 'unknown' as is_unrated,
      ${unmeteredAttempt} as is_unmetered,
      cast(coalesce(input_tokens, 0) + coalesce(output_tokens, 0) as hugeint) as tokens
    from ${attempts}
    join ${callsOf === "all" ? "calls" : "(select * from calls where call_number in (select call_number from asked_links)) as calls"}
      on known_call = call_id
    where ${where}
  ) as attempts_of_calls
),
shares as materialized (
  select event_number, worked.call_number as call_number, attempt_number, ${shown}group_value,
    is_simulated, is_failed, is_unpriced, is_unmetered,
    all_size = 1 and final and attempt = 0 as is_lone,${parts}
  from asked_links join worked on worked.call_number = asked_links.call_number
)`;
}
