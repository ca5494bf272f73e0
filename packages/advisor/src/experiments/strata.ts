import type { ExperimentArm, ExperimentMeasure } from "@headgate/contract";
import type { ExperimentDay, Moments } from "@headgate/ledger";
import type { Stratum } from "./difference.ts";
import { addMoments, noMoments } from "./moments.ts";

/** What was known of a session before its lot was drawn, and with which share it was. */
const keyOf = ({ experiment, model, feature, share }: ExperimentDay): string =>
  JSON.stringify([experiment, model, feature, share]);

/** Which sessions had their lot drawn together: of one experiment, with one share. */
export const lotOf = ({ experiment, share }: ExperimentDay): string =>
  JSON.stringify([experiment, share]);

/** A measure's sums by stratum, to which days are added one after the other. */
export class Strata {
  readonly #byKey = new Map<string, Stratum>();
  readonly #measure: ExperimentMeasure;

  constructor(measure: ExperimentMeasure, days: readonly ExperimentDay[] = []) {
    this.#measure = measure;
    for (const day of days) this.add(day);
  }

  add(day: ExperimentDay): void {
    const key = keyOf(day);
    const known = this.#byKey.get(key) ?? {
      lot: lotOf(day),
      treated: noMoments,
      held_out: noMoments,
    };
    const added = addMoments(known[day.arm], day.moments[this.#measure]);
    this.#byKey.set(key, { ...known, [day.arm]: added });
  }

  get all(): readonly Stratum[] {
    return [...this.#byKey.values()];
  }
}

/** The sums of an arm, over all of its sessions. */
export const sumsOf = (
  days: readonly ExperimentDay[],
  arm: ExperimentArm,
  measure: ExperimentMeasure,
): Moments =>
  days
    .filter((day) => day.arm === arm)
    .reduce((sum, { moments }) => addMoments(sum, moments[measure]), noMoments);
