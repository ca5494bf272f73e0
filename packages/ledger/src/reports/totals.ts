import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { totalsFrom, totalsMeasures, totalsOfPartsSql } from "./measures.ts";
import { partsOf } from "./rollups/parts.ts";

/** What did it all cost, and how much of it is not known? */
export async function totals(
  query: Reports["totals"]["query"],
  ask: Ask,
): Promise<Reports["totals"]["result"]> {
  const parts = await partsOf(
    query,
    { keys: [], measures: totalsMeasures, unfinished: true, unit: "picodollars" },
    ask,
  );
  const [row] = await ask(
    `with ${parts.ctes} select ${totalsOfPartsSql} from parts`,
    parts.parameters,
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return { totals: totalsFrom(row) };
}
