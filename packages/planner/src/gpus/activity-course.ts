import type { PlannedMachine } from "@headgate/contract";
import type { MachineLoad } from "./machine-load.ts";

const HOUR_MS = 3_600_000;
const LENGTHS_HOURS = [1, 2, 4, 6, 12, 24];
const MOST_POINTS = 200;

/** How busy a machine was over time, the mean and the busiest hour of each stretch; a stretch without a measured hour has neither. */
export function activityCourse(load: MachineLoad | null): PlannedMachine["activity"] {
  if (load === null) return null;
  const { activity, fromMs } = load;
  const hours = LENGTHS_HOURS.find((one) => activity.length / one <= MOST_POINTS) ?? 24;
  const points: NonNullable<PlannedMachine["activity"]>["points"] = [];
  for (let first = 0; first < activity.length; first += hours) {
    const known = activity.subarray(first, first + hours).filter((share) => !Number.isNaN(share));
    const sum = known.reduce((total, share) => total + share, 0);
    points.push({
      start: new Date(fromMs + first * HOUR_MS).toISOString(),
      mean: known.length === 0 ? null : sum / known.length,
      peak: known.length === 0 ? null : Math.max(...known),
    });
  }
  return { step_ms: hours * HOUR_MS, basis: load.basis, points };
}
