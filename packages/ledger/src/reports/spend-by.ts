import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { totalsFrom, totalsMeasures, totalsOfPartsSql } from "./measures.ts";
import { namedKey } from "./rollups/named-key.ts";
import { dimensionKey, partsOf } from "./rollups/parts.ts";
import { integer, textOrNull } from "./sql-values.ts";

type Query = Reports["spend-by"]["query"];

/**
 * Who or what spent the most? Groups by one dimension, dearest first. Which groups those are is found by what
 * they cost alone; only they are added up, for there can be a million others.
 */
export async function spendBy(query: Query, ask: Ask): Promise<Reports["spend-by"]["result"]> {
  const { groups, groupCount } = await dearestGroups(query, ask);
  const parts = await partsOf(
    query,
    {
      keys: [namedKey("shown", query.by, groups, "left out")],
      measures: totalsMeasures,
      unfinished: true,
      unit: "picodollars",
    },
    ask,
  );
  const rows = await ask(
    `with ${parts.ctes}
    select shown, ${totalsOfPartsSql} from parts order by shown`,
    parts.parameters,
  );
  return {
    rows: rows.map((row) => {
      const group = groups[integer(row, "shown") - 1];
      if (group === undefined) throw new TypeError("a group was added up that nobody asked for");
      return { group, ...totalsFrom(row) };
    }),
    left_out: groupCount - groups.length,
  };
}

async function dearestGroups(
  query: Query,
  ask: Ask,
): Promise<Readonly<{ groups: readonly (string | null)[]; groupCount: number }>> {
  const parts = await partsOf(
    query,
    {
      keys: [dimensionKey("group_value", query.by)],
      measures: ["attempt_count", "effective_cost_sum"],
      unfinished: false,
    },
    ask,
  );
  const rows = await ask(
    `with ${parts.ctes}
    select group_value, (select count(*) from parts) as group_count
    from parts
    order by part_effective_cost_sum desc nulls last, part_attempt_count desc,
      group_value asc nulls last
    limit $limit`,
    { ...parts.parameters, limit: { type: "integer", integer: query.limit } },
  );
  const [first] = rows;
  return {
    groups: rows.map((row) => textOrNull(row, "group_value")),
    groupCount: first === undefined ? 0 : integer(first, "group_count"),
  };
}
