import type { PlannedUnits } from "@headgate/contract";
import { DAYS_PER_MONTH } from "../statistics/month.ts";
import { quantile } from "../statistics/quantile.ts";
import { absorbedDemand } from "./absorbed-demand.ts";
import type { Basis, PlannedFutures } from "./planned-futures.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Lengths that the history is told in: the shortest of which there are few enough to look at. */
const STEPS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS];
const MOST_POINTS = 200;

/**
 * The history beside what is bought, and how demand may go on, in units: 2 is what two units that are always busy absorb. What lies
 * above is worked out in the commitment's own steps, so that bursts within a stretch count.
 */
export function courseOf(
  { offer, demand, terms }: PlannedFutures,
  { trace, paths }: Basis,
  units: number,
): PlannedUnits["course"] {
  const { stepMs, loads } = absorbedDemand(trace, offer.absorbs);
  const endMs = trace.fromMs + trace.calls.length * trace.stepMs;
  const fromMs = endMs - loads.length * stepMs;
  const lengthMs = STEPS.find((one) => (endMs - fromMs) / one <= MOST_POINTS) ?? 7 * DAY_MS;
  const each = Math.max(1, lengthMs / stepMs);
  const history: PlannedUnits["course"]["history"] = [];
  for (let first = 0; first < loads.length; first += each) {
    const part = loads.subarray(first, first + each);
    let absorbed = 0;
    let overflow = 0;
    let peak = 0;
    for (const load of part) {
      const wanted = load / terms.capacity;
      const held = Math.min(wanted, units);
      absorbed += held;
      overflow += wanted - held;
      peak = Math.max(peak, wanted);
    }
    history.push({
      start: new Date(fromMs + first * stepMs).toISOString(),
      absorbed: absorbed / part.length,
      overflow: overflow / part.length,
      peak,
    });
  }
  return {
    step_ms: each * stepMs,
    history,
    outlook: outlookOf(demand.weeks, paths, { endMs, terms }),
  };
}

/** The middle 80 % of the sampled courses at each of their points, a mean week each. */
function outlookOf(
  weeks: PlannedFutures["demand"]["weeks"],
  paths: Basis["paths"],
  { endMs, terms }: Readonly<{ endMs: number; terms: PlannedFutures["terms"] }>,
): PlannedUnits["course"]["outlook"] {
  const [first] = paths;
  if (first === undefined) return [];
  return first.map(({ month }, point) => {
    const levels = paths.flatMap((path) => {
      const at = path[point];
      if (at === undefined) return [];
      const means = at.weeks.flatMap((week) => {
        const curve = weeks[week];
        return curve === undefined || curve.steps === 0 ? [] : [curve.load / curve.steps];
      });
      const mean = means.reduce((sum, one) => sum + one, 0) / Math.max(1, means.length);
      return [(at.level * mean) / terms.capacity];
    });
    return {
      at: new Date(endMs + month * DAYS_PER_MONTH * DAY_MS).toISOString(),
      low: quantile(levels, 0.1),
      estimate: levels.reduce((sum, one) => sum + one, 0) / levels.length,
      high: quantile(levels, 0.9),
    };
  });
}
