import {
  counted,
  type Experiment,
  type ExperimentDetail,
  type ExperimentQuality,
  type ExperimentVerdict,
  experimentArms,
} from "@headgate/contract";
import type { ExperimentDay } from "@headgate/ledger";
import { divideRounded, formatDollars, type Picodollars, picodollars } from "@headgate/money";
import { armFiguresOf } from "./arm-figures.ts";
import {
  comparedLots,
  type Difference,
  differenceOf,
  FEWEST_OF_STRATUM,
  FEWEST_UNITS,
} from "./difference.ts";
import { judgeQuality } from "./judge-quality.ts";
import { lotOf, Strata, sumsOf } from "./strata.ts";

const ALPHA = 0.05;
const MILLION = 1_000_000n;
const ofCost = { alpha: ALPHA, of: "amount" } as const;

/**
 * What an experiment says: the arms, what a treated call costs less or more than a held-out one, and whether answers are as
 * good. Real calls alone where there are any.
 *
 * @param days of one experiment, or of several about the same lever
 * @returns undefined where there is none
 */
export function judgeExperiment(
  name: string,
  days: readonly ExperimentDay[],
): Experiment | undefined {
  const real = days.filter(({ simulated }) => !simulated);
  const own = real.length > 0 ? real : days;
  const times = own.map(({ dayMs }) => dayMs);
  const [first] = own;
  if (first === undefined) return undefined;
  const strata = new Strata("cost", own).all;
  const difference = differenceOf(strata, ofCost);
  const lots = comparedLots(strata);
  // Of one lot alone nothing is left out: it is too early for all of it.
  const isOneLot = new Set(own.map(lotOf)).size === 1;
  const compared = isOneLot ? own : own.filter((day) => lots.has(lotOf(day)));
  const quality = judgeQuality(own);
  const cost = difference === undefined ? null : wireOf(difference, 1n);
  const arms = { treated: armFiguresOf(own, "treated"), held_out: armFiguresOf(own, "held_out") };
  const verdict = verdictOf(difference, quality);
  return {
    name,
    lever: first.lever,
    shares: [...new Set(own.map(({ share }) => share))].sort((a, b) => a - b),
    simulated: real.length === 0,
    simulated_left_out: days.reduce((sum, day) => sum + day.calls, 0) - callsOf(own),
    first_day: dayText(Math.min(...times)),
    last_day: dayText(Math.max(...times)),
    arms,
    cost_per_call: cost,
    saved: difference === undefined ? null : savedOf(difference, paidCalls(compared)),
    quality,
    verdict,
    reason: [reasonOf(verdict, fewestUnits(compared), quality), ...leftOut(own, compared)].join(
      " ",
    ),
  };
}

/** An experiment, and how its interval stood at the end of each day. */
export function experimentDetailOf(
  name: string,
  days: readonly ExperimentDay[],
): ExperimentDetail | undefined {
  const experiment = judgeExperiment(name, days);
  if (experiment === undefined) return undefined;
  const own = days.filter(({ simulated }) => simulated === experiment.simulated);
  const strata = new Strata("cost");
  const times = [...new Set(own.map(({ dayMs }) => dayMs))].sort((a, b) => a - b);
  const over_time = times.flatMap((time) => {
    for (const day of own) if (day.dayMs === time) strata.add(day);
    const found = differenceOf(strata.all, ofCost);
    return found === undefined ? [] : [{ day: dayText(time), ...wireOf(found, 1n) }];
  });
  return { ...experiment, over_time };
}

/**
 * Whether what an experiment is about is proven: it saves beyond chance, and of what is known of answers nothing may be worse
 * by more than the margin.
 */
export const isProven = ({ verdict, quality }: Experiment): boolean =>
  verdict === "saves" &&
  quality.every(
    ({ measure, difference, verdict: ofMeasure }) =>
      ofMeasure === "non_inferior" || (difference === null && measure !== "failures"),
  );

const callsOf = (days: readonly ExperimentDay[]): number =>
  days.reduce((sum, { calls }) => sum + calls, 0);

