import type { Dimension } from "@headgate/contract";
import type { PartKey } from "./parts.ts";
import { columnOfDimension, dimensionColumns } from "./rollups.ts";

/**
 * A key of parts that tells some values of a dimension apart by their place among these, from 1, and takes
 * all others as one, which has no place; or leaves the others out. So what is added up for an answer is what
 * the answer shows, however many values there are.
 */
export function namedKey(
  name: string,
  dimension: Dimension,
  values: readonly (string | null)[],
  others: "together" | "left out",
): PartKey {
  const list = `$${name}_values`;
  return {
    name,
    sql: `${name}_place`,
    needs: [columnOfDimension(dimension)],
    join: {
      sql: `${others === "together" ? "left join" : "join"} (
        select unnest(${list}) as ${name}_value, unnest(range(1, len(${list}) + 1)) as ${name}_place
      ) on ${dimensionColumns[dimension]} is not distinct from ${name}_value`,
      parameters: { [`${name}_values`]: { type: "texts", texts: values } },
    },
  };
}
