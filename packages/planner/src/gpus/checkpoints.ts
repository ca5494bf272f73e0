import { HOURS_PER_MONTH } from "../statistics/month.ts";

/** Of a run: how long a checkpoint takes, how long it is until work goes on after a loss, and how often it is lost. */
export type Interrupted = Readonly<{
  checkpointSeconds: number;
  restartSeconds: number;
  /** Losses an hour of the whole run. */
  lossesPerHour: number;
}>;

export type Checkpoints =
  | Readonly<{
      kind: "planned";
      everyHours: number;
      /** Time added to the work, as a share of it. */
      overhead: number;
    }>
  /** So often that the first-order formula says nothing: hardly any work would be done. */
  | Readonly<{ kind: "too_often" }>
  /** Nothing is ever lost: no checkpoint pays. */
  | Readonly<{ kind: "never" }>;

/** The share of time that checkpoints and losses may take for the formula to be near the optimum. */
const MOST_OVERHEAD = 0.5;

/**
 * How often to write a checkpoint: every √(2C/λ), Young's first-order optimum
 * (J. W. Young, A first order approximation to the optimum checkpoint interval, CACM 17:9, 1974; as the Young/Daly
 * formula in https://hal.inria.fr/hal-02514107, read 2026-11-29), with C the time of a checkpoint and λ the rate of losses. The
 * overhead is C/τ for checkpoints, and λ(τ/2 + R) for work that is done again and restarts: √(2Cλ) + λR.
 */
export function checkpointsFor(run: Interrupted): Checkpoints {
  const { lossesPerHour } = run;
  if (lossesPerHour === 0) return { kind: "never" };
  const checkpoint = run.checkpointSeconds / 3600;
  const everyHours = Math.sqrt((2 * checkpoint) / lossesPerHour);
  const overhead =
    Math.sqrt(2 * checkpoint * lossesPerHour) + lossesPerHour * (run.restartSeconds / 3600);
  return overhead > MOST_OVERHEAD
    ? { kind: "too_often" }
    : { kind: "planned", everyHours, overhead };
}

/** Losses an hour of one machine of which so large a share is taken back in a month, at a constant rate. */
export const lossesPerHour = (monthlyShare: number): number =>
  -Math.log(1 - Math.min(monthlyShare, 0.9999)) / HOURS_PER_MONTH;
