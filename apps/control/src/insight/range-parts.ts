import type { KpiGrain } from "@headgate/contract";
import type { Range } from "./compare-usage.ts";

const HOUR_MS = 3_600_000;
const lengthMs = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 168 * HOUR_MS,
} as const satisfies Record<KpiGrain, number>;
/** Weeks begin on Monday; the epoch was a Thursday. */
const FIRST_EDGE_MS = { hour: 0, day: 0, week: 96 * HOUR_MS } as const satisfies Record<
  KpiGrain,
  number
>;

/** The beginning of the hour, day or week that a moment lies in. */
export function edgeBefore(atMs: number, grain: KpiGrain): number {
  const edgeMs = FIRST_EDGE_MS[grain];
  return Math.floor((atMs - edgeMs) / lengthMs[grain]) * lengthMs[grain] + edgeMs;
}

/** The hours, days or weeks of UTC that a range is made of; the first and the last are cut to it. */
export function partsOf(range: Range, grain: KpiGrain): readonly Range[] {
  const length = lengthMs[grain];
  const toMs = Date.parse(range.to);
  const parts: Range[] = [];
  let startMs = Date.parse(range.from);
  while (startMs < toMs) {
    const endMs = Math.min(edgeBefore(startMs, grain) + length, toMs);
    parts.push({ from: new Date(startMs).toISOString(), to: new Date(endMs).toISOString() });
    startMs = endMs;
  }
  return parts;
}
