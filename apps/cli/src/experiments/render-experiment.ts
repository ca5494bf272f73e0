import type { ExperimentArmFigures, ExperimentDetail, ExperimentQuality } from "@headgate/contract";
import { type Column, renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { dollarsOf, verdictTexts } from "./render-experiments.ts";

const DAYS_SHOWN = 14;
const numbers = (...titles: string[]): Column[] =>
  titles.map((title) => ({ title, align: "right" }));

/** One experiment for a person: what it says, its arms, the quality, and its last days. */
export function renderExperiment(detail: ExperimentDetail, width: number): string {
  const { name, reason, verdict, arms, saved, quality, simulated } = detail;
  const shares = detail.shares.map(percent).join(", ");
  return [
    `${name}: ${verdictTexts[verdict]}${simulated ? " (simulated)" : ""}`,
    reason,
    `${shares} of sessions held out, ${detail.first_day} to ${detail.last_day}.`,
    ...(detail.simulated_left_out === 0
      ? []
      : [`${showCount(detail.simulated_left_out)} simulated calls are left out.`]),
    ...(saved === null
      ? []
      : [
          `Saved on the treated calls: ${dollarsOf(saved.estimate)} (${dollarsOf(saved.low)} to ${dollarsOf(saved.high)}, 95 %, at every moment at once).`,
        ]),
    "",
    renderTable(
      [{ title: "A call" }, ...numbers("treated", "held out")],
      armRows.map(([title, textOf]) => [title, textOf(arms.treated), textOf(arms.held_out)]),
      width,
    ),
    "",
    renderTable(
      [
        { title: "Quality" },
        ...numbers("difference", "from – to", "may be worse by"),
        { title: "" },
      ],
      quality.map(qualityRow),
      width,
    ),
    ...overTime(detail, width),
  ].join("\n");
}

const armRows: readonly (readonly [string, (arm: ExperimentArmFigures) => string])[] = [
  ["sessions", ({ units }) => showCount(units)],
  ["calls", ({ calls }) => showCount(calls)],
  ["without a known cost", ({ unpriced_calls: calls }) => showCount(calls)],
  ["cost", ({ cost_per_call: cost }) => (cost === null ? "–" : dollarsOf(cost))],
  ["input tokens", ({ input_tokens_per_call: mean }) => meanText(mean)],
  ["output tokens", ({ output_tokens_per_call: mean }) => meanText(mean)],
  ["milliseconds", ({ duration_ms_per_call: mean }) => meanText(mean)],
  ["failed or cut short", ({ failures_per_call: mean }) => shareText(mean)],
  ["outcomes", ({ outcomes }) => showCount(outcomes)],
  ["accepted", ({ accepted_per_outcome: mean }) => shareText(mean)],
  ["with feedback", ({ feedback }) => showCount(feedback)],
  ["feedback, of 100 %", ({ feedback_mean: mean }) => shareText(mean)],
];

const meanText = (mean: number | null): string => (mean === null ? "–" : mean.toFixed(1));
const percent = (share: number): string => `${(share * 100).toFixed(2).replace(/\.?0+$/, "")} %`;
const shareText = (share: number | null): string => (share === null ? "–" : percent(share));

const qualityNames = {
  failures: "Failed or cut short",
  outcomes: "Accepted outcomes",
  feedback: "Feedback",
} as const;
const qualityVerdicts = {
  non_inferior: "as good",
  worse: "WORSE",
  not_known: "not known yet",
} as const;

const qualityRow = ({ measure, difference, margin, verdict }: ExperimentQuality): string[] => [
  qualityNames[measure],
  shareText(difference?.estimate ?? null),
  difference === null ? "–" : `${percent(difference.low)} – ${percent(difference.high)}`,
  percent(margin),
  qualityVerdicts[verdict],
];

function overTime({ over_time: days }: ExperimentDetail, width: number): string[] {
  if (days.length === 0) return [];
  const shown = days.slice(-DAYS_SHOWN);
  const earlier = days.length - shown.length;
  return [
    "",
    renderTable(
      [{ title: "By the end of" }, ...numbers("treated costs more by", "from", "to")],
      shown.map(({ day, estimate, low, high }) => [day, ...[estimate, low, high].map(dollarsOf)]),
      width,
    ),
    ...(earlier === 0 ? [] : [`${earlier} earlier days with --json.`]),
  ];
}
