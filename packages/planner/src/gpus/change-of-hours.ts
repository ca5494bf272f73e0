import type { FleetMachine, GpuChange, TurningPoint } from "@headgate/contract";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import type { MachineLoad } from "./machine-load.ts";
import { wireEstimate } from "./monthly.ts";
import { type Schedule, scaleToZeroOf, scheduleOf, windowText } from "./schedule.ts";

/** From the order to the first answer, where its owner does not say it: a machine's start and a model's load. */
export const ASSUMED_WAKE_UP_SECONDS = 600;
/** Longer than this no caller waits for. */
const MOST_WAIT_SECONDS = 900;
/** What starting with the next call has to save beyond a schedule, as a share of the cost. */
const WORTH_WAITING = 0.05;

export type HoursChange = Readonly<{
  change: GpuChange;
  /** Undefined where it starts with the next call instead of by the clock. */
  schedule: Schedule | undefined;
  /** How many machines stay. */
  least: number;
  turningPoint: TurningPoint | undefined;
  /** What is left of the cost, as shares. */
  left: Readonly<{ low: number; estimate: number; high: number }>;
}>;

type Hours = Readonly<{
  owned: FleetMachine;
  load: MachineLoad;
  timeZone: string;
  microdollarsPerHour: number;
}>;

/** A SageMaker variant without inference components keeps one instance (https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html, read 2026-11-29); others go to none. */
export const leastMachines = (owned: FleetMachine): number =>
  owned.target?.kind === "sagemaker_variant" ? 1 : 0;

/** Whether a call can start it: a group of machines knows of no calls. */
const startsByCall = ({ target }: FleetMachine): boolean =>
  target === undefined ||
  target.kind === "sagemaker_inference_component" ||
  target.kind === "kubernetes_deployment";

/** Off at times of the week that are always idle, or whenever nothing is asked, whichever saves more; undefined where neither saves. */
export function changeOfHours(hours: Hours): HoursChange | undefined {
  const { owned, load, timeZone, microdollarsPerHour } = hours;
  const least = leastMachines(owned);
  const stoppable = (owned.count - least) / owned.count;
  if (stoppable <= 0) return undefined;
  const wakeUpSeconds = owned.wake_up_seconds ?? ASSUMED_WAKE_UP_SECONDS;
  const schedule = scheduleOf(load, { timeZone, wakeUpSeconds });
  const onDemand =
    startsByCall(owned) && wakeUpSeconds <= MOST_WAIT_SECONDS
      ? scaleToZeroOf(load, wakeUpSeconds)
      : null;
  // Both by what the history would have saved: a schedule's estimate is of what comes.
  const byClock = schedule === null ? 0 : schedule.savedShare.high;
  const isByCall = onDemand !== null && onDemand.savedShare.estimate > byClock + WORTH_WAITING;
  const chosen = isByCall ? onDemand : schedule;
  if (chosen === null) return undefined;
  const saved = chosen.savedShare;
  const monthly = owned.count * microdollarsPerHour * HOURS_PER_MONTH;
  const of = (share: number): number => monthly * stoppable * share;
  const assumed =
    owned.wake_up_seconds === undefined
      ? ` (assumed: ${ASSUMED_WAKE_UP_SECONDS} s from the order to the first answer)`
      : "";
  return {
    schedule: isByCall || schedule === null ? undefined : schedule,
    least,
    left: {
      low: 1 - stoppable * saved.high,
      estimate: 1 - stoppable * saved.estimate,
      high: 1 - stoppable * saved.low,
    },
    turningPoint:
      schedule === null || isByCall ? undefined : turningPointOf(owned, schedule, wakeUpSeconds),
    change: {
      id: `${owned.name}/${isByCall ? "scale-to-zero" : "schedule"}`,
      kind: isByCall ? "scale_to_zero" : "schedule",
      machine: owned.name,
      text: isByCall
        ? `${owned.name}: none while nothing is asked, started by the next call`
        : `${owned.name}: ${least} instead of ${owned.count} from ${(schedule as Schedule).windows.map(windowText).join(", ")} (${timeZone})`,
      saving: wireEstimate(
        { low: of(saved.low), estimate: of(saved.estimate), high: of(saved.high) },
        isByCall
          ? `the least and the most of ${chosen.weeks} weeks of the history, and their mean`
          : `idle in each of ${chosen.weeks} weeks that were seen: the chance that it stays so`,
      ),
      evidence: [
        isByCall
          ? `in ${chosen.weeks} weeks ${chosen.wakesPerWeek.toFixed(1)} starts a week${assumed}`
          : `${(schedule as Schedule).hoursOff.toFixed(1)} hours off a week, starts${assumed} taken off`,
      ],
      risks: [
        isByCall
          ? `${chosen.wakesPerWeek.toFixed(1)} times a week the first callers wait ${wakeUpSeconds} s or are refused until it is there.`
          : "Whoever calls at these times finds nothing: holidays and releases are not in the history.",
        "Where capacity is scarce a machine that was given back may not be had again at once.",
      ],
      confidence: chosen.weeks >= 4 ? "high" : chosen.weeks >= 3 ? "medium" : "low",
      effort: owned.target === undefined ? "hours" : "minutes",
    },
  };
}

function turningPointOf(
  owned: FleetMachine,
  schedule: Schedule,
  wakeUpSeconds: number,
): TurningPoint {
  const hours = schedule.windows.reduce((sum, { from, to }) => sum + (to - from), 0);
  const each = hours / Math.max(1, schedule.wakesPerWeek);
  return {
    input: `time from the order to the first answer of ${owned.name}`,
    now: `${wakeUpSeconds} s`,
    turns_at: `${each.toFixed(1)} hours`,
    answer_then: "starting takes as long as the machine is off: the schedule saves nothing",
  };
}
