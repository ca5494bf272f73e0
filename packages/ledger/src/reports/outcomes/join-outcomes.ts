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
import { integer, integerOrNull, truth } from "../sql-values.ts";
import { doubtOf, REACH_MS } from "./doubt.ts";
import { attemptsOfCalls, keptCallsSql, keptStretches } from "./kept-calls.ts";
import {
  isFresh,
  type KeysInUse,
  type Links,
  linkSql,
  MOST_LINKS,
  narrowedJoins,
  type RowsOf,
  stateSql,
} from "./link-sql.ts";
import { quietSql } from "./quiet-sums.ts";
import { calmSql, countedSql, sharingSql } from "./settled-sql.ts";
import type { AttemptsOfCalls } from "./share-sql.ts";

/** Outcomes joined to calls, as the beginning of a query, and where attempts are read from. */
export type JoinedOutcomes = Readonly<{
  /** What stands behind `with`. */
  sql: string;
  attempts: AttemptsOfCalls;
  /** Whether there is `quiet`, the outcomes whose sums hold. */
  hasQuiet: boolean;
  /** Whether it has all of them. */
  isAllQuiet: boolean;
  /** How many pairs were looked up for this question: an expression. */
  linkCount: string;
  parameters: SqlParameters;
}>;

/**
 * Joins the outcomes of a range to their calls, and all outcomes that can share a call with one of them or with a
 * call of the range: what a call is divided by does not depend on the range that was asked for. What is settled
 * (`settled-sql.ts`) is taken as it is; only outcomes that are not are looked up.
 *
 * @returns undefined where there is no outcome that could be joined to any call of the question
 */
export async function joinOutcomes(
  query: JoinQuery,
  ask: Ask,
): Promise<JoinedOutcomes | undefined> {
  const { fromMs, toMs, name } = query;
  const events = {
    fromMs: fromMs - REACH_MS.before - REACH_MS.after,
    toMs: toMs + REACH_MS.before + REACH_MS.after,
  };
  // Calls of others are divided, but what they cost is not asked for.
  const work = {
    fromMs: fromMs - REACH_MS.before - CALL_SPAN_MS,
    toMs: toMs + REACH_MS.after + CALL_SPAN_MS,
  };
  const named: Record<string, SqlParameter> = {
    events_from: at(events.fromMs),
    events_to: at(events.toMs),
    asked_from: at(fromMs),
    asked_to: at(toMs),
    work_from: at(work.fromMs),
    work_to: at(work.toMs),
  };
  if (name !== undefined) named.only_name = { type: "text", text: name };
  const ofName = name === undefined ? [] : ["name = $only_name"];
  const eventsWhere = ["occurred_at >= $events_from and occurred_at < $events_to", ...ofName].join(
    " and ",
  );
  const workWhere = "started_at >= $work_from and started_at < $work_to";

  // Charges that do not hold any more are in nothing that is kept.
  const areSettledOfUse = (await surroundingsOf(query, work, ask)).areSumsOfUse;
  const doubt = await doubtOf(ask);
  const areCalm = areSettledOfUse
    ? ["is_settled", ...(doubt.outcomes === undefined ? [] : [`not ${doubt.outcomes}`])]
    : ["false"];
  const isCalm = [...areCalm, ...ofName].join(" and ");
  const parameters = { ...doubt.parameters, ...named };
  const isUnsettled = `outcome_id not in (select outcome_id from rollup_outcomes where ${isCalm})`;
  const [found] = await ask(
    `select exists (select 1 from outcomes where ${eventsWhere}) as is_any,
      exists (select 1 from outcomes where ${eventsWhere} and ${isUnsettled}) as is_any_unsettled,
      exists (
        select 1 from rollup_shares
        where outcome_number not in (select outcome_number from rollup_outcomes where is_settled)
      ) as is_any_stale`,
    namedIn(`${eventsWhere} ${isUnsettled}`, parameters),
  );
  if (found === undefined) throw new TypeError("a question about existence answered no row");
  if (!truth(found, "is_any")) return undefined;
  // Which keys are in use is looked for in nearly all columns of outcomes, before those that are settled are left out.
  const keys = truth(found, "is_any_unsettled")
    ? await keysInUse(`${eventsWhere} and ${isUnsettled}`, parameters, ask)
    : undefined;
  const isAllCalm =
    keys === undefined && !truth(found, "is_any_stale") && doubt.attempts === undefined;
  // What is settled is shared already: others bear on it no more. Calls under one name are found by all outcomes of it.
  const isOfRange = isAllCalm && name === undefined;
  const counted = countedSql({
    where: isOfRange ? "occurred_at >= $asked_from and occurred_at < $asked_to" : eventsWhere,
    isOfOneName: name !== undefined,
    isAllCalm,
  });
  const settledWhere = areSettledOfUse
    ? [
        isAllCalm ? "true" : "call_number not in (select call_number from disturbed)",
        ...(name === undefined ? [] : ["call_number in (select call_number from numbered)"]),
      ].join(" and ")
    : undefined;
  if (isAllCalm) {
    return {
      sql: `${calmSql(isCalm)},${counted},${quietSql(true)}`,
      hasQuiet: true,
      isAllQuiet: true,
      attempts: { live: undefined, settledWhere, where: workWhere },
      linkCount: "0",
      parameters,
    };
  }
  const looked = await lookUp({ events, work, charges: query.charges, keys: keys ?? noKeys }, ask);
  return {
    sql: [
      linkSql(keys ?? noKeys, {
        eventsSql: `select *, -row_number() over () as event_number from outcomes
          where ${eventsWhere} and ${isUnsettled}`,
        ...looked.links,
      }),
      stateSql,
      sharingSql({
        isCalm,
        isStale: areSettledOfUse
          ? `outcome_number not in (select outcome_number from rollup_outcomes where ${areCalm.join(" and ")})`
          : "false",
        nearDoubt: areSettledOfUse ? doubt.attempts : undefined,
      }),
      counted,
      ...(areSettledOfUse ? [quietSql(false)] : []),
    ].join(",\n"),
    hasQuiet: areSettledOfUse,
    isAllQuiet: false,
    attempts: { live: looked.attempts, settledWhere, where: workWhere },
    linkCount: "(select count(*) from links)",
    parameters: { ...looked.parameters, ...parameters },
  };
}

