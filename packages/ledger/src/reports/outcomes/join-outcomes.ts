import {
  type ChargeBasis,
  HeadgateError,
  narrowingLabels,
  type OutcomeJoin,
  outcomeJoins,
} from "@headgate/contract";
import { type Ask, namedIn, type SqlParameter, type SqlParameters, type SqlRow } from "../ask.ts";
import { DAY_MS, dayOf } from "../rollups/day-plan.ts";
import { dimensionColumns } from "../rollups/rollups.ts";
import { CALL_SPAN_MS, surroundingsOf } from "../rollups/surroundings.ts";
import { integer, truth } from "../sql-values.ts";
import { attemptsOfCalls, keptCallsSql, keptStretches } from "./kept-calls.ts";
import {
  isFresh,
  type KeysInUse,
  linkSql,
  MOST_LINKS,
  narrowedJoins,
  type RowsOf,
} from "./link-sql.ts";

/** Calls of an outcome lie from 30 days before it to one day behind it. */
const REACH_MS = { before: 30 * DAY_MS, after: DAY_MS };

/** Outcomes joined to calls, as the beginning of a query, and where attempts are read from. */
export type JoinedOutcomes = Readonly<{
  /** What stands behind `with`. */
  sql: string;
  /** A query in the place of the table `attempts`. */
  attempts: string;
  /** Attempts of the calls of the question's outcomes. */
  attemptsWhere: string;
  parameters: SqlParameters;
}>;

/**
 * Joins the outcomes of a range to their calls, and all outcomes that can share a call with one of them or with a
 * call of the range: what a call is divided by does not depend on the range that was asked for.
 *
 * @returns undefined where there is no outcome that could be joined to any call of the question
 */
export async function joinOutcomes(
  query: Readonly<{
    fromMs: number;
    toMs: number;
    name?: string | undefined;
    charges?: ChargeBasis | undefined;
  }>,
  ask: Ask,
): Promise<JoinedOutcomes | undefined> {
  const { fromMs, toMs, name } = query;
  const events = {
    fromMs: fromMs - REACH_MS.before - REACH_MS.after,
    toMs: toMs + REACH_MS.before + REACH_MS.after,
  };
  const calls = wholeDays({
    fromMs: events.fromMs - REACH_MS.before,
    toMs: events.toMs + REACH_MS.after,
  });
  const parameters: Record<string, SqlParameter> = {
    events_from: at(events.fromMs),
    events_to: at(events.toMs),
    calls_from: at(calls.fromMs),
    calls_to: at(calls.toMs),
  };
  if (name !== undefined) parameters.only_name = { type: "text", text: name };
  const eventsWhere = [
    "occurred_at >= $events_from and occurred_at < $events_to",
    ...(name === undefined ? [] : ["name = $only_name"]),
  ].join(" and ");
  const keys = await keysInUse(eventsWhere, parameters, ask);
  if (keys === undefined) return undefined;

  const kept = keptStretches("calls", calls, await surroundingsOf({}, calls, ask));
  const rows = rowsOf(await isAnySeenElsewhere(parameters, ask));
  // Calls of others are divided, but what they cost is not asked for.
  const work = {
    fromMs: fromMs - REACH_MS.before - CALL_SPAN_MS,
    toMs: toMs + REACH_MS.after + CALL_SPAN_MS,
  };
  const source = await attemptsOfCalls({ ...work, charges: query.charges }, keys.isAnyFresh, ask);
  parameters.work_from = at(work.fromMs);
  parameters.work_to = at(work.toMs);
  return {
    sql: linkSql(keys, {
      eventsWhere,
      keptSql: kept.kept.length === 0 ? undefined : keptCallsSql(kept.kept),
      lookups: [
        ...(kept.rows.length === 0 ? [] : [{ events: "events", rows: rows(kept.rows) }]),
        ...(kept.kept.length === 0 || !keys.isAnyFresh
          ? []
          : [{ events: "fresh_events", rows: rows(kept.kept) }]),
      ],
    }),
    attempts: source.attempts,
    attemptsWhere: "started_at >= $work_from and started_at < $work_to",
    parameters: { ...source.parameters, ...kept.parameters, ...parameters },
  };
}

