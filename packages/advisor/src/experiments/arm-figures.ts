import type { ExperimentArm, ExperimentArmFigures, ExperimentMeasure } from "@headgate/contract";
import type { ExperimentDay, Moments } from "@headgate/ledger";
import { divideRounded, formatDollars, picodollars } from "@headgate/money";
import { sumsOf } from "./strata.ts";

/** What the sessions of one arm came to. */
export function armFiguresOf(
  days: readonly ExperimentDay[],
  arm: ExperimentArm,
): ExperimentArmFigures {
  const of = (measure: ExperimentMeasure): Moments => sumsOf(days, arm, measure);
  const calls = days.filter((day) => day.arm === arm).reduce((sum, day) => sum + day.calls, 0);
  const [cost, failures, outcomes, feedback] = [
    of("cost"),
    of("failures"),
    of("outcomes"),
    of("feedback"),
  ];
  const spent = picodollars(cost.sum);
  return {
    units: failures.units,
    calls,
    unpriced_calls: calls - cost.count,
    cost: formatDollars(spent),
    cost_per_call:
      cost.count === 0 ? null : formatDollars(divideRounded(spent, BigInt(cost.count))),
    input_tokens_per_call: meanOf(of("input_tokens")),
    output_tokens_per_call: meanOf(of("output_tokens")),
    duration_ms_per_call: meanOf(of("duration"), 1_000),
    failures_per_call: meanOf(failures),
    outcomes: outcomes.count,
    accepted_per_outcome: meanOf(outcomes),
    feedback: feedback.count,
    feedback_mean: meanOf(feedback, 1_000_000),
  };
}

const meanOf = ({ sum, count }: Moments, unit = 1): number | null =>
  count === 0 ? null : Number(sum) / count / unit;
