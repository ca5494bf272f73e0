import { retriedColumns } from "../rollups/retried.ts";

/**
 * What is settled of outcomes: how each came to its calls, and how each call is shared. Beside `rollup_outcomes`, with
 * the outcome's number and state, this is
 *
 * - `rollup_shares`: a pair of outcome and call, with how many share the call (of the same name, and of all names), the
 *   outcome's place among them, when the one before it occurred, and whether the call has several attempts;
 * - `rollup_shared_calls`: the numbers of those calls;
 * - `rollup_shared_attempts`: their attempts.
 *
 * A call is settled with all outcomes that find it, or it is worked out anew: from the keys of the outcomes that are
 * not settled, and from the pairs of those that are. So one call that comes in touches the outcomes that it can be
 * behind, and the calls that these share; nothing else is looked at.
 */
export const sharedAttemptColumns: readonly string[] = retriedColumns;

/** Columns of a pair, as `numbered` and `rollup_shares` have them. */
export const shareColumns = [
  "name_size",
  "name_place",
  "name_before",
  "all_size",
  "all_place",
  "all_before",
] as const;

export type Sharing = Readonly<{
  /** Condition over `rollup_outcomes`: whose pairs hold. */
  isCalm: string;
  /** Condition over `rollup_shares`: pairs whose outcome is another one now, or gone. */
  isStale: string;
  /** Condition over `rollup_shared_attempts`: attempts that may not be all there. */
  nearDoubt: string | undefined;
}>;

/**
 * `disturbed`: numbers of the settled calls that are worked out anew. `live_calls`: these and the calls that were just
 * found, by their ids. `live_sharers`: who shares them. `live_numbered`: the pairs, as in `rollup_shares`.
 *
 * Built on `joined` of `link-sql.ts`.
 */
export const sharingSql = ({ isCalm, isStale, nearDoubt }: Sharing): string => `
calm as materialized (
  select outcome_number, outcome_id, name, occurred_at, call_count, join_state from rollup_outcomes where ${isCalm}
),
disturbed as materialized (
  select call_number from rollup_shares where ${isStale}
  union
  select call_number from rollup_shared_calls where call_id in (select call_id from joined)
  ${nearDoubt === undefined ? "" : `union select call_number from rollup_shared_attempts where ${nearDoubt}`}
),
touched_calls as (
  select call_id, call_number as kept_number from rollup_shared_calls
  where call_number in (select call_number from disturbed)
  union all
  select call_id, null from (select distinct call_id from joined) as found_calls
  where call_id not in (select call_id from rollup_shared_calls)
),
live_calls as materialized (
  select call_id as known_call, coalesce(kept_number, -row_number() over ()) as call_number from touched_calls
),
live_sharers as materialized (
  select event_number, name, occurred_at, outcome_id, call_number from joined join live_calls on known_call = call_id
  union all
  select calm.outcome_number as event_number, name, occurred_at, outcome_id, call_number
  from rollup_shares join calm on calm.outcome_number = rollup_shares.outcome_number
  where call_number in (select call_number from disturbed)
),
live_numbered as materialized (
  select event_number, call_number,
    cast(count(*) over (partition by call_number, name) as integer) as name_size,
    cast(row_number() over (partition by call_number, name order by occurred_at, outcome_id) as integer) as name_place,
    lag(occurred_at) over (partition by call_number, name order by occurred_at, outcome_id) as name_before,
    cast(count(*) over (partition by call_number) as integer) as all_size,
    cast(row_number() over (partition by call_number order by occurred_at, outcome_id) as integer) as all_place,
    lag(occurred_at) over (partition by call_number order by occurred_at, outcome_id) as all_before
  from live_sharers
)`;

/** What stands in the place of {@link sharingSql} where every outcome is settled and every call undisturbed. */
export const calmSql = (isCalm: string): string => `
calm as materialized (
  select outcome_number, outcome_id, name, occurred_at, call_count, join_state from rollup_outcomes where ${isCalm}
)`;

/** Who is asked about: conditions over `occurred_at` and `name`. */
export type EventsAsked = Readonly<{ where: string; isOfOneName: boolean; isAllCalm: boolean }>;

/**
 * `names`: the names of outcomes, numbered. `states`: each outcome with how it came to its calls. `numbered`: all pairs that count. `calls`: calls that were
 * worked out anew and that any outcome shares.
 *
 * Of a question about one name, what is shared among all names is shared among that one.
 */
export function countedSql({ where, isOfOneName, isAllCalm }: EventsAsked): string {
  const columns = isOfOneName
    ? shareColumns.map((column) => {
        const own = column.replace("all_", "name_");
        return own === column ? column : `${own} as ${column}`;
      })
    : shareColumns;
  const stateColumns =
    "event_number, outcome_id, name, occurred_at, accepted, value_amount, call_count, join_state";
  return `
calm_states as materialized (
  select outcome_number as event_number, outcomes.outcome_id as outcome_id, outcomes.name as name,
    outcomes.occurred_at as occurred_at, accepted, value_amount, call_count, join_state
  from (select outcome_number, outcome_id as settled_id, call_count, join_state from calm) as settled
  join (select * from outcomes where ${where}) as outcomes on outcome_id = settled_id
),
names as materialized (
  select known_name, row_number() over (order by known_name) as name_number
  from (
    select name as known_name from calm_states group by name
    ${isAllCalm ? "" : "union select name from live_states"}
  ) as known_names
),
states as materialized (
  select all_states.*, name_number
  from (
    select ${stateColumns} from calm_states
    ${isAllCalm ? "" : `union all select ${stateColumns} from live_states`}
  ) as all_states
  join names on known_name = name
),
numbered as (
  select outcome_number as event_number, call_number, ${columns.join(", ")}, is_of_several
  from rollup_shares
  where outcome_number in (select event_number from calm_states)
  ${
    isAllCalm
      ? ""
      : `and call_number not in (select call_number from disturbed)
  union all
  select event_number, call_number, ${columns.join(", ")}, false from live_numbered`
  }
)${
    isAllCalm
      ? ""
      : `,
calls as materialized (
  select known_call, call_number from live_calls
  where call_number in (select call_number from live_sharers)
)`
  }`;
}
