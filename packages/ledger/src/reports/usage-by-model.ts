import {
  type chargesQuery,
  type Dimension,
  type filterQuery,
  HeadgateError,
  type TokenBucket,
  tokenBuckets,
} from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { z } from "zod";
import type { Ask, SqlRow } from "./ask.ts";
import { linePartsOf } from "./rollups/line-parts.ts";
import { namedKey } from "./rollups/named-key.ts";
import { columnKey, dimensionKey, partsOf } from "./rollups/parts.ts";
import type { Surroundings } from "./rollups/surroundings.ts";
import { rangeOf } from "./scope.ts";
import { integer, integerOrNull, textOrNull, truth, wholePicodollarsSum } from "./sql-values.ts";

/** Two ranges to compare, by a dimension; the values that moved the cost least are grouped away. */
export type UsageByModelQuery = z.output<typeof filterQuery> &
  z.output<typeof chargesQuery> &
  Readonly<{
    from: string;
    to: string;
    /** The earlier range, which ends before the other begins. */
    before: Readonly<{ from: string; to: string }>;
    by: Dimension;
    /** Values that are named at most, from 1 to 1,000. */
    limit: number;
  }>;

const periods = ["before", "after"] as const;
type UsagePeriod = (typeof periods)[number];

/** Priced attempts of one value and model in one of the ranges. */
type UsageOfModel = Readonly<{
  period: UsagePeriod;
  value: string | null;
  /** Whether it is the rest, of values that are not named. */
  isOther: boolean;
  model: string | null;
  attempts: number;
  cost: Picodollars;
  /** What the charges' lines say by bucket, of the attempt's own model. */
  buckets: readonly Readonly<{ bucket: TokenBucket; tokens: number; cost: Picodollars }>[];
}>;

export type UsageByModel = Readonly<{
  rows: readonly UsageOfModel[];
  /** Attempts whose cost is not known: they are in no row. */
  unpriced: Readonly<Record<UsagePeriod, number>>;
}>;

type Ranges = Readonly<Record<UsagePeriod, Readonly<{ from: string; to: string }>>>;

/** What did each value of a dimension use and pay, by model and token bucket, in two ranges? */
export async function usageByModel(query: UsageByModelQuery, ask: Ask): Promise<UsageByModel> {
  const ranges: Ranges = { before: query.before, after: { from: query.from, to: query.to } };
  if (rangeOf(ranges.before).toMs > rangeOf(ranges.after).fromMs) {
    throw new HeadgateError("request_invalid", "before: must end before the other range begins");
  }
  const { sums, unpriced, surroundings } = await sumsOf(query, ranges, ask);
  const named: (string | null)[] = [];
  for (const { place, value } of sums) if (place !== null) named[place - 1] = value;
  const buckets = await bucketsOf(query, ranges, named, surroundings, ask);
  return {
    rows: sums.map(({ place, ...sum }) => ({
      ...sum,
      isOther: place === null,
      buckets: buckets.get(cellOf(sum.period, place, sum.model)) ?? [],
    })),
    unpriced,
  };
}

const askedOf = (
  { before: _before, by: _by, limit: _limit, ...rest }: UsageByModelQuery,
  range: Ranges[UsagePeriod],
) => ({ ...rest, ...range });

type Sum = Omit<UsageOfModel, "isOther" | "buckets"> &
  /** From 1, that which moved the cost most; null where the value is not named. */
  Readonly<{ place: number | null }>;

