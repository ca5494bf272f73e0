import {
  counted,
  notSeenText,
  type ProgrammePhase,
  type Recommendation,
  type RecommendationsReport,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { spendSentence } from "./spend-sentence.ts";

const phaseNames: Readonly<Record<ProgrammePhase, string>> = {
  visibility: "1 Visibility",
  quick_wins: "2 Quick wins",
  infrastructure: "3 Infrastructure",
  continuous: "4 Continuous",
};

/** The list for a person: the programme, a row each, and what it rests on. */
export function renderRecommendations(report: RecommendationsReport, width: number): string {
  const { recommendations, phases, next } = report;
  if (recommendations.length === 0) {
    return [
      ...basis(report),
      "",
      emptyText(report),
      ...smallText(report),
      ...report.not_seen.map(notSeenText),
      ...notPlannedText(report),
    ].join("\n");
  }
  return [
    ...basis(report),
    "",
    renderTable(
      [
        { title: "Phase" },
        { title: "To do", align: "right" },
        { title: "Done", align: "right" },
        { title: "$ a month", align: "right" },
        { title: "Hours", align: "right" },
      ],
      phases.map((phase) => [
        phaseNames[phase.phase],
        showCount(phase.recommended - phase.done - phase.dismissed),
        showCount(phase.done),
        dollarsOf(phase.dollars_per_month),
        String(phase.effort_hours),
      ]),
      width,
    ),
    "",
    renderTable(
      [
        { title: "What" },
        { title: "Id" },
        { title: "$ a month", align: "right" },
        { title: "from – to", align: "right" },
        { title: "Sure" },
        { title: "Risk" },
        { title: "State" },
      ],
      recommendations.map((one) => rowOf(one, next)),
      width,
    ),
    "",
    "Each is worked out beside those that act before it: together they never save more than is spent.",
    ...smallText(report),
    ...report.not_seen.map(notSeenText),
    ...notPlannedText(report),
    ...(next === null ? [] : [`Next: headgate recommendations show ${next}`]),
  ].join("\n");
}

const smallText = ({ too_small: { count, dollars_per_month } }: RecommendationsReport): string[] =>
  count === 0
    ? []
    : [
        `${counted(count, "change")} of less than a thousandth of the spend each, ${dollarsOf(dollars_per_month)} a month together, ${count === 1 ? "is" : "are"} left out.`,
      ];

/** What of capacity is not recommended, and what it would take. */
const notPlannedText = ({ not_planned: none }: RecommendationsReport): string[] =>
  none.length === 0
    ? []
    : [
        "",
        "Not recommended:",
        ...none.flatMap(({ kind, subject, text, mend }) => [
          `  ${kind}, ${subject}: ${text}`,
          ...(mend === null ? [] : [`    ${mend}`]),
        ]),
        "",
      ];

function basis(report: RecommendationsReport): string[] {
  const { calls, sample, saves_per_month: saves } = report;
  const read =
    sample === null
      ? counted(calls, "call")
      : `${counted(calls, "call")} in ${sample.stretches} of ${sample.of} stretches of the range`;
  return [
    ...(calls === 0
      ? [
          report.bills
            ? `There were bills alone: what they say is less certain. It comes to ${dollarsOf(saves)} a month.`
            : "There are neither calls nor bills in the range.",
        ]
      : [spendSentence(report), `Tried out on ${read}${depthText(report)}.`]),
    ...(report.calls_without_cost === 0
      ? []
      : [
          `${counted(report.calls_without_cost, "call without a known cost adds", "calls without a known cost add")} nothing.`,
        ]),
  ];
}

const depthText = ({
  depth,
  calls,
  calls_without_facts: without,
}: RecommendationsReport): string =>
  depth === "rows"
    ? ", which tell what was used alone: calls through the gateway tell more"
    : without === 0 || calls === 0
      ? ""
      : `; ${showCount(without)} of them ${without === 1 ? "tells" : "tell"} what was used alone`;

function emptyText({ calls, bills }: RecommendationsReport): string {
  if (calls > 0) {
    return "Nothing is recommended: no lever would have saved anything on these calls.";
  }
  return bills
    ? "There are no calls in the range, and bills say nothing that should change."
    : "Send calls through the gateway, or take in logs or bills: what should change is then worked out of them.";
}

function rowOf(one: Recommendation, next: string | null): string[] {
  const dollars = one.dollars_per_month;
  const low = dollars?.low ?? null;
  const high = dollars?.high ?? null;
  return [
    one.id === next ? `→ ${one.title}` : one.title,
    one.id,
    dollars === null ? "–" : dollarsOf(dollars.estimate),
    low === null || high === null ? "–" : `${dollarsOf(low)} – ${dollarsOf(high)}`,
    one.confidence.level,
    one.quality.risk,
    one.found_no_more ? "open, not found any more" : one.state,
  ];
}

const dollarsOf = (text: string): string => displayDollarsCompact(parseDollars(text));
