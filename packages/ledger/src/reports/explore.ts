import type { ExploreRank } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { type Measure, totalsFrom, totalsMeasures, totalsOfPartsSql } from "./measures.ts";
import { namedKey } from "./rollups/named-key.ts";
import { dimensionKey, noKey, partsOf, timeKey } from "./rollups/parts.ts";
import type { Surroundings } from "./rollups/surroundings.ts";
import { refuseManyBuckets } from "./spend-over-time.ts";
import { integer, integerOrNull, isoTime, text, textOrNull } from "./sql-values.ts";

type Query = Reports["explore"]["query"];

/** What a group is ranked by, beside its attempts. */
const ranks = {
  effective_cost: "effective_cost_sum",
  billed_cost: "billed_cost_sum",
  list_cost: "list_cost_sum",
  calls: "finished_calls",
  input_tokens: "input_tokens_sum",
  output_tokens: "output_tokens_sum",
  failed_attempts: "failed_attempts",
  unpriced_attempts: "unpriced_attempts",
} as const satisfies Record<ExploreRank, Measure>;

/**
 * Any measure by any dimension or two, over time or as a whole. Which groups are shown is found by what they
 * are ranked by; then those are added up, and all others as one.
 */
export async function explore(query: Query, ask: Ask): Promise<Reports["explore"]["result"]> {
  if (query.grain !== undefined) refuseManyBuckets({ ...query, grain: query.grain });
  const shown = await shownGroups(query, ask);
  const groupKey = namedKey("group", query.by, shown.groups, "together");
  const splitKey =
    query.split === undefined
      ? noKey("split", "bigint")
      : namedKey("split", query.split, shown.splits, "together");
  const parts = await partsOf(
    query,
    {
      keys: [
        query.grain === undefined ? noKey("bucket", "timestamp") : timeKey(query.grain),
        { ...groupKey, name: "shown_group" },
        { ...splitKey, name: "shown_split" },
      ],
      measures: totalsMeasures,
      unfinished: true,
      unit: "picodollars",
    },
    ask,
    shown.surroundings,
  );
  const rows = await ask(
    `with ${parts.ctes}
    select epoch_ms(bucket) as start_ms, shown_group, shown_split, ${totalsOfPartsSql}
    from parts
    order by start_ms, shown_group nulls last, shown_split nulls last`,
    parts.parameters,
  );
  return {
    rows: rows.map((row) => {
      const group = integerOrNull(row, "shown_group");
      const split = query.split === undefined ? 1 : integerOrNull(row, "shown_split");
      return {
        start: query.grain === undefined ? null : isoTime(row, "start_ms"),
        group: valueAt(shown.groups, group),
        is_other: group === null,
        split: valueAt(shown.splits, split),
        split_is_other: split === null,
        ...totalsFrom(row),
      };
    }),
    left_out: Math.max(0, shown.groupCount - query.limit),
  };
}

type Values = readonly (string | null)[];
type Shown = Readonly<{
  groups: Values;
  splits: Values;
  groupCount: number;
  surroundings: Surroundings;
}>;

/** The value at a place, from 1; null at none. */
function valueAt(values: Values, place: number | null): string | null {
  if (place === null) return null;
  const value = values[place - 1];
  if (value === undefined) throw new TypeError("a group was added up that nobody asked for");
  return value;
}

async function shownGroups(query: Query, ask: Ask): Promise<Shown> {
  const rank = ranks[query.rank];
  const isByCalls = query.rank === "calls";
  const parts = await partsOf(
    query,
    {
      keys: [
        dimensionKey("group_value", query.by),
        query.split === undefined
          ? noKey("split_value", "varchar")
          : dimensionKey("split_value", query.split),
      ],
      measures: ["attempt_count", rank],
      unfinished: isByCalls,
    },
    ask,
  );
  const ranked = isByCalls ? `part_${rank} + coalesce(part_unfinished_calls, 0)` : `part_${rank}`;
  const rows = await ask(
    `with ${parts.ctes},
    ${placesSql("group", ranked)},
    ${placesSql("split", ranked)}
    select * from (
      select 'group' as kind, group_value as shown_value, group_place as place,
        (select count(*) from group_places) as group_count
      from group_places where group_place <= $limit
      union all
      select 'split', split_value, split_place, 0 from split_places where split_place <= $split_limit
    ) as shown
    order by kind, place`,
    {
      ...parts.parameters,
      limit: { type: "integer", integer: query.limit },
      split_limit: { type: "integer", integer: query.split_limit },
    },
  );
  const [first] = rows;
  const valuesOf = (kind: "group" | "split"): Values =>
    rows.filter((row) => text(row, "kind") === kind).map((row) => textOrNull(row, "shown_value"));
  return {
    groups: valuesOf("group"),
    splits: valuesOf("split"),
    groupCount: first === undefined ? 0 : integer(first, "group_count"),
    surroundings: parts.surroundings,
  };
}

const placesSql = (which: "group" | "split", ranked: string): string => `${which}_places as (
  select ${which}_value, row_number() over (
    order by sum(${ranked}) desc nulls last, sum(part_attempt_count) desc, ${which}_value asc nulls last
  ) as ${which}_place
  from parts
  group by ${which}_value
)`;
