import { counted, type SimulationReport, simulationTexts } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { dollarsShown } from "../../format/money-text.ts";

/** What stands in the form at first. */
export const firstPolicies = `policies:
  - name: repeated-questions
    match: { operation: chat }
    exact_cache: { when: always, ttl_minutes: 60 }
    output: { max_tokens: learned }
    prefix_cache: { mode: auto }
`;

export type FactView = Readonly<{ title: string; value: string; note: string }>;

const dollarsText = (dollars: string): string => dollarsShown(dollars);

/** A cost that leaves out calls without a price. */
const costText = (dollars: string, unpriced: number): string => {
  if (unpriced === 0) return dollarsText(dollars);
  return parseDollars(dollars) === 0n ? "unknown" : `≥ ${dollarsText(dollars)}`;
};
/** Nothing saved where calls are left out is not known to be nothing. */
const savedText = (dollars: string, leftOut: number): string =>
  leftOut > 0 && parseDollars(dollars) === 0n ? "unknown" : dollarsText(dollars);

/** Today's beside the new. */
export function simulationFacts(report: SimulationReport): readonly FactView[] {
  const { cost_per_month: cost, saved_per_month: saved, mean_duration_ms: duration } = report;
  const { calls_without_cost: unpriced } = report;
  const between =
    saved.low === null || saved.high === null
      ? "too few days to tell how much they differ"
      : `95 % between ${dollarsText(saved.low)} and ${dollarsText(saved.high)}`;
  return [
    { title: "Now", value: costText(cost.now, unpriced), note: "a month, as it was paid" },
    {
      title: "With these policies",
      value: costText(cost.next, unpriced),
      note: "a month, simulated",
    },
    { title: "Saves", value: savedText(saved.estimate, unpriced), note: between },
    ...(duration === null
      ? []
      : [
          {
            title: "A call takes",
            value: `${duration.next.toLocaleString("en-US")} ms`,
            note: `on average; ${duration.now.toLocaleString("en-US")} ms now`,
          },
        ]),
  ];
}

/** What was read, and what is missing in it. */
export function readTexts(report: SimulationReport): readonly string[] {
  const { calls, sample, calls_without_cost: unpriced } = report;
  const where =
    sample === null ? "" : `, in ${sample.stretches} of ${sample.of} stretches of the range`;
  return [
    `Tried out on ${counted(calls, "call")}${where}.`,
    ...simulationTexts(report),
    ...(unpriced === 0
      ? []
      : [
          `${counted(unpriced, "call without a known cost adds", "calls without a known cost add")} nothing.`,
        ]),
  ];
}

export type LeverLine = Readonly<{
  lever: string;
  calls: string;
  moved: string;
  saves: string;
  effects: readonly string[];
}>;

export const leverLines = ({ levers }: SimulationReport): readonly LeverLine[] =>
  levers.map(({ lever, calls, moved, unknown, dollars_per_month: dollars, effects }) => ({
    lever,
    calls: calls.toLocaleString("en-US"),
    moved: `${moved.toLocaleString("en-US")}${unknown === 0 ? "" : `, ${unknown} not known`}`,
    saves: savedText(dollars.estimate, unknown),
    effects,
  }));
