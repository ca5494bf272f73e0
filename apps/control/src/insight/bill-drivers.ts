import {
  billDimensions,
  type DriversReport,
  type driversQuery,
  insightDimensions,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { wireBillDrivers } from "@headgate/planner";
import type { z } from "@hono/zod-openapi";
import { BILLS_CURRENCY } from "./bill-series.ts";
import { billsNotAskedFor } from "./bills-beside-calls.ts";
import { isoUtc, type Range, rangeBefore } from "./compare-usage.ts";

/** Things that are told apart; far more than a company is billed for. */
const MOST_THINGS = 100_000;

/**
 * What moved the lines of bills between a range and the one before it: by service, and by the dimension of the question
 * where a line has a value of it. With a filter, what it leaves out.
 */
export async function billDrivers(
  ledger: Pick<LedgerStore, "report">,
  { from, to, by, limit, ...filter }: z.output<typeof driversQuery>,
  before: Range = rangeBefore({ from, to }),
): Promise<Pick<DriversReport, "bills" | "bills_left_out">> {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (isFiltered) {
    const leftOut = await billsNotAskedFor(ledger, {
      ...{ filter, grain: "day", providers: {} },
      fromMs: Date.parse(before.from),
      toMs: Date.parse(to),
    });
    return leftOut === undefined ? {} : { bills_left_out: leftOut };
  }
  const after = { from: isoUtc(from), to: isoUtc(to) };
  const bills: NonNullable<DriversReport["bills"]> = [];
  for (const dimension of new Set(["service_name", by] as const)) {
    const asked = billDimensions.find((known) => known === dimension);
    const named = insightDimensions.find((known) => known === dimension);
    if (asked === undefined || named === undefined) continue;
    const compared = await ledger.report("bill-cells", {
      ...after,
      before,
      by: [asked],
      currency: BILLS_CURRENCY,
      lines: "whole",
      limit: MOST_THINGS,
    });
    const found = wireBillDrivers(compared, { by: named, before, after, limit });
    if (found !== undefined) bills.push(found);
  }
  return bills.length === 0 ? {} : { bills };
}
