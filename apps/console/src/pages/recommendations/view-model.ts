import {
  counted,
  notSeenText,
  type PlanSource,
  type ProgrammePhase,
  type Realised,
  type Recommendation,
  type RecommendationAction,
  type RecommendationState,
  type RecommendationsReport,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { dollarsShown } from "../../format/money-text.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

export const phaseNames: Readonly<Record<ProgrammePhase, string>> = {
  visibility: "Visibility",
  quick_wins: "Quick wins",
  infrastructure: "Infrastructure",
  continuous: "Continuous",
};

export const actionNames: Readonly<Record<RecommendationAction, string>> = {
  accept: "Accept",
  apply: "Apply",
  dismiss: "Dismiss",
  reopen: "Open again",
  revert: "Revert",
};

/** What an action does, before it is done. */
export const actionTexts: Readonly<Record<RecommendationAction, string>> = {
  accept: "It is to be done; nothing changes yet.",
  apply:
    "Its change is written into headgate.yaml and holds at once. What it saves is followed from then on.",
  dismiss: "It is not wanted. What is left is worked out without it.",
  reopen: "It is open again; nothing changes.",
  revert: "headgate.yaml is put back as it was before it was applied.",
};

/** The shares of sessions that one can choose to hold out, the usual one among them. */
export const holdoutShares = (usual: number): readonly number[] =>
  [...new Set([0, 0.05, 0.1, 0.2, usual])].sort((a, b) => a - b);

/** Where there is no policy to write, applying it means that somebody has done it. */
export const doneByHand = "You have done what its steps say. Nothing is written.";

export const stateTones: Readonly<Record<RecommendationState, BadgeTone>> = {
  open: "plain",
  accepted: "attention",
  applied: "good",
  verified: "good",
  worse: "bad",
  dismissed: "quiet",
};

/** Where it stands; one that was opened again may not be found any more. */
export const stateText = ({
  state,
  found_no_more: isGone,
}: Pick<Recommendation, "state" | "found_no_more">): string =>
  isGone ? `${state}, not found any more` : state;

export type PhaseView = Readonly<{
  phase: ProgrammePhase;
  number: number;
  name: string;
  /** From 0 to 1: done of all that is not dismissed; undefined where there is nothing to do. */
  done: number | undefined;
  text: string;
  dollars: string;
  effort: string;
}>;

/** The programme, phase by phase. */
export const phaseViews = ({ phases }: RecommendationsReport): readonly PhaseView[] =>
  phases.map(({ phase, recommended, done, dismissed, dollars_per_month, effort_hours }, index) => {
    const all = recommended - dismissed;
    return {
      phase,
      number: index + 1,
      name: phaseNames[phase],
      done: all === 0 ? undefined : done / all,
      text: all === 0 ? "Nothing to do" : `${done} of ${all} done`,
      dollars: `${monthText(dollars_per_month)}`,
      effort: effort_hours === 0 ? "" : `${effort_hours} h`,
    };
  });

const monthText = (dollars: string): string => `${dollarsText(dollars)} a month`;
/** What calls cost in a month and what of it can be saved; calls without a known price are in neither. */
export function reportSums({
  spend_per_month: spend,
  saves_per_month: saves,
  calls_without_cost: unpriced,
}: RecommendationsReport): Readonly<{ spend: string; saves: string }> {
  if (unpriced === 0) return { spend: dollarsText(spend), saves: dollarsText(saves) };
  const isKnown = parseDollars(spend) !== 0n;
  return {
    spend: isKnown ? `≥ ${dollarsText(spend)}` : "unknown",
    saves: isKnown || parseDollars(saves) !== 0n ? dollarsText(saves) : "unknown",
  };
}

const dollarsText = (dollars: string): string => dollarsShown(dollars);

/** What it saves, for a cell. */
export function savesText({ dollars_per_month: dollars }: Recommendation): string {
  return dollars === null ? "not known" : dollarsText(dollars.estimate);
}

/** Between which sums; empty where that is not known. */
export function betweenText({ dollars_per_month: dollars }: Recommendation): string {
  if (dollars === null || dollars.low === null || dollars.high === null) return "";
  return `${dollarsText(dollars.low)} to ${dollarsText(dollars.high)}`;
}

/** Why there is nothing to recommend. */
export function emptyTexts({
  calls,
  bills,
}: Pick<RecommendationsReport, "calls" | "bills">): Readonly<{ title: string; text: string }> {
  if (calls > 0) {
    return {
      title: "Nothing to recommend",
      text: "No lever would have saved anything on these calls, and nothing was found that should be mended.",
    };
  }
  const title = "No calls to try changes out on";
  return bills
    ? {
        title,
        text: "There are bills alone, and bills say nothing that should change. Send calls through the gateway, or take in logs: every lever is then tried out on them.",
      }
    : {
        title,
        text: "Send calls through the gateway, or take in logs or bills: what should change is then worked out of them.",
      };
}

/** What the answer rests on, in a sentence each. */
export function basisTexts(report: RecommendationsReport): readonly string[] {
  const {
    calls,
    sample,
    depth,
    calls_without_facts: without,
    calls_without_cost: unpriced,
  } = report;
  if (calls === 0) {
    return [
      report.bills
        ? "There were bills alone: what they say is less certain than what calls say."
        : "There are neither calls nor bills in the range.",
    ];
  }
  const read =
    sample === null
      ? `Every change was tried out on ${counted(calls, "call")}`
      : `Every change was tried out on ${counted(calls, "call")}, in ${sample.stretches} of ${sample.of} stretches of the range`;
  return [
    `${read}, upon those that act before it: no dollar is saved twice.`,
    ...(depth === "rows" && calls > 0
      ? ["The calls tell what was used alone; calls through the gateway tell more."]
      : without > 0 && calls > 0
        ? [`${counted(without, "call")} ${without === 1 ? "tells" : "tell"} what was used alone.`]
        : []),
    ...(unpriced > 0
      ? [
          `${counted(unpriced, "call without a known cost adds", "calls without a known cost add")} nothing.`,
        ]
      : []),
    ...(report.too_small.count > 0
      ? [
          `${counted(report.too_small.count, "change")} of less than a thousandth of the spend each, ${monthText(report.too_small.dollars_per_month)} together, ${report.too_small.count === 1 ? "is" : "are"} left out.`,
        ]
      : []),
    ...report.not_seen.map(notSeenText),
  ];
}

/** A price or fact with its age and where it stands. */
export const sourceText = ({ what, value, source, age_days: age }: PlanSource): string =>
  `${what}: ${value}, ${age === null ? "" : `${counted(age, "day")} old, `}${source}`;

/** What was promised and what came of it. */
export function realisedTexts(realised: Realised): readonly string[] {
  const { realised_per_month: now, before_per_month: before, within_interval: within } = realised;
  const { estimate, low, high } = realised.promised_per_month;
  const between =
    low === null || high === null ? "" : ` (${dollarsText(low)} to ${dollarsText(high)})`;
  const promised = `Promised: ${monthText(estimate)}${between}.`;
  if (now === null) {
    return [
      promised,
      "In force for less than a day: too early to tell what it saves.",
      ...heldOutTexts(realised),
    ];
  }
  const held =
    within === null
      ? ""
      : within
        ? " That is what was promised."
        : " That is not what was promised.";
  return [
    promised,
    `Realised: ${monthText(now)}, and ${before === null ? "how much before is not known" : `${dollarsText(before)} before`}.${held}`,
    ...(realised.before_untold === null ? [] : [realised.before_untold]),
    ...heldOutTexts(realised),
    ...(realised.unknown_calls === 0
      ? []
      : [`${counted(realised.unknown_calls, "call")} whose saving is not known are in no figure.`]),
  ];
}

/** What the hold-out says, where there is one. */
function heldOutTexts({ held_out: heldOut }: Realised): readonly string[] {
  if (heldOut === null) return [];
  const { saved_per_month: saved, reason } = heldOut;
  return [
    ...(saved === null
      ? []
      : [
          `Measured against held-out sessions: ${monthText(saved.estimate)} (${dollarsText(saved.low)} to ${dollarsText(saved.high)}).`,
        ]),
    reason,
  ];
}
