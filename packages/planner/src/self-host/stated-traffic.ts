import type { TrafficShape } from "@headgate/contract";
import type { DemandTrace } from "../demand/demand-trace.ts";

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

/** A day of hours; only their proportions count. Constructed: no measurement of anybody's. */
const hourOfDay: Readonly<Record<TrafficShape, (hour: number, isWeekend: boolean) => number>> = {
  flat: () => 1,
  /** Like people at home and at work: a third at night of what there is in the afternoon, less at weekends. */
  daily_wave: (hour, isWeekend) =>
    (1 + 0.5 * Math.cos((2 * Math.PI * (hour - 15)) / 24)) * (isWeekend ? 0.8 : 1),
  office_hours: (hour, isWeekend) => (isWeekend ? 0.05 : hour >= 8 && hour < 18 ? 1 : 0.05),
};

/** A week of traffic that somebody states: so many calls a day, in one of the constructed shapes. */
export function statedTraffic(
  stated: Readonly<{
    callsPerDay: number;
    promptTokens: number;
    cachedTokens: number;
    answerTokens: number;
    shape: TrafficShape;
  }>,
): DemandTrace {
  const weights = Array.from({ length: WEEK_HOURS }, (_, hour) =>
    hourOfDay[stated.shape](hour % 24, hour >= 120),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const calls = Float64Array.from(weights, (weight) => (stated.callsPerDay * 7 * weight) / all);
  const times = (tokens: number): Float64Array => calls.map((count) => count * tokens);
  return {
    // A Monday.
    fromMs: Date.UTC(2026, 0, 5),
    stepMs: HOUR_MS,
    calls,
    inputTokens: times(stated.promptTokens - stated.cachedTokens),
    cacheReadTokens: times(stated.cachedTokens),
    outputTokens: times(stated.answerTokens),
    onDemandMicrodollars: new Float64Array(WEEK_HOURS),
    unknownCalls: 0,
  };
}
