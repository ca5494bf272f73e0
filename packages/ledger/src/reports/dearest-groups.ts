import type { Dimension } from "@headgate/contract";
import type { Ask } from "./ask.ts";
import { dimensionKey, partsOf } from "./rollups/parts.ts";
import type { Surroundings } from "./rollups/surroundings.ts";
import type { ScopedQuery } from "./scope.ts";
import { integer, textOrNull } from "./sql-values.ts";

/** The values of a dimension that cost most, dearest first, how many values there are, and what was asked about the range. */
export async function dearestGroups(
  query: ScopedQuery & Readonly<{ by: Dimension; limit: number }>,
  ask: Ask,
): Promise<
  Readonly<{
    groups: readonly (string | null)[];
    groupCount: number;
    surroundings: Surroundings;
  }>
> {
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
    surroundings: parts.surroundings,
  };
}
