import type { DemandTrace } from "../demand/demand-trace.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import type { CallShape } from "./serve.ts";

const HOUR_MS = 3_600_000;

/** A demand trace by the hour, as replicas have to meet it, with what its calls are like on average. */
export type Traffic = Readonly<{
  /** Calls that the replicas of each hour must be able to take. */
  neededPerHour: Float64Array;
  calls: number;
  unknownCalls: number;
  call: CallShape;
  /** Calls of the busiest hour, and those ÷ the mean hour's. */
  peakCalls: number;
  peakToMean: number;
}>;

/** Of an hour's minutes this share is met without waiting, where the trace is by the minute. */
const MET_MINUTES = 0.95;

/**
 * The traffic of a trace; undefined where no call has known tokens. A trace by the minute tells how calls crowd within an
 * hour: replicas have to meet 19 of 20 minutes, so the others wait, but none longer than its hour.
 */
export function trafficOf(trace: DemandTrace): Traffic | undefined {
  const calls = sum(trace.calls);
  const known = calls - trace.unknownCalls;
  const answers = sum(trace.outputTokens);
  if (known <= 0 || answers <= 0) return undefined;
  const cachedTokens = sum(trace.cacheReadTokens) / known;
  const neededPerHour =
    trace.stepMs === HOUR_MS ? Float64Array.from(trace.calls) : byCrowdedMinutes(trace.calls);
  const mean = calls / (trace.calls.length / (HOUR_MS / trace.stepMs));
  const peakCalls = neededPerHour.reduce((most, one) => Math.max(most, one), 0);
  return {
    neededPerHour,
    calls,
    unknownCalls: trace.unknownCalls,
    call: {
      promptTokens: sum(trace.inputTokens) / known + cachedTokens,
      cachedTokens,
      answerTokens: answers / known,
    },
    peakCalls,
    peakToMean: peakCalls / mean,
  };
}

function byCrowdedMinutes(calls: Float64Array): Float64Array {
  const hours = Math.ceil(calls.length / 60);
  return Float64Array.from({ length: hours }, (_, hour) => {
    const minutes = calls.slice(hour * 60, hour * 60 + 60).sort();
    const crowded = minutes[Math.ceil(minutes.length * MET_MINUTES) - 1] as number;
    return Math.max(crowded * 60, sum(minutes));
  });
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** Calls of a month of 730 hours at the trace's pace. */
export const callsPerMonth = ({ calls, neededPerHour }: Traffic): number =>
  (calls / neededPerHour.length) * HOURS_PER_MONTH;
