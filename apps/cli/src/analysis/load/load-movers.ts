import type { AnalyzeResult, SpendDimension } from "@headgate/contract";
import { sumsOfUsage, topDrivers, wireDrivers } from "@headgate/planner";
import type { Ledger } from "./ask-ledger.ts";

/** More values of a dimension than this are one rest. */
const VALUES_AT_MOST = 200;

/** What moved the cost of calls between the halves of the period, by each dimension; none where no call is priced. */
export async function loadMovers(
  ledger: Ledger,
  comparison: AnalyzeResult["comparison"],
  { dimensions, top }: Readonly<{ dimensions: readonly SpendDimension[]; top: number }>,
): Promise<AnalyzeResult["movers"]> {
  if (comparison === null) return [];
  const { before, after } = comparison;
  const movers: AnalyzeResult["movers"] = [];
  for (const by of dimensions) {
    const query = { ...after, before, by, limit: VALUES_AT_MOST };
    const { rows, unpriced } = await ledger.usageByModel(query);
    if (rows.length === 0) continue;
    const sums = sumsOfUsage(rows);
    const found = topDrivers(sums.before, sums.after, top);
    movers.push(wireDrivers(found, { by, before, after, unpriced_attempts: unpriced }));
  }
  return movers;
}
