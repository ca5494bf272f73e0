import {
  counted,
  type Realised,
  type RecommendationDetail,
  type RecommendationPlan,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { nameOfTool } from "./exports-for-tool.ts";

/** One recommendation for a person: why, what it would write, what became of it. */
export function renderRecommendation(detail: RecommendationDetail): string {
  const { recommendation: one, actions, diff, not_written: notWritten, realised } = detail;
  const { quality, confidence, evidence } = one;
  return [
    one.title,
    "",
    `State       ${one.state}${one.found_no_more ? ", and not found in the calls any more" : ""}; what can be done: ${actions.join(", ")}`,
    `Saves       ${monthly(one.dollars_per_month, one.plan?.range_basis ?? "95 %")}`,
    ...(one.calls === null
      ? []
      : [
          `Calls       saves on ${counted(one.calls.saving, "call")}, costs on ${one.calls.costing}, of ${one.calls.in_scope}${one.unknown_calls === 0 ? "" : `; not known on ${one.unknown_calls}`}`,
        ]),
    `Sure        ${confidence.level}: ${confidence.reason}`,
    `Quality     risk ${quality.risk}: ${quality.reason}`,
    `            Check: ${quality.check}`,
    `Effort      ${one.effort_hours} h`,
    ...evidence.figures.map(({ what, value }) => `            ${what}: ${value}`),
    ...(evidence.call_ids.length === 0
      ? []
      : [`Calls such as ${evidence.call_ids.slice(0, 3).join(", ")}`]),
    ...one.steps.flatMap((step, index) => [
      ...(index === 0 ? ["", "What to do:"] : []),
      `  ${step}`,
    ]),
    ...(one.plan === null ? [] : planText(one.plan, one.id)),
    ...(realised === null ? [] : ["", ...realisedText(realised)]),
    ...one.life.flatMap((step, index) => [
      ...(index === 0 ? ["", "What was done:"] : []),
      `  ${step.at}  ${step.state} by ${step.by}${step.note === null ? "" : `: ${step.note}`}${step.config_version === null ? "" : ` (configuration ${step.config_version})`}`,
    ]),
    ...(diff === null ? [] : ["", "What applying it writes:", diff.trimEnd()]),
    ...(notWritten === null ? [] : ["", notWritten]),
  ].join("\n");
}

function planText(plan: RecommendationPlan, id: string): string[] {
  const part = (title: string, texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : ["", title, ...texts.map((text) => `  ${text}`)];
  const tools = [...new Set(plan.exports.map(({ tool }) => nameOfTool(tool)))];
  return [
    ...part("Risks to the money:", plan.risks),
    ...part("What would change it:", plan.would_change),
    ...part(
      "Prices and facts:",
      plan.sources.map(
        ({ what, value, source, age_days: age }) =>
          `${what}: ${value} (${age === null ? "" : `${counted(age, "day")} old, `}${source})`,
      ),
    ),
    ...part(
      "For your tools:",
      tools.map((tool) => `headgate recommendations show ${id} --export ${tool}`),
    ),
  ];
}

const dollarsOf = (text: string): string => displayDollarsCompact(parseDollars(text));

/** @param basis what the range is: the middle 95 % of histories unless a plan has one of its own */
function monthly(
  dollars: RecommendationDetail["recommendation"]["dollars_per_month"],
  basis: string,
): string {
  if (dollars === null) return "no dollars that are known";
  const { estimate, low, high } = dollars;
  const range =
    low === null || high === null
      ? "no range is known"
      : `${basis} between ${dollarsOf(low)} and ${dollarsOf(high)}`;
  return `${dollarsOf(estimate)} a month; ${range}`;
}

function realisedText(realised: Realised): string[] {
  const { realised_per_month: now, before_per_month: before, within_interval: within } = realised;
  if (now === null) {
    return [
      `Since ${realised.since}: less than a day, too early to tell what it saves.`,
      ...heldOutText(realised),
    ];
  }
  const held =
    within === null ? "" : within ? "; as was promised" : "; not within what was promised";
  return [
    `Since ${realised.since}: ${dollarsOf(now)} a month, ${before === null ? "how much before is not known" : `${dollarsOf(before)} before`}${held}.`,
    ...(realised.before_untold === null ? [] : [realised.before_untold]),
    `Promised: ${monthly(realised.promised_per_month, "range")}.`,
    ...heldOutText(realised),
    ...(realised.unknown_calls === 0
      ? []
      : [`${counted(realised.unknown_calls, "call")} whose saving is not known are in no figure.`]),
  ];
}

function heldOutText({ held_out: heldOut }: Realised): string[] {
  if (heldOut === null) return [];
  const { saved_per_month: saved, reason, experiments, verdict } = heldOut;
  return [
    ...(saved === null
      ? []
      : [
          `Measured against held-out sessions: ${dollarsOf(saved.estimate)} a month (${dollarsOf(saved.low)} to ${dollarsOf(saved.high)}, 95 %).`,
        ]),
    `${verdict === "worse" ? "WORSE: " : ""}${reason} See headgate experiments show "${experiments[0]}".`,
  ];
}