/** What priced attempts cost, by range, named value and model; and how many are not priced. */
async function sumsOf(query: UsageByModelQuery, ranges: Ranges, ask: Ask) {
  const partsOfPeriod = (period: UsagePeriod) =>
    partsOf(
      askedOf(query, ranges[period]),
      {
        keys: [dimensionKey("group_value", query.by), columnKey("model_name", "model")],
        measures: ["attempt_count", "unpriced_attempts", "effective_cost_sum"],
        unfinished: false,
        unit: "picodollars",
        named: `_${period}`,
      },
      ask,
    );
  const before = await partsOfPeriod("before");
  const after = await partsOfPeriod("after");
  const rows = await ask(
    `with ${before.ctes},
    ${after.ctes},
    scoped as materialized (
      select false as is_after, * from parts_before
      union all
      select true as is_after, * from parts_after
    ),
    summed as (
      select is_after, group_value, model_name, part_effective_cost_sum as cost_sum,
        part_attempt_count - part_unpriced_attempts as priced_attempts
      from scoped where part_attempt_count > part_unpriced_attempts
    ),
    places as (
      select group_value, row_number() over (
        order by abs(sum(case when is_after then cost_sum else -cost_sum end)) desc,
          sum(cost_sum) desc, group_value asc nulls last
      ) as place
      from summed group by group_value
    )
    select * from (
    select is_after, case when place <= $limit then place end as shown_place,
      case when place <= $limit then summed.group_value end as shown_value, place > $limit as is_other,
      model_name,
      cast(sum(priced_attempts) as bigint) as attempt_total,
      sum(cost_sum) as cost_amount, false as is_unpriced
    from summed join places on summed.group_value is not distinct from places.group_value
    group by is_after, shown_place, shown_value, is_other, model_name
    union all
    select is_after, null, null, null, null, cast(sum(part_unpriced_attempts) as bigint), null, true
    from scoped group by is_after
    ) as told
    order by is_unpriced, is_after desc, is_other, shown_value nulls last, model_name nulls last`,
    {
      ...before.parameters,
      ...after.parameters,
      limit: { type: "integer", integer: query.limit },
    },
  );
  const unpriced = { before: 0, after: 0 };
  const sums: Sum[] = [];
  for (const row of rows) {
    const period = periodFrom(row);
    const attempts = integer(row, "attempt_total");
    if (truth(row, "is_unpriced")) unpriced[period] = attempts;
    else {
      sums.push({
        period,
        place: integerOrNull(row, "shown_place"),
        value: textOrNull(row, "shown_value"),
        model: textOrNull(row, "model_name"),
        attempts,
        cost: wholePicodollarsSum(row, "cost_amount"),
      });
    }
  }
  const surroundings = { before: before.surroundings, after: after.surroundings };
  return { sums, unpriced, surroundings };
}

/** What the charges' lines say by bucket, of each of those cells. */
async function bucketsOf(
  query: UsageByModelQuery,
  ranges: Ranges,
  named: readonly (string | null)[],
  surroundings: Readonly<Record<UsagePeriod, Surroundings>>,
  ask: Ask,
): Promise<ReadonlyMap<string, UsageOfModel["buckets"]>> {
  const keys = [namedKey("shown", query.by, named, "together"), columnKey("model_name", "model")];
  const [before, after] = periods.map((period) =>
    linePartsOf(askedOf(query, ranges[period]), keys, surroundings[period], `_${period}`),
  );
  if (before === undefined || after === undefined) throw new TypeError("there are two ranges");
  const rows = await ask(
    `with by_bucket as (
      select false as is_after, * from (${before.sql})
      union all
      select true as is_after, * from (${after.sql})
    )
    select is_after, shown, model_name, ${placeOfBucketSql} as bucket_place,
      cast(sum(part_quantity) as bigint) as token_total, sum(part_picodollars) as cost_amount
    from by_bucket
    group by is_after, shown, model_name, bucket
    order by bucket`,
    { ...before.parameters, ...after.parameters },
  );
  const byCell = new Map<string, UsageOfModel["buckets"][number][]>();
  for (const row of rows) {
    const cell = cellOf(
      periodFrom(row),
      integerOrNull(row, "shown"),
      textOrNull(row, "model_name"),
    );
    const found = byCell.get(cell) ?? [];
    byCell.set(cell, found);
    found.push({
      bucket: bucketFrom(row),
      tokens: integer(row, "token_total"),
      cost: wholePicodollarsSum(row, "cost_amount"),
    });
  }
  return byCell;
}

/** Thousands of rows say it: a number is read several times faster than a text. */
const placeOfBucketSql = `cast(case bucket ${tokenBuckets
  .map((bucket, place) => `when '${bucket}' then ${place}`)
  .join(" ")} end as bigint)`;

function bucketFrom(row: SqlRow): TokenBucket {
  const bucket = tokenBuckets[integer(row, "bucket_place")];
  if (bucket === undefined) throw new TypeError("a line of a charge is of no token bucket");
  return bucket;
}

const cellOf = (period: UsagePeriod, place: number | null, model: string | null): string =>
  `${period} ${place ?? ""} ${model === null ? "" : `of ${model}`}`;

const periodFrom = (row: SqlRow): UsagePeriod => (truth(row, "is_after") ? "after" : "before");
