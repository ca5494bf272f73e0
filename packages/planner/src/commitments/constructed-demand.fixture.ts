import type { DemandTrace } from "../demand/demand-trace.ts";
import { seededRandom } from "../statistics/seeded-random.ts";

const HOUR_MS = 3_600_000;
export const CONSTRUCTED_FROM_MS = Date.UTC(2026, 5, 1);

/** Shapes that demand has: all day alike, consumers' evenings, office hours of weekdays, bursts. */
export const demandShapes = ["flat", "consumer", "office", "bursty"] as const;
export type DemandShape = (typeof demandShapes)[number];

/**
 * A constructed trace by the hour: 1,000 tokens of input and 100 of output a call, at $2 and $8 a million; the same for
 * the same seed.
 */
export function constructedDemand(
  about: Readonly<{ shape: DemandShape; days: number; callsPerHour: number; seed: number }>,
): DemandTrace {
  const random = seededRandom(about.seed);
  const hours = about.days * 24;
  const calls = Float64Array.from({ length: hours }, (_, hour) => {
    const noise = 0.85 + 0.3 * random();
    return Math.round(about.callsPerHour * levelOf(about.shape, hour, random) * noise);
  });
  return {
    fromMs: CONSTRUCTED_FROM_MS,
    stepMs: HOUR_MS,
    calls,
    inputTokens: calls.map((count) => count * 1_000),
    cacheReadTokens: calls.map((count) => count * 200),
    outputTokens: calls.map((count) => count * 100),
    onDemandMicrodollars: calls.map((count) => count * 2_800),
    unknownCalls: 0,
  };
}

function levelOf(shape: DemandShape, hour: number, random: () => number): number {
  const hourOfDay = hour % 24;
  const isWeekday = Math.floor(hour / 24) % 7 < 5;
  switch (shape) {
    case "flat":
      return 1;
    case "consumer":
      return 1 + 0.8 * Math.cos(((hourOfDay - 20) / 24) * 2 * Math.PI);
    case "office":
      return isWeekday && hourOfDay >= 8 && hourOfDay < 18 ? 3 : 0.1;
    case "bursty":
      return random() < 0.08 ? 8 : 0.4;
    default:
      return shape satisfies never;
  }
}