/** Treated calls that cost something: a cache of ours would have answered the others without the lever too. */
function paidCalls(days: readonly ExperimentDay[]): bigint {
  const isAboutCaches = days.some(
    ({ lever }) => lever === null || lever === "exact-cache" || lever === "semantic-cache",
  );
  return BigInt(sumsOf(days, "treated", isAboutCaches ? "cost" : "duration").count);
}

/** Sessions of both arms, whatever is known of them: every call tells whether it failed. */
const unitsOf = (days: readonly ExperimentDay[]) =>
  experimentArms.map((arm) => sumsOf(days, arm, "failures").units);
const fewestUnits = (days: readonly ExperimentDay[]): number => Math.min(...unitsOf(days));

/** That sessions are in no difference, where some are not: their experiment and share have too few in an arm. */
function leftOut(
  all: readonly ExperimentDay[],
  compared: readonly ExperimentDay[],
): readonly string[] {
  const sessions = (days: readonly ExperimentDay[]) =>
    unitsOf(days).reduce((sum, units) => sum + units, 0);
  const count = sessions(all) - sessions(compared);
  if (count === 0) return [];
  return [
    `Not compared: ${counted(count, "session")}, of shares or experiments with fewer than ${FEWEST_OF_STRATUM} in an arm.`,
  ];
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

type Interval = NonNullable<Experiment["cost_per_call"]>;

/** A difference a call times so many calls, in dollars; the interval is rounded outwards. */
function wireOf({ estimateInMillionths, radius }: Difference, times: bigint): Interval {
  const estimate = divideRounded(picodollars(estimateInMillionths * times), MILLION);
  const reach = divideRounded(picodollars(BigInt(Math.ceil(radius * 1e6)) * times), MILLION) + 1n;
  return intervalOf(estimate, reach);
}

const intervalOf = (estimate: Picodollars, reach: bigint): Interval => ({
  estimate: formatDollars(estimate),
  low: formatDollars(picodollars(estimate - reach)),
  high: formatDollars(picodollars(estimate + reach)),
});

/** What so many calls cost less. */
const savedOf = (difference: Difference, calls: bigint): Interval =>
  wireOf({ ...difference, estimateInMillionths: -difference.estimateInMillionths }, calls);

function verdictOf(
  difference: Difference | undefined,
  quality: readonly ExperimentQuality[],
): ExperimentVerdict {
  if (quality.some(({ verdict }) => verdict === "worse")) return "worse";
  if (difference === undefined) return "too_early";
  const estimate = Number(difference.estimateInMillionths) / 1e6;
  if (estimate + difference.radius < 0) return "saves";
  return estimate - difference.radius > 0 ? "costs" : "not_known";
}

const qualityNames = {
  failures: "More answers fail or are cut short than without it",
  outcomes: "Fewer outcomes are accepted than without it",
  feedback: "People think less of its answers than without it",
} as const satisfies Record<ExperimentQuality["measure"], string>;

function reasonOf(
  verdict: ExperimentVerdict,
  fewest: number,
  quality: readonly ExperimentQuality[],
): string {
  switch (verdict) {
    case "too_early":
      return `The smaller arm has ${fewest} sessions, and nothing is said below ${FEWEST_UNITS} of a known cost.`;
    case "saves": {
      const open = quality.filter(
        (one) =>
          one.verdict === "not_known" && (one.difference !== null || one.measure === "failures"),
      );
      return open.length === 0
        ? "It saves beyond chance, and answers are as good within the margin."
        : `It saves beyond chance; whether answers stay as good is not known yet: ${open.map(({ measure }) => measure).join(", ")}.`;
    }
    case "costs":
      return "Calls cost more with it than without it, beyond chance.";
    case "not_known":
      return "The interval holds nothing too: no difference is known yet.";
    case "worse":
      return `${quality
        .filter((one) => one.verdict === "worse")
        .map(({ measure }) => qualityNames[measure])
        .join("; ")}, beyond chance: switch it off.`;
    default:
      return verdict satisfies never;
  }
}
