import type { BilledHistory } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars, parseDollars, subtract, sum, ZERO } from "@headgate/money";
import type { SpendPoint, SpendSeries } from "@headgate/planner";
import { notKnown } from "./not-known.ts";
import { STEP_MS } from "./step-ms.ts";

const STEP = STEP_MS.day;
/** So many days without a line are no quiet days: a statement is missing. */
const MISSING_DAYS = 7;
/** Currency of forecasts and anomalies. */
const CURRENCY = "USD";

/**
 * What bills say of each day (UTC), where there is no call: the effective cost of lines for a day or less. A line for longer
 * is not spread; how many there are is told. The last day that has lines may still grow, so it is not known, and neither are
 * those behind it, nor a week or more without a line.
 */
export async function billSeries(
  ledger: Pick<LedgerStore, "report">,
  { fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>,
): Promise<Readonly<{ series: SpendSeries; billed: BilledHistory }>> {
  const query = {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    billing_currency: CURRENCY,
    grain: "day",
    limit: 1,
  } as const;
  const whole = await ledger.report("bill-over-time", query);
  const { rows } = await ledger.report("bill-over-time", { ...query, ofDays: true });
  const costs = new Map(
    rows.map((row) => [Date.parse(row.start), parseDollars(row.effective_cost)]),
  );
  const starts = [...costs.keys()];
  const points: SpendPoint[] = [];
  const [firstMs] = starts;
  const lastMs = starts.at(-1);
  if (firstMs !== undefined && lastMs !== undefined) {
    let before = firstMs;
    for (const startMs of starts) {
      const gap = (startMs - before) / STEP - 1;
      for (let ms = before + STEP; ms < startMs; ms += STEP) {
        points.push(gap < MISSING_DAYS ? { startMs: ms, cost: ZERO } : notKnown(ms));
      }
      points.push(
        startMs === lastMs ? notKnown(startMs) : { startMs, cost: costs.get(startMs) ?? null },
      );
      before = startMs;
    }
    for (let ms = lastMs + STEP; ms < toMs; ms += STEP) points.push(notKnown(ms));
  }
  const costOf = (some: typeof rows) => sum(some.map((row) => parseDollars(row.effective_cost)));
  const linesOf = (some: typeof rows) => some.reduce((total, row) => total + row.lines, 0);
  return {
    series: { grain: "day", points },
    billed: {
      effective_cost: formatDollars(costOf(rows)),
      longer_lines: linesOf(whole.rows) - linesOf(rows),
      longer_cost: formatDollars(subtract(costOf(whole.rows), costOf(rows))),
    },
  };
}
