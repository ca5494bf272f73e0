import {
  counted,
  type Experiment,
  type ExperimentArmFigures,
  type ExperimentDetail,
  type ExperimentQuality,
  type ExperimentVerdict,
} from "@headgate/contract";
import {
  formatDollars,
  multiply,
  type Picodollars,
  parseDollars,
  subtract,
  ZERO,
} from "@headgate/money";
import { signedDollars } from "../../format/change-words.ts";
import { costShown, dollarsShown, drawnLength } from "../../format/money-text.ts";
import type { BadgeTone } from "../../ui/badge.tsx";
import type { BandPoint } from "../../ui/band-chart.tsx";

export const verdictTexts: Readonly<
  Record<ExperimentVerdict, Readonly<{ text: string; tone: BadgeTone }>>
> = {
  too_early: { text: "too early", tone: "quiet" },
  saves: { text: "saves", tone: "good" },
  costs: { text: "costs more", tone: "attention" },
  not_known: { text: "not known yet", tone: "plain" },
  worse: { text: "answers worse", tone: "bad" },
};

const NOT_TOLD = "–";
/** Calls cost fractions of cents: a thousand of them have a length to draw. */
const CALLS = 1_000;

/** What the treated calls of the range cost less, and between what that lies. */
export const savedText = ({ saved }: Pick<Experiment, "saved">): string =>
  saved === null ? NOT_TOLD : signedDollars(saved.estimate);
export const savedBetween = ({ saved }: Pick<Experiment, "saved">): string =>
  saved === null ? "" : `${signedDollars(saved.low)} to ${signedDollars(saved.high)}`;

export const percentText = (share: number): string =>
  `${(share * 100).toFixed(2).replace(/\.?0+$/, "")} %`;
const shareText = (share: number | null): string =>
  share === null ? NOT_TOLD : percentText(share);
const meanText = (mean: number | null): string => (mean === null ? NOT_TOLD : mean.toFixed(1));

const costOfAll = ({ cost, calls, unpriced_calls: unpriced }: ExperimentArmFigures): string => {
  if (unpriced === 0) return dollarsShown(cost);
  return unpriced === calls ? "unknown" : `≥ ${dollarsShown(cost)}`;
};

type ArmRow = readonly [title: string, treated: string, heldOut: string];

/** The arms beside each other, a call. */
export const armRows = ({ arms: { treated, held_out: heldOut } }: Experiment): ArmRow[] => {
  const row = (title: string, textOf: (arm: ExperimentArmFigures) => string): ArmRow => [
    title,
    textOf(treated),
    textOf(heldOut),
  ];
  return [
    row("Sessions", ({ units }) => units.toLocaleString("en-GB")),
    row("Calls", ({ calls }) => calls.toLocaleString("en-GB")),
    ...(treated.unpriced_calls + heldOut.unpriced_calls === 0
      ? []
      : [row("Calls without a known cost", ({ unpriced_calls: calls }) => String(calls))]),
    row("Cost of all", costOfAll),
    row("Cost a call", ({ cost_per_call: cost }) => (cost === null ? NOT_TOLD : costShown(cost))),
    row("Input tokens a call", ({ input_tokens_per_call: mean }) => meanText(mean)),
    row("Output tokens a call", ({ output_tokens_per_call: mean }) => meanText(mean)),
    row("Milliseconds a call", ({ duration_ms_per_call: mean }) => meanText(mean)),
    row("Failed or cut short", ({ failures_per_call: mean }) => shareText(mean)),
    row("Outcomes", ({ outcomes }) => outcomes.toLocaleString("en-GB")),
    row("Outcomes accepted", ({ accepted_per_outcome: mean }) => shareText(mean)),
    row("Calls with feedback", ({ feedback }) => feedback.toLocaleString("en-GB")),
    row("Feedback, of 100 %", ({ feedback_mean: mean }) => shareText(mean)),
  ];
};

export const qualityNames: Readonly<Record<ExperimentQuality["measure"], string>> = {
  failures: "Failed or cut short",
  outcomes: "Outcomes accepted",
  feedback: "Feedback",
};
export const qualityVerdicts: Readonly<
  Record<ExperimentQuality["verdict"], Readonly<{ text: string; tone: BadgeTone }>>
> = {
  non_inferior: { text: "as good", tone: "good" },
  worse: { text: "worse", tone: "bad" },
  not_known: { text: "not known yet", tone: "quiet" },
};

export const differenceText = ({ difference }: ExperimentQuality): string =>
  difference === null
    ? "too few sessions tell"
    : `${percentText(difference.estimate)} (${percentText(difference.low)} to ${percentText(difference.high)})`;

/** What a thousand treated calls cost less, at the end of each day; 400 days at most. */
export const savedPoints = ({ over_time: days }: ExperimentDetail): BandPoint[] =>
  days.slice(-400).map(({ day, estimate, low, high }) => {
    const [saved, least, most] = [savedOn(estimate), savedOn(high), savedOn(low)];
    return {
      label: day.slice(5),
      title: `By the end of ${day} (UTC)`,
      facts: [
        ["Saved", shown(saved)],
        ["Lies between", `${shown(least)} and ${shown(most)}`],
      ],
      value: drawnLength(saved),
      expected: 0,
      band: [drawnLength(least), drawnLength(most)],
    };
  });

const shown = (amount: Picodollars): string => signedDollars(formatDollars(amount));

/** Treated less held out, a call, as what a thousand calls save. */
const savedOn = (difference: string): Picodollars =>
  subtract(ZERO, multiply(parseDollars(difference), CALLS));

/** What the figures rest on, in words. */
export const basisText = (one: Experiment): string => {
  const shares = one.shares.map(percentText).join(", ");
  const left =
    one.simulated_left_out === 0
      ? ""
      : ` ${counted(one.simulated_left_out, "simulated call is", "simulated calls are")} left out.`;
  return `${shares} of sessions held out, ${one.first_day} to ${one.last_day}.${left}`;
};
