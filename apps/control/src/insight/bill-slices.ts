import type { BillDimension } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars, ZERO } from "@headgate/money";
import type { Slice, SpendPoint, SpendSeries } from "@headgate/planner";
import { BILLS_CURRENCY } from "./bill-series.ts";
import { notKnown } from "./not-known.ts";
import { STEP_MS } from "./step-ms.ts";

/**
 * What is billed by day for each of a dimension's dearest values, in the points of `all`. Lines without a value are no
 * slice, and a known day without a line of the value billed nothing for it.
 *
 * @param calledProviders as of the series of all
 */
export async function billSlices(
  ledger: Pick<LedgerStore, "report">,
  {
    all,
    by,
    values,
    calledProviders,
  }: Readonly<{
    all: SpendSeries;
    by: BillDimension;
    /** How many values at most: the dearest. */
    values: number;
    calledProviders?: readonly string[];
  }>,
): Promise<readonly Slice[]> {
  const [first] = all.points;
  const last = all.points.at(-1);
  if (first === undefined || last === undefined) return [];
  const { rows } = await ledger.report("bill-over-time", {
    from: new Date(first.startMs).toISOString(),
    to: new Date(last.startMs + STEP_MS.day).toISOString(),
    billing_currency: BILLS_CURRENCY,
    grain: "day",
    ofDays: true,
    by,
    limit: values,
    ...(calledProviders !== undefined && { beyondCallsTo: calledProviders }),
  });
  const points = new Map<string, Map<number, SpendPoint>>();
  for (const { is_other, group, start, effective_cost } of rows) {
    if (is_other || group === null) continue;
    const ofValue = points.get(group) ?? new Map<number, SpendPoint>();
    points.set(group, ofValue);
    const startMs = Date.parse(start);
    ofValue.set(startMs, { startMs, cost: parseDollars(effective_cost) });
  }
  return [...points].map(([value, ofValue]) => ({
    dimension: by,
    value,
    series: {
      grain: "day",
      points: all.points.map(({ startMs, cost }) =>
        cost === null ? notKnown(startMs) : (ofValue.get(startMs) ?? { startMs, cost: ZERO }),
      ),
    },
  }));
}
