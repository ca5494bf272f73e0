import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { measuresSql, totalsFrom } from "./measures.ts";
import { scopeOf } from "./scope.ts";
import {
  describesUnfinishedCall,
  nearbyParameters,
  unfinishedCallsSql,
} from "./unfinished-calls.ts";

/** What did it all cost, and how much of it is not known? */
export async function totals(
  query: Reports["totals"]["query"],
  ask: Ask,
): Promise<Reports["totals"]["result"]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const sql = `
with ${unfinishedCallsSql}
select ${measuresSql},
  (select count(*) from ${attempts} where ${where} and ${describesUnfinishedCall}) as unfinished_calls
from ${attempts}
where ${where}`;
  const [row] = await ask(sql, { ...parameters, ...nearbyParameters(query) });
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return { totals: totalsFrom(row) };
}
