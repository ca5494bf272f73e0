import {
  type ChangePart,
  type ChangeWire,
  changeParts,
  type DriversReport,
  type driversQuery,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars } from "@headgate/money";
import { type Change, topDrivers } from "@headgate/planner";
import type { z } from "@hono/zod-openapi";
import { compareUsage, isoUtc, rangeBefore } from "./compare-usage.ts";

/** What moved the cost between a range and the one before it? */
export async function drivers(
  ledger: Pick<LedgerStore, "report">,
  { from, to, by, limit, ...filter }: z.output<typeof driversQuery>,
): Promise<DriversReport> {
  const after = { from: isoUtc(from), to: isoUtc(to) };
  const before = rangeBefore(after);
  const usage = await compareUsage(ledger, { filter, before, after, by });
  const found = topDrivers(usage.before, usage.after, limit);
  return {
    by,
    before,
    after,
    total: changeWire(found.total),
    drivers: found.drivers.map((driver) => ({ value: driver.value, ...changeWire(driver) })),
    others: changeWire(found.others),
    unpriced_attempts: usage.unpriced,
  };
}

const changeWire = ({ before, after, change, parts }: Change): ChangeWire => ({
  before: formatDollars(before),
  after: formatDollars(after),
  change: formatDollars(change),
  parts: Object.fromEntries(
    changeParts.map((part) => [part, formatDollars(parts[part])]),
  ) as Record<ChangePart, string>,
});
