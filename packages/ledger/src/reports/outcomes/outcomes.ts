import { attributionFields, type OutcomesReport, type Totals } from "@headgate/contract";
import { formatDollars, parseDollars, subtract, ZERO } from "@headgate/money";
import type { Reports } from "../../store.ts";
import { type Ask, namedIn, type SqlRow } from "../ask.ts";
import { describesUnfinishedCall, retriedSql, unfinishedSql } from "../rollups/retried.ts";
import { columnOfDimension, dimensionColumns } from "../rollups/rollups.ts";
import { surroundingsOf } from "../rollups/surroundings.ts";
import { type Filter, filterOf, rangeOf } from "../scope.ts";
import { refuseManyBuckets } from "../spend-over-time.ts";
import { dollarsSum, integer, isoTime, textOrNull, truth } from "../sql-values.ts";
import { totals } from "../totals.ts";
import { type JoinedOutcomes, joinOutcomes, refuseManyLinks } from "./join-outcomes.ts";
import { measureSql, measuresFrom, outcomeLinks } from "./measure-sql.ts";
import { hasGroupSums, plainSql, quietSumsSql } from "./quiet-sums.ts";
import { coverableSql, shareSql } from "./share-sql.ts";

type Query = Reports["outcomes"]["query"];

/** Steps of time that begin where a day (UTC) does. */
const wholeDays: ReadonlySet<string> = new Set(["day", "week", "month"]);

/** What did business events cost, and which calls were for none? (`decisions/0032-outcomes.md`) */
export async function outcomes(query: Query, ask: Ask): Promise<OutcomesReport> {
  if (query.grain !== undefined) refuseManyBuckets({ ...query, grain: query.grain });
  const { totals: all } = await totals(query, ask);
  const joined = await joinOutcomes({ ...query, ...rangeOf(query) }, ask);
  if (joined === undefined) return { names: [], rows: [], coverage: coverageOf(all, NOTHING) };
  const rows = await measured(query, joined, ask);
  const [first] = rows;
  if (first === undefined) throw new TypeError("an aggregate without groups answered no row");
  refuseManyLinks(first, "link_count");
  const read = rows
    .filter((row) => textOrNull(row, "sum_kind") !== null)
    .map((row) => ({
      isWhole: truth(row, "is_whole"),
      row: {
        start: row.bucket === null ? null : isoTime(row, "bucket"),
        name: textOrNull(row, "sum_name"),
        group: textOrNull(row, "shown_group"),
        is_other: truth(row, "is_other"),
        ...measuresFrom(row),
      },
    }));
  return {
    names: read
      .filter(({ isWhole }) => isWhole)
      .map(({ row: { start: _start, group: _group, is_other: _other, ...name } }) => name)
      .toSorted(dearestFirst),
    rows: read.filter(({ isWhole }) => !isWhole).map(({ row }) => row),
    coverage: coverageOf(all, {
      calls: integer(first, "covered_calls"),
      cost: dollarsSum(first, "covered_cost"),
      unpriced_attempts: integer(first, "covered_unpriced"),
    }),
  };
}