const at = (ms: number): SqlParameter => ({ type: "timestamp", ms: Math.max(0, ms) });
const wholeDays = ({ fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>) => ({
  fromMs: dayOf(fromMs),
  toMs: dayOf(toMs) + DAY_MS,
});

/** @throws HeadgateError `request_invalid` when outcomes and calls make more pairs than are looked at */
export function refuseManyLinks(row: SqlRow, column: string): void {
  if (integer(row, column) <= MOST_LINKS) return;
  throw new HeadgateError(
    "request_invalid",
    `from: outcomes around this range are joined to calls in more than ${MOST_LINKS} pairs; ask for a shorter range or one name, and give outcomes keys that find their own calls`,
  );
}

/** Which keys these outcomes name, and whether the calls of any are not kept; undefined where there is none. */
export async function keysInUse(
  where: string,
  parameters: SqlParameters,
  ask: Ask,
): Promise<(KeysInUse & Readonly<{ isAnyFresh: boolean }>) | undefined> {
  const has: Readonly<Record<OutcomeJoin, string>> = {
    call: "call_ids is not null",
    trace: "trace_id is not null",
    session: "session is not null",
    tags: "cardinality(tags) > 0",
    window: "window_from is not null",
  };
  const sql = `select count(*) as event_count, coalesce(bool_or(${isFresh}), false) as is_any_fresh,
      ${outcomeJoins.map((join) => `coalesce(bool_or(${has[join]}), false) as has_${join}`).join(", ")},
      ${narrowedJoins
        .flatMap((join) =>
          narrowingLabels.map(
            (label) =>
              `coalesce(bool_or(${has[join]} and ${dimensionColumns[label]} is not null), false) as has_${join}_${label}`,
          ),
        )
        .join(", ")}
     from outcomes where ${where}`;
  const [row] = await ask(sql, namedIn(sql, parameters));
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  if (integer(row, "event_count") === 0) return undefined;
  const labelsOf = (join: (typeof narrowedJoins)[number]) =>
    new Set(narrowingLabels.filter((label) => truth(row, `has_${join}_${label}`)));
  return {
    joins: new Set(outcomeJoins.filter((join) => truth(row, `has_${join}`))),
    labels: { session: labelsOf("session"), tags: labelsOf("tags"), window: labelsOf("window") },
    isAnyFresh: truth(row, "is_any_fresh"),
  };
}

async function isAnySeenElsewhere(parameters: SqlParameters, ask: Ask): Promise<boolean> {
  const { calls_from, calls_to } = parameters as Readonly<Record<string, SqlParameter>>;
  const [row] = await ask(
    `select exists (
       select 1 from supersessions where started_at >= $calls_from and started_at < $calls_to
     ) as is_any`,
    { calls_from, calls_to } as SqlParameters,
  );
  if (row === undefined) throw new TypeError("a question about existence answered no row");
  return truth(row, "is_any");
}

/**
 * Rows of some stretches of time to look keys up in. Where several sources saw a call, the keys of every one of them
 * find the call that counts: a tracer knows the session, the gateway what it cost.
 *
 * @param countedWhere the time that the calls which count lie in
 */
export const rowsOf =
  (
    isAnySeenElsewhere: boolean,
    countedWhere = "counted.started_at >= $calls_from and counted.started_at < $calls_to",
  ) =>
  (stretches: readonly string[]): RowsOf =>
  (columns) => {
    const listed = columns.filter((column) => column !== "own_call_id");
    const parts = stretches.map(
      (
        where,
      ) => `select call_id, call_id as own_call_id, started_at${listed.map((column) => `, ${column}`).join("")}
      from attempts
      where ${where} and not superseded`,
    );
    if (isAnySeenElsewhere) {
      parts.push(`select counted.call_id, seen.call_id, seen.started_at${listed.map((column) => `, seen.${column}`).join("")}
      from (
        ${stretches.map((where) => `select * from supersessions where ${where}`).join(" union all ")}
      ) as supersessions
      join attempts as seen
        on seen.row_id = supersessions.row_id and seen.started_at = supersessions.started_at
      join attempts as counted on counted.row_id = supersessions.by_row_id
      where ${countedWhere}`);
    }
    return `(${parts.join(" union all ")})`;
  };
