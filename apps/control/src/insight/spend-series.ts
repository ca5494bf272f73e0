import type { Filter, SpendOverTimeRow } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars, ZERO } from "@headgate/money";
import type { SeriesGrain, SpendPoint, SpendSeries } from "@headgate/planner";
import { comeUntil } from "./come-until.ts";
import { STEP_MS } from "./step-ms.ts";

/**
 * Priced spend by hour or day of UTC, from the first point with a call to the last whole one before `toMs`.
 * A point without a row had no call, which costs nothing, or is not known where its sources have not come so far
 * (`comeUntil`); what is unpriced is counted beside.
 */
export async function spendSeries(
  ledger: Pick<LedgerStore, "report">,
  question: Readonly<{ filter: Filter; fromMs: number; toMs: number; grain: SeriesGrain }>,
): Promise<Readonly<{ series: SpendSeries; unpriced: number }>> {
  const { filter, grain } = question;
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
  if (first === undefined) return { series: { grain, points: [] }, unpriced: 0 };
  const rowsAt = new Map(rows.map((row) => [Date.parse(row.start), row]));
  const firstMs = Date.parse(first.start);
  const lastMs = Math.max(...rowsAt.keys());
  const comeMs = await comeUntil(ledger, { filter, grain, lastMs, toMs });
  const points = Array.from({ length: (toMs - firstMs) / step }, (_, index) => {
    const startMs = firstMs + index * step;
    const row = rowsAt.get(startMs);
    if (row !== undefined) return spendPoint(row);
    return startMs < comeMs ? nothingSpent(startMs) : notKnown(startMs);
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

/** What was spent is not known: calls of that time have not come in yet. */
export const notKnown = (startMs: number): SpendPoint => ({ startMs, cost: null });
