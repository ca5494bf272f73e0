import { type AttemptSource, type BrokenBill, outcomeSources } from "@headgate/contract";
import { isKnownTime } from "./known-range.ts";

// What becomes of the rows of an import: texts over `staged_…`, whose `rowid` is the order in which they came.

/**
 * Sources whose rows of a call only grow: of a line that was written while the answer streamed and of its last one, the one
 * with more tokens is whole, in whatever order they are imported.
 */
const growing: readonly AttemptSource[] = ["claude_code"];

/** Of attempts: `place`, `row_id`, `source`, `started_at` and `state`; where earlier rows are: `knownRange`. */
export const arrivedAttemptsSql = `
     with repeated as (
       select row_id from staged_attempts group by row_id having count(*) > 1
     ),
     turns as (
       select rowid as place, row_number() over same_id as turn,
         first_value(content_hash) over same_id as kept_hash
       from staged_attempts
       where row_id in (select row_id from repeated)
       window same_id as (
         partition by row_id
         order by case when list_contains($restating, source) then -rowid else rowid end
       )
     ),
     arriving as (
       select staged_attempts.rowid as place, row_id, source, started_at, content_hash,
         list_contains($restating, source) as is_restating, coalesce(turn, 1) as turn, kept_hash,
         input_tokens + output_tokens as tokens
       from staged_attempts left join turns on turns.place = staged_attempts.rowid
     ),
     known as (
       select row_id, source as known_source, content_hash as known_hash,
         input_tokens + output_tokens as known_tokens
       from attempts
       where ${isKnownTime}
         and row_id in (select row_id from staged_attempts)
     )
     select place, arriving.row_id as row_id, source, started_at,
       case
         when turn > 1 and (content_hash = kept_hash or is_restating) then 'already_there'
         when turn > 1 then 'differing'
         when known.row_id is null then 'added'
         when known_hash = content_hash then 'already_there'
         when source in (${growing.map((name) => `'${name}'`).join(", ")}) and known_tokens > tokens then 'differing'
         when is_restating and known_source = source then 'replaced'
         else 'differing'
       end as state
     from arriving left join known on known.row_id = arriving.row_id`;

/**
 * Of bill lines: `place`, `statement`, `line_id`, `source`, `happened_at`, `stays` and `state`. A line of a broken source's
 * statement that the ledger has is `kept_out`.
 */
export const arrivedBillLinesSql = (broken: readonly BrokenBill[] = []): string => `
     with ordered as (
       select rowid as place, statement, line_id, source, charge_period_start as happened_at, content_hash,
         row_number() over same_line as turn, first_value(content_hash) over same_line as kept_hash
       from staged_bill_lines
       window same_line as (partition by statement, line_id order by rowid desc)
     ),
     known as (
       select statement, line_id, content_hash as known_hash from bill_lines
       where statement in (select statement from staged_bill_lines)
     )
     select place, ordered.statement as statement, ordered.line_id as line_id, source, happened_at,
       turn = 1 and not ${isKeptOut(broken)} as stays,
       case
         when ${isKeptOut(broken)} then 'kept_out'
         when turn > 1 and content_hash = kept_hash then 'already_there'
         when turn > 1 then 'differing'
         when known.line_id is null then 'added'
         when known_hash = content_hash then 'already_there'
         else 'replaced'
       end as state
     from ordered
     left join known on known.statement = ordered.statement and known.line_id = ordered.line_id`;

const isKeptOut = (broken: readonly BrokenBill[]): string =>
  broken.length === 0
    ? "false"
    : `(source in (${broken.map(({ source }) => `'${source}'`).join(", ")}) and ordered.statement in (select statement from known))`;

/** Lines of restated statements that are in them no more. */
export const droppedBillLinesSql = `
     select bill_lines.statement as statement, bill_lines.line_id as line_id, bill_lines.source as source
     from bill_lines
     anti join arrived_bill_lines
       on arrived_bill_lines.statement = bill_lines.statement
       and arrived_bill_lines.line_id = bill_lines.line_id
     where bill_lines.statement in (
       select statement from arrived_bill_lines where state <> 'kept_out'
     )`;

/** A table whose rows are replaced by later ones under the same id, and the columns of id and time. */
export type ReplacingTable = Readonly<{
  table: "usage_totals" | "gauges";
  id: string;
  time: string;
}>;

export const usageTotals: ReplacingTable = {
  table: "usage_totals",
  id: "total_id",
  time: "started_at",
};
export const gauges: ReplacingTable = { table: "gauges", id: "gauge_id", time: "measured_at" };

/** Of such a table: `place`, `row_id`, `source`, `happened_at`, `stays` and `state`. `$from` and `$to`: their time. */
export const arrivedReplacingSql = ({ table, id, time }: ReplacingTable): string => `
     with ordered as (
       select rowid as place, ${id} as row_id, source, ${time} as happened_at, content_hash,
         row_number() over (partition by ${id} order by rowid desc) as turn
       from staged_${table}
     ),
     known as (
       select ${id} as row_id, content_hash as known_hash from ${table}
       where ${time} >= $from and ${time} <= $to and ${id} in (select ${id} from staged_${table})
     )
     select place, ordered.row_id as row_id, source, happened_at, turn = 1 as stays,
       case
         when turn > 1 then 'already_there'
         when known.row_id is null then 'added'
         when known_hash = content_hash then 'already_there'
         else 'replaced'
       end as state
     from ordered left join known on known.row_id = ordered.row_id`;

/**
 * Of outcomes: `place`, `row_id`, `source`, `happened_at`, `stays` and `state`. Of several under one id the last stays;
 * one before it that is neither the same nor what the ledger has is `differing`.
 */
export const arrivedOutcomesSql = (staged: string): string => `
     with ordered as (
       select rowid as place, outcome_id as row_id, occurred_at as happened_at, content_hash,
         row_number() over same_id as turn, first_value(content_hash) over same_id as kept_hash
       from ${staged}
       window same_id as (partition by outcome_id order by rowid desc)
     ),
     known as (
       select outcome_id as row_id, content_hash as known_hash from outcomes
       where outcome_id in (select outcome_id from ${staged})
     )
     select place, ordered.row_id as row_id, '${outcomeSources[0]}' as source, happened_at,
       turn = 1 as stays,
       case
         when turn > 1 and (content_hash = kept_hash or content_hash = known_hash) then 'already_there'
         when turn > 1 then 'differing'
         when known.row_id is null then 'added'
         when known_hash = content_hash then 'already_there'
         else 'replaced'
       end as state
     from ordered left join known on known.row_id = ordered.row_id`;
