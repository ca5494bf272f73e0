import type { Dimension, Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { Slice, SpendPoint, SpendSeries } from "@headgate/planner";
import { notKnown } from "./not-known.ts";
import { nothingSpent, spendPoint } from "./spend-series.ts";
import { STEP_MS } from "./step-ms.ts";

/**
 * Spend by hour or day on the calls with each of a dimension's dearest values, in the points of `all`. Calls without a value
 * are no slice.
 */
export async function spendSlices(
  ledger: Pick<LedgerStore, "report">,
  {
    filter,
    all,
    by,
    values,
  }: Readonly<{
    filter: Filter;
    all: SpendSeries;
    by: Dimension;
    /** How many values at most: the dearest. */
    values: number;
  }>,
): Promise<readonly Slice[]> {
  const [first] = all.points;
  const last = all.points.at(-1);
  if (first === undefined || last === undefined) return [];
  const { rows } = await ledger.report("spend-over-time", {
    ...filter,
    from: new Date(first.startMs).toISOString(),
    to: new Date(last.startMs + STEP_MS[all.grain]).toISOString(),
    grain: all.grain,
    by,
    limit: values,
  });
  const points = new Map<string, Map<number, SpendPoint>>();
  for (const row of rows) {
    const { group } = row;
    if (row.is_other || group === null) continue;
    const ofValue = points.get(group) ?? new Map<number, SpendPoint>();
    points.set(group, ofValue);
    const point = spendPoint(row);
    ofValue.set(point.startMs, point);
  }
  return [...points].map(([value, ofValue]) => ({
    dimension: by,
    value,
    series: {
      grain: all.grain,
      points: all.points.map(({ startMs, cost }) =>
        cost === null ? notKnown(startMs) : (ofValue.get(startMs) ?? nothingSpent(startMs)),
      ),
    },
  }));
}
