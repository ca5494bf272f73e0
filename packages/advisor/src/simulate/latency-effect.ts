import { isAnsweredByCache, type LeverName, type SimulationReport } from "@headgate/contract";
import type { HistoryCall } from "@headgate/levers";
import type { Simulation } from "./simulate-policies.ts";

/** Fewer recorded calls of a model tell nothing of how long it takes. */
const LEAST_CALLS = 20;

/** Levers that have a call answered by something else, or at another time. */
const answerElsewhere: ReadonlySet<LeverName> = new Set([
  "exact-cache",
  "semantic-cache",
  "batch",
  "route",
]);

const modelOf = ({ row, model }: HistoryCall): string => `${row.provider}/${model ?? "?"}`;

/**
 * How long calls take under the new policies beside what is recorded. What a cache answers waits for nobody; at another model a
 * call takes as long as its recorded calls do, by their median, and so does one that a cache, a batch or another model answered
 * and would not; what is asked later, or of a model of which too few calls are recorded, is not known and in no mean.
 */
export function latencyEffect({
  after,
  deferred,
  levers,
}: Pick<Simulation, "after" | "deferred" | "levers">): Readonly<{
  latency: SimulationReport["latency"];
  mean: SimulationReport["mean_duration_ms"];
}> {
  const medians = mediansOf(after.map(({ call }) => call));
  const answeredAnew = new Set(
    levers.flatMap(({ lever, undone }) => (answerElsewhere.has(lever) ? [...undone] : [])),
  );
  const known: { now: number; next: number }[] = [];
  const latency = { answered: 0, saved_ms: 0, moved: 0, moved_unknown: 0, deferred: 0, untold: 0 };
  for (const { call, after: next } of after) {
    const now = call.row.duration_ms;
    if (now === undefined) latency.untold += 1;
    if (next === "answered") {
      latency.answered += 1;
      if (now === undefined) continue;
      latency.saved_ms += now;
      known.push({ now, next: 0 });
    } else if (deferred.has(call.row.row_id)) {
      latency.deferred += 1;
    } else if (modelOf(next) !== modelOf(call)) {
      latency.moved += 1;
      const median = medians.get(modelOf(next));
      if (median === undefined) latency.moved_unknown += 1;
      else if (now !== undefined) known.push({ now, next: median });
    } else if (answeredAnew.has(call.row.row_id)) {
      const median = medians.get(call.row.route?.reference ?? modelOf(call));
      if (median === undefined && now !== undefined) latency.untold += 1;
      else if (median !== undefined && now !== undefined) known.push({ now, next: median });
    } else if (now !== undefined) {
      known.push({ now, next: now });
    }
  }
  return {
    latency: { ...latency, saved_ms: Math.round(latency.saved_ms) },
    mean:
      known.length === 0
        ? null
        : { now: mean(known.map(({ now }) => now)), next: mean(known.map(({ next }) => next)) },
  };
}

function mediansOf(calls: readonly HistoryCall[]): ReadonlyMap<string, number> {
  const durations = new Map<string, number[]>();
  for (const call of calls) {
    const { duration_ms: took, outcome, cache, service_tier: tier } = call.row;
    if (took === undefined || outcome !== "completed") continue;
    // Neither is how long the model takes.
    if (isAnsweredByCache(cache?.status) || tier === "batch") continue;
    const of = durations.get(modelOf(call));
    if (of === undefined) durations.set(modelOf(call), [took]);
    else of.push(took);
  }
  return new Map(
    [...durations]
      .filter(([, of]) => of.length >= LEAST_CALLS)
      .map(([model, of]) => {
        of.sort((a, b) => a - b);
        return [model, of[Math.floor(of.length / 2)] as number];
      }),
  );
}

const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
