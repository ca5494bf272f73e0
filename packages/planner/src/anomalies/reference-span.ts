import { sum } from "@headgate/money";
import { DAY_MS, type SpendSeries } from "../statistics/spend-series.ts";
import type { Anomaly } from "./spans-of.ts";

export type Span = Readonly<{ startMs: number; endMs: number }>;
const WEEK_MS = 7 * DAY_MS;
const WEEKS_LOOKED_AT = 4;

/**
 * A usual span to compare an anomaly with: the same times of the week, one to four weeks earlier (or as many
 * times as many weeks as it is long); of those that are fully known and not anomalous themselves, the one of
 * median cost, of two the later. Null when there is none.
 */
export function referenceSpan(
  { points }: SpendSeries,
  anomaly: Span,
  anomalies: readonly Anomaly[],
): Span | null {
  const away = Math.ceil((anomaly.endMs - anomaly.startMs) / WEEK_MS) * WEEK_MS;
  const candidates = Array.from({ length: WEEKS_LOOKED_AT }, (_, index) => {
    const startMs = anomaly.startMs - (index + 1) * away;
    return { startMs, endMs: startMs + anomaly.endMs - anomaly.startMs };
  }).flatMap((span) => {
    const isUnusual = anomalies.some(
      (other) => other.startMs < span.endMs && other.endMs > span.startMs,
    );
    const first = points[0]?.startMs;
    if (isUnusual || first === undefined || first > span.startMs) return [];
    const costs = points
      .filter(({ startMs }) => startMs >= span.startMs && startMs < span.endMs)
      .map(({ cost }) => cost);
    const known = costs.filter((cost) => cost !== null);
    // A part of a span would be compared with the whole anomaly.
    return [{ span, cost: sum(known), isKnown: known.length > 0 && known.length === costs.length }];
  });
  const levelMs = Math.max(
    ...anomalies
      .filter((other) => other.endMs <= anomaly.startMs && other.endMs - other.startMs >= WEEK_MS)
      .map(({ startMs }) => startMs),
    Number.NEGATIVE_INFINITY,
  );
  const known = candidates.filter(({ isKnown }) => isKnown);
  const present = known.filter(({ span }) => span.startMs >= levelMs);
  const usual = (present.length > 0 ? present : known).sort((left, right) =>
    left.cost === right.cost
      ? right.span.startMs - left.span.startMs
      : left.cost < right.cost
        ? -1
        : 1,
  );
  return usual[(usual.length - 1) >> 1]?.span ?? null;
}