type Range = Readonly<{ fromMs: number; toMs: number }>;
type JoinQuery = Range & Readonly<{ name?: string | undefined; charges?: ChargeBasis | undefined }>;

/** Where the keys of outcomes that are not settled are looked up, and where the attempts of their calls are read. */
async function lookUp(
  {
    events,
    work,
    charges,
    keys,
  }: Readonly<{ events: Range; work: Range; charges: ChargeBasis | undefined; keys: UsedKeys }>,
  ask: Ask,
): Promise<
  Readonly<{ links: Omit<Links, "eventsSql">; attempts: string; parameters: SqlParameters }>
> {
  const calls = wholeDays({
    fromMs: events.fromMs - REACH_MS.before,
    toMs: events.toMs + REACH_MS.after,
  });
  const within: SqlParameters = { calls_from: at(calls.fromMs), calls_to: at(calls.toMs) };
  const kept = keptStretches("calls", calls, await surroundingsOf({}, calls, ask));
  const rows = rowsOf(await isAnySeenElsewhere(within, ask));
  const source = await attemptsOfCalls({ ...work, charges }, keys.fresh, ask);
  return {
    links: {
      keptSql: kept.kept.length === 0 ? undefined : keptCallsSql(kept.kept),
      lookups: [
        ...(kept.rows.length === 0 ? [] : [{ events: "events", rows: rows(kept.rows) }]),
        ...(kept.kept.length === 0 || keys.fresh === undefined
          ? []
          : [{ events: "fresh_events", rows: rows(kept.kept) }]),
      ],
    },
    attempts: source.attempts,
    parameters: { ...source.parameters, ...kept.parameters, ...within },
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

/** Keys in use, and when the outcomes occurred whose calls are not kept; undefined where there is none. */
type UsedKeys = KeysInUse & Readonly<{ fresh: Range | undefined }>;

const noKeys: UsedKeys = {
  joins: new Set(),
  labels: { session: new Set(), tags: new Set(), window: new Set() },
  fresh: undefined,
};

/** Which keys these outcomes name; undefined where there is no outcome. */
export async function keysInUse(
  where: string,
  parameters: SqlParameters,
  ask: Ask,
): Promise<UsedKeys | undefined> {
  const has: Readonly<Record<OutcomeJoin, string>> = {
    call: "call_ids is not null",
    trace: "trace_id is not null",
    session: "session is not null",
    tags: "cardinality(tags) > 0",
    window: "window_from is not null",
  };
  const sql = `select count(*) as event_count,
      epoch_ms(min(case when ${isFresh} then occurred_at end)) as fresh_from_ms,
      epoch_ms(max(case when ${isFresh} then occurred_at end)) as fresh_to_ms,
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
  const [freshFromMs, freshToMs] = [
    integerOrNull(row, "fresh_from_ms"),
    integerOrNull(row, "fresh_to_ms"),
  ];
  return {
    joins: new Set(outcomeJoins.filter((join) => truth(row, `has_${join}`))),
    labels: { session: labelsOf("session"), tags: labelsOf("tags"), window: labelsOf("window") },
    fresh:
      freshFromMs === null || freshToMs === null
        ? undefined
        : { fromMs: freshFromMs, toMs: freshToMs },
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
