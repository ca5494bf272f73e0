import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { dearestGroups } from "./dearest-groups.ts";
import { totalsFrom, totalsMeasures, totalsOfPartsSql } from "./measures.ts";
import { namedKey } from "./rollups/named-key.ts";
import { partsOf } from "./rollups/parts.ts";
import { integer } from "./sql-values.ts";

type Query = Reports["spend-by"]["query"];

/**
 * Who or what spent the most? Groups by one dimension, dearest first. Which groups those are is found by what
 * they cost alone; only they are added up, for there can be a million others.
 */
export async function spendBy(query: Query, ask: Ask): Promise<Reports["spend-by"]["result"]> {
  const { groups, groupCount, surroundings } = await dearestGroups(query, ask);
  const parts = await partsOf(
    query,
    {
      keys: [namedKey("shown", query.by, groups, "left out")],
      measures: totalsMeasures,
      unfinished: true,
      unit: "picodollars",
    },
    ask,
    surroundings,
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
