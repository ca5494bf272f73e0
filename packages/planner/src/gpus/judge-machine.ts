import type { machineJudgements } from "@headgate/contract";
import type { Machine } from "../infrastructure/infrastructure-price.ts";
import { IDLE_ACTIVITY } from "./idle-windows.ts";
import { type ActivityBasis, loadSummary, type MachineLoad } from "./machine-load.ts";
import { percent } from "./monthly.ts";

type Judgement = (typeof machineJudgements)[number];

/** A week of hours: less says nothing about nights and weekends. */
const LEAST_HOURS = 168;
/** The busiest usual hour of a machine that does anything at all. */
const IDLE_BUSY_HOUR = 0.05;
/** The mean from which a machine is well used: beside a busy hour of 70 % a day's shape leaves about that. */
const WELL_USED_MEAN = 0.4;
const WELL_USED_BUSY_HOUR = 0.6;

export type MachineVerdict = Readonly<{
  judgement: Judgement;
  because: string;
  mean: number | null;
  busyHour: number | null;
  hours: number;
}>;

const basisText: Readonly<Record<ActivityBasis, string>> = {
  sm_active: "of its processors had work",
  utilisation: "of the time some kernel ran, which is an upper bound of the work done",
  upper_bound: "at most (a sum over devices whose number is not known)",
  cpu: "of its CPUs were busy",
  entered: "busy, as entered",
};

/**
 * Judges a machine by what it did, never by the memory that it holds: servers take all of a GPU's memory when they
 * start. Nor by its CPUs, where it has accelerators or may have some: they idle while those work. Whether it is oversized is
 * for {@link judgeMachine}'s caller to say, who knows whether something smaller would do.
 *
 * @param machine what it is made of, where that is known
 */
export function judgeMachine(
  load: MachineLoad | null,
  machine: Machine | undefined,
): MachineVerdict {
  const summary = load === null ? null : loadSummary(load.activity);
  if (load === null || summary === null)
    return verdict("not_measured", "Nothing in the ledger says how busy it was.", null);
  if (load.basis === "cpu" && (machine === undefined || machine.accelerators !== undefined))
    return verdict("not_measured", onlyCpus(machine), null);
  if (summary.known < LEAST_HOURS)
    return verdict(
      "not_measured",
      `Only ${summary.known} hours were measured; a judgement takes ${LEAST_HOURS}.`,
      summary,
    );
  const said = `${percent(summary.mean)} ${basisText[load.basis]}; ${percent(summary.busyHour)} in its busiest usual hour`;
  const calls = load.invocations?.some((value) => value > 0);
  if (calls !== true && summary.mean <= IDLE_ACTIVITY && summary.busyHour <= IDLE_BUSY_HOUR)
    return verdict("idle", `${said}${calls === false ? ", and no call" : ""}.`, summary);
  if (summary.mean >= WELL_USED_MEAN || summary.busyHour >= WELL_USED_BUSY_HOUR)
    return verdict("well_used", `${said}.`, summary);
  return verdict("underused", `${said}.`, summary);
}

const onlyCpus = (machine: Machine | undefined): string =>
  machine === undefined
    ? "Whether it has accelerators is not known, and only its CPUs were measured, which say nothing of those."
    : "Of its accelerators nothing says how busy they were: only its CPUs were measured.";

const verdict = (
  judgement: Judgement,
  because: string,
  summary: ReturnType<typeof loadSummary>,
): MachineVerdict => ({
  judgement,
  because,
  mean: summary === null ? null : summary.mean,
  busyHour: summary === null ? null : summary.busyHour,
  hours: summary === null ? 0 : summary.known,
});
