import type { Experiment, ExperimentsReport, ExperimentVerdict } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";

export const verdictTexts: Readonly<Record<ExperimentVerdict, string>> = {
  too_early: "too early",
  saves: "saves",
  costs: "costs more",
  not_known: "not known yet",
  worse: "ANSWERS WORSE",
};

/** The list for a person: a row an experiment. */
export function renderExperiments({ experiments }: ExperimentsReport, width: number): string {
  if (experiments.length === 0) {
    return "No call of the range was in an experiment. Give a policy a holdout, e.g. holdout: { output: 0.05 }, and name sessions with x-headgate-session.";
  }
  return [
    renderTable(
      [
        { title: "Experiment" },
        { title: "Sessions", align: "right" },
        { title: "held out", align: "right" },
        { title: "Saved", align: "right" },
        { title: "from – to", align: "right" },
        { title: "What it says" },
      ],
      experiments.map(rowOf),
      width,
    ),
    "",
    "Intervals hold at every moment at once (95 %): look as often as you like.",
    ...(experiments.some(({ simulated }) => simulated)
      ? ["Experiments marked (simulated) are of simulated calls: their money is too."]
      : []),
  ].join("\n");
}

const rowOf = (one: Experiment): string[] => [
  one.simulated ? `${one.name} (simulated)` : one.name,
  showCount(one.arms.treated.units),
  showCount(one.arms.held_out.units),
  one.saved === null ? "–" : dollarsOf(one.saved.estimate),
  one.saved === null ? "–" : `${dollarsOf(one.saved.low)} – ${dollarsOf(one.saved.high)}`,
  verdictTexts[one.verdict],
];

export const dollarsOf = (text: string): string => displayDollarsCompact(parseDollars(text));
