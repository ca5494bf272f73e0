import type { BillsLeftOut, Filter, SpendOverTimeRow } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars, ZERO } from "@headgate/money";
import type { SeriesGrain, SpendPoint, SpendSeries } from "@headgate/planner";
import { type BilledSeries, billSeries } from "./bill-series.ts";
import { billsBesideCalls, billsNotAskedFor, type PriceProviders } from "./bills-beside-calls.ts";
import { comeUntil } from "./come-until.ts";
import { notKnown } from "./not-known.ts";
import { STEP_MS } from "./step-ms.ts";

type FoundSeries = Readonly<{
  series: SpendSeries;
  unpriced: number;
  /** Where the ledger has no call of that time: the series is of these bills. */
  billed?: BilledSeries;
  /** What is billed and no call can tell, beside a series of calls; each dollar is in one of them. */
  beyond?: BilledSeries;
  /** Bills of that time that are in neither. */
  leftOut?: BillsLeftOut;
}>;

/**
 * Priced spend by hour or day of UTC, from the first point with a call to the last whole one before `toMs`.
 * A point without a row had no call, which costs nothing. A point is not known where its sources have not come so far
 * (`comeUntil`), also where some of its calls are there; what is unpriced is counted beside. Where no call is known at all, the
 * days of bills are told (`billSeries`), unless calls are asked for by what bills do not tell; beside calls, what of bills no call
 * can tell (`billsBesideCalls`).
 */
export async function spendSeries(
  ledger: Pick<LedgerStore, "report">,
  question: Readonly<{
    filter: Filter;
    fromMs: number;
    toMs: number;
    grain: SeriesGrain;
    nowMs: number;
    providers: PriceProviders;
  }>,
): Promise<FoundSeries> {
  const { filter, grain, nowMs, providers } = question;
  const step = STEP_MS[grain];
  const fromMs = Math.floor(question.fromMs / step) * step;
  const toMs = Math.floor(question.toMs / step) * step;
  if (toMs <= fromMs) return { series: { grain, points: [] }, unpriced: 0 };
  const { rows } = await ledger.report("spend-over-time", {
    ...filter,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    grain,
    limit: 1,
  });
  const [first] = rows;
  if (first === undefined) {
    const leftOut = await billsNotAskedFor(ledger, { filter, grain, fromMs, toMs, providers });
    if (leftOut !== undefined || grain !== "day") {
      return { series: { grain, points: [] }, unpriced: 0, ...(leftOut && { leftOut }) };
    }
    const billed = await billSeries(ledger, { fromMs, toMs });
    return { series: billed.series, unpriced: 0, ...(billed.lines > 0 && { billed }) };
  }
  const rowsAt = new Map(rows.map((row) => [Date.parse(row.start), row]));
  const firstMs = Date.parse(first.start);
  const lastMs = Math.max(...rowsAt.keys());
  const comeMs = await comeUntil(ledger, { filter, grain, lastMs, toMs, nowMs });
  const points = Array.from({ length: (toMs - firstMs) / step }, (_, index) => {
    const startMs = firstMs + index * step;
    // What has come in of it may be a part.
    if (startMs >= comeMs) return notKnown(startMs);
    const row = rowsAt.get(startMs);
    return row === undefined ? nothingSpent(startMs) : spendPoint(row);
  });
  const unpriced = rows.reduce((total, row) => total + row.unpriced_attempts, 0);
  const bills = await billsBesideCalls(ledger, { filter, grain, fromMs, toMs, providers });
  return { series: { grain, points }, unpriced, ...bills };
}

/** What a call or a token cost is not known where some of them have no price. */
export function spendPoint(row: SpendOverTimeRow): SpendPoint {
  const point = { startMs: Date.parse(row.start), cost: parseDollars(row.effective_cost) };
  if (row.unpriced_attempts > 0) return point;
  return {
    ...point,
    calls: row.calls,
    tokens: row.input_tokens + row.output_tokens,
    promptTokens: row.input_tokens,
    cachedTokens: row.cache_read_tokens,
  };
}

/** Without a call, nothing was spent. */
export const nothingSpent = (startMs: number): SpendPoint => ({
  startMs,
  cost: ZERO,
  calls: 0,
  tokens: 0,
  promptTokens: 0,
  cachedTokens: 0,
});