/** One row a sum, each with what of the range's calls is under outcomes; a single one where there is no sum. */
async function measured(
  query: Query,
  joined: JoinedOutcomes,
  ask: Ask,
): Promise<readonly SqlRow[]> {
  const range = rangeOf(query);
  const { fromMs, toMs } = range;
  const retried = retriedSql(range, await surroundingsOf(query, range, ask));
  const filter = filterOf(query);
  const inRange = "started_at >= $from and started_at < $to";
  const asked = "occurred_at >= $from and occurred_at < $to";
  const bucket =
    query.grain === undefined
      ? "cast(null as bigint)"
      : `epoch_ms(date_trunc('${query.grain}', occurred_at))`;
  const links = outcomeLinks(
    query.grain === undefined
      ? "$from"
      : `greatest($from, date_trunc('${query.grain}', occurred_at))`,
    bucket,
  );
  // Sums tell days apart, and of what calls are labelled with no more than a model and a team.
  const isOfSums =
    joined.hasQuiet &&
    filter.conditions.length === 0 &&
    (query.by === undefined || hasGroupSums(query.by)) &&
    (query.grain === undefined || wholeDays.has(query.grain));
  const plain = plainSql({ asked, fromMs, isAllQuiet: joined.isAllQuiet });
  const quietSums = quietSumsSql({
    isOfOneName: query.name !== undefined,
    by: query.by,
    links,
    where: plain.of,
  });
  // Of outcomes whose sums hold, only what the sums leave out is read by its pairs.
  const byPairs =
    query.by === undefined ? plain.others : `(${plain.others} or ${asked} and is_of_several)`;
  const sql = `with ${joined.sql},
${isOfSums ? `${plain.sql}${quietSums},` : ""}
${shareSql({
  asked: isOfSums ? byPairs : asked,
  attempts: joined.attempts,
  where: filter.conditions,
  links,
  ...(query.by === undefined
    ? {}
    : {
        group: dimensionColumns[query.by],
        groupsBeside: isOfSums ? "quiet_groups" : undefined,
      }),
})},
${measureSql({
  bucket,
  asked,
  isUnjoinedCounted: isUnjoinedCountedSql(filter, asked),
  hasSteps: query.grain !== undefined || query.by !== undefined,
  hasGroups: query.by !== undefined,
  hasQuiet: isOfSums,
})},
retried as (${retried.sql}),
unfinished as (${unfinishedSql}),
coverable as (${coverableSql(joined.attempts, [...filter.conditions, inRange])}),
covered as (
  select count(case when final then 1 end) + (
      select count(*) from coverable where ${describesUnfinishedCall}
    ) as covered_calls,
    count(case when is_unrated then 1 end) as covered_unpriced,
    cast(sum(effective_cost) as varchar) as covered_cost,
    ${joined.linkCount} as link_count
  from coverable
)
select covered.*, measured.*, case when outcome_count is not null then 'sum' end as sum_kind
from covered left join measured on true
order by bucket, is_other, shown_place nulls last, sum_name nulls first,
  cost_amount desc nulls last`;
  const parameters = {
    ...joined.parameters,
    ...filter.parameters,
    ...retried.parameters,
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
    limit: { type: "integer", integer: query.limit },
  } as const;
  return ask(sql, namedIn(sql, parameters));
}

/** Filters are about calls. Where there is none, an outcome's own labels are asked; what it has none of, it does not pass. */
function isUnjoinedCountedSql({ conditions, needs }: Filter, asked: string): string {
  if (conditions.length === 0) return "true";
  return needs.every((column) => labelColumns.has(column))
    ? `outcome_id in (select outcome_id from outcomes where ${[asked, ...conditions].join(" and ")})`
    : "false";
}

/** What outcomes are labelled with, under the names that these have in rows of calls. */
const labelColumns: ReadonlySet<string> = new Set([
  ...attributionFields.map(columnOfDimension),
  "tags",
]);

type Name = OutcomesReport["names"][number];

/** All names together first, then the dearest, of equal ones by name. */
function dearestFirst(a: Name, b: Name): number {
  if (a.name === null || b.name === null) return a.name === null ? -1 : 1;
  const difference = parseDollars(b.cost) - parseDollars(a.cost);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return a.name < b.name ? -1 : 1;
}

type Part = OutcomesReport["coverage"]["under_none"];
const NOTHING: Part = { calls: 0, cost: formatDollars(ZERO), unpriced_attempts: 0 };

/** Of the calls that began in the range: what of them is under outcomes of any time, and what is under none. */
const coverageOf = (all: Totals, under: Part): OutcomesReport["coverage"] => ({
  calls: all.calls,
  cost: all.effective_cost,
  unpriced_attempts: all.unpriced_attempts,
  under_outcomes: under,
  under_none: {
    calls: all.calls - under.calls,
    cost: formatDollars(subtract(parseDollars(all.effective_cost), parseDollars(under.cost))),
    unpriced_attempts: all.unpriced_attempts - under.unpriced_attempts,
  },
});
