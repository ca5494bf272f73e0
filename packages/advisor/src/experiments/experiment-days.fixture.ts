import { type ExperimentArm, type ExperimentMeasure, experimentMeasures } from "@headgate/contract";
import type { ExperimentDay, Moments } from "@headgate/ledger";
import { addMoments, momentsOfUnit, noMoments } from "./moments.ts";

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 9, 1);

/** A day of sessions of one call each; what is not said of a measure nobody told. */
export function daysOf(
  arm: ExperimentArm,
  sessions: readonly Readonly<Partial<Record<ExperimentMeasure, bigint>>>[],
  more: Partial<ExperimentDay> & { day?: number } = {},
): ExperimentDay {
  const { day = 0, ...rest } = more;
  const moments = Object.fromEntries(
    experimentMeasures.map((measure): [ExperimentMeasure, Moments] => [
      measure,
      sessions.reduce((sum, session) => {
        const value = session[measure];
        return value === undefined ? sum : addMoments(sum, momentsOfUnit(value, 1));
      }, noMoments),
    ]),
  ) as ExperimentDay["moments"];
  return {
    ...{ experiment: "faq/output", lever: "output", arm, share: 0.1, simulated: false },
    ...{ model: "gpt-5", feature: "faq", dayMs: FIRST_MS + day * DAY_MS },
    calls: sessions.length,
    moments,
    ...rest,
  };
}

/** Sessions whose costs are around a mean, of which so many failed; each calls a provider once. */
export const sessionsOf = (
  count: number,
  { cost, failed = 0 }: Readonly<{ cost: bigint; failed?: number }>,
) =>
  Array.from({ length: count }, (_, index) => ({
    cost: cost + BigInt(index % 3) - 1n,
    duration: 1_000_000n,
    output_tokens: 10n,
    failures: index < failed ? 1n : 0n,
  }));
