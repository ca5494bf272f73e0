import type { OutcomesReport } from "@headgate/contract";
import { formatDollars, parseDollars, subtract } from "@headgate/money";
import type { Reports } from "../../store.ts";
import { type Ask, namedIn } from "../ask.ts";
import { describesUnfinishedCall, retriedSql, unfinishedSql } from "../rollups/retried.ts";
import { dimensionColumns } from "../rollups/rollups.ts";
import { surroundingsOf } from "../rollups/surroundings.ts";
import { filterOf, rangeOf, scopeOf } from "../scope.ts";
import { refuseManyBuckets } from "../spend-over-time.ts";
import { dollarsSum, integer, isoTime, textOrNull, truth } from "../sql-values.ts";
import { totals } from "../totals.ts";
import { type JoinedOutcomes, joinOutcomes, refuseManyLinks } from "./join-outcomes.ts";
import { measureSql, measuresFrom } from "./measure-sql.ts";
import { shareSql } from "./share-sql.ts";

type Query = Reports["outcomes"]["query"];

/** What did business events cost, and which calls were for none? (`decisions/0032-outcomes.md`) */
export async function outcomes(query: Query, ask: Ask): Promise<OutcomesReport> {
  if (query.grain !== undefined) refuseManyBuckets({ ...query, grain: query.grain });
  const joined = await joinOutcomes({ ...query, ...rangeOf(query) }, ask);
  if (joined === undefined) {
    return { names: [], rows: [], coverage: await coverage(query, undefined, ask) };
  }
  const names = await measured({ ...query, grain: undefined, by: undefined }, joined, ask);
  const isWhole = query.grain === undefined && query.by === undefined;
  const rows = isWhole ? names : await measured(query, joined, ask);
  return {
    names: names.map(({ start: _start, group: _group, is_other: _other, ...row }) => row),
    rows: isWhole ? [] : rows,
    coverage: await coverage(query, joined, ask),
  };
}

async function measured(
  query: Query,
  joined: JoinedOutcomes,
  ask: Ask,
): Promise<OutcomesReport["rows"]> {
  const { from, to } = timesOf(query);
  const filter = filterOf(query);
  const bucket =
    query.grain === undefined
      ? "cast(null as bigint)"
      : `epoch_ms(date_trunc('${query.grain}', occurred_at))`;
  const asked = "occurred_at >= $from and occurred_at < $to";
  const sql = `with ${joined.sql},
    ${shareSql({
      asked,
      attempts: joined.attempts,
      where: [joined.attemptsWhere, ...filter.conditions].join(" and "),
      group: query.by === undefined ? "cast(null as varchar)" : dimensionColumns[query.by],
    })},
    ${measureSql({
      bucket,
      // Outcomes without a call are in no group of calls.
      unjoinedWhere: query.by === undefined ? asked : "false",
    })}
    select measured.*, (select count(*) from links) as link_count
    from measured
    order by bucket, is_other, shown_place nulls last, sum_name nulls first, cast(cost_amount as hugeint) desc nulls last`;
  const parameters = {
    ...joined.parameters,
    ...filter.parameters,
    from,
    to,
    limit: { type: "integer", integer: query.limit } as const,
  };
  const rows = await ask(sql, namedIn(sql, parameters));
  const [first] = rows;
  if (first !== undefined) refuseManyLinks(first, "link_count");
  const read = rows.map((row) => ({
    start: query.grain === undefined ? null : isoTime(row, "bucket"),
    name: textOrNull(row, "sum_name"),
    group: textOrNull(row, "shown_group"),
    is_other: truth(row, "is_other"),
    ...measuresFrom(row),
  }));
  return query.grain === undefined && query.by === undefined ? read.toSorted(dearestFirst) : read;
}

type Row = OutcomesReport["rows"][number];

/** All names together first, then the dearest, of equal ones by name. */
function dearestFirst(a: Row, b: Row): number {
  if (a.name === null || b.name === null) return a.name === null ? -1 : 1;
  const difference = parseDollars(b.cost) - parseDollars(a.cost);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return a.name < b.name ? -1 : 1;
}

const timesOf = (query: Query) => {
  const { fromMs, toMs } = rangeOf(query);
  return {
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
  } as const;
};

/** Of the calls that began in the range: what of them is under outcomes of any time, and what is under none. */
async function coverage(
  query: Query,
  joined: JoinedOutcomes | undefined,
  ask: Ask,
): Promise<OutcomesReport["coverage"]> {
  const { totals: all } = await totals(query, ask);
  const under =
    joined === undefined
      ? { calls: 0, cost: formatDollars(parseDollars("0")), unpriced_attempts: 0 }
      : await underOutcomes(query, joined, ask);
  return {
    calls: all.calls,
    cost: all.effective_cost,
    unpriced_attempts: all.unpriced_attempts,
    under_outcomes: under,
    under_none: {
      calls: all.calls - under.calls,
      cost: formatDollars(subtract(parseDollars(all.effective_cost), parseDollars(under.cost))),
      unpriced_attempts: all.unpriced_attempts - under.unpriced_attempts,
    },
  };
}

async function underOutcomes(
  query: Query,
  joined: JoinedOutcomes,
  ask: Ask,
): Promise<OutcomesReport["coverage"]["under_outcomes"]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const range = rangeOf(query);
  const retried = retriedSql(range, await surroundingsOf(query, range, ask));
  const sql = `with ${joined.sql},
    retried as (${retried.sql}),
    unfinished as (${unfinishedSql})
    select count(case when final or (${describesUnfinishedCall}) then 1 end) as call_count,
      count(case when confidence = 'unknown' then 1 end) as unpriced_count,
      cast(sum(effective_cost) as varchar) as cost_text,
      (select count(*) from links) as link_count
    from ${attempts}
    where ${where} and call_id in (select call_id from numbered)`;
  const [row] = await ask(
    sql,
    namedIn(sql, { ...joined.parameters, ...parameters, ...retried.parameters }),
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  refuseManyLinks(row, "link_count");
  return {
    calls: integer(row, "call_count"),
    cost: dollarsSum(row, "cost_text"),
    unpriced_attempts: integer(row, "unpriced_count"),
  };
}
