import type { BilledHistory, Filter, SpendOverTimeRow } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars, ZERO } from "@headgate/money";
import type { SeriesGrain, SpendPoint, SpendSeries } from "@headgate/planner";
import { billSeries } from "./bill-series.ts";
import { comeUntil } from "./come-until.ts";
import { notKnown } from "./not-known.ts";
import { STEP_MS } from "./step-ms.ts";

type FoundSeries = Readonly<{
  series: SpendSeries;
  unpriced: number;
  /** Where the ledger has no call of that time and the series is of bills. */
  billed?: BilledHistory;
}>;

/**
 * Priced spend by hour or day of UTC, from the first point with a call to the last whole one before `toMs`.
 * A point without a row had no call, which costs nothing. A point is not known where its sources have not come so far
 * (`comeUntil`), also where some of its calls are there; what is unpriced is counted beside. Where no call is known at all, the
 * days of bills are told (`billSeries`), unless calls are asked for by what bills do not tell.
 */
export async function spendSeries(
  ledger: Pick<LedgerStore, "report">,
  question: Readonly<{
    filter: Filter;
    fromMs: number;
    toMs: number;
    grain: SeriesGrain;
    nowMs: number;
  }>,
): Promise<FoundSeries> {
  const { filter, grain, nowMs } = question;
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
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    if (isFiltered || grain !== "day") return { series: { grain, points: [] }, unpriced: 0 };
    const { series, billed } = await billSeries(ledger, { fromMs, toMs });
    return { series, unpriced: 0, ...(series.points.length > 0 && { billed }) };
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
  return { series: { grain, points }, unpriced };
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
