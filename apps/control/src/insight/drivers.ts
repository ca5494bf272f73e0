import type { DriversReport, driversQuery } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { topDrivers, wireDrivers } from "@headgate/planner";
import type { z } from "@hono/zod-openapi";
import { compareUsage, isoUtc, type Range, rangeBefore } from "./compare-usage.ts";

/** What moved the cost between a range and the one before it, which is as long unless said? */
export async function drivers(
  ledger: Pick<LedgerStore, "report">,
  { from, to, by, limit, ...filter }: z.output<typeof driversQuery>,
  before: Range = rangeBefore({ from, to }),
): Promise<DriversReport> {
  const after = { from: isoUtc(from), to: isoUtc(to) };
  const usage = await compareUsage(ledger, { filter, before, after, by });
  const found = topDrivers(usage.before, usage.after, limit);
  return wireDrivers(found, { by, before, after, unpriced_attempts: usage.unpriced });
}
