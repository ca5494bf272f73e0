import { type AnalyzeResult, counted, notSeenText } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { type Block, plainTable, type Section } from "@headgate/page";
import { spendSentence } from "../../recommendations/spend-sentence.ts";

const MOST = 10;

/** What to change, worth most first; nothing where neither calls nor bills say anything. */
export function adviceSection({ advice }: AnalyzeResult): readonly Section[] {
  if (advice === null) return [];
  return [{ id: "advice", title: "What to change", blocks: [...blocksOf(advice)] }];
}

type Advice = NonNullable<AnalyzeResult["advice"]>;

function blocksOf(advice: Advice): readonly Block[] {
  const { recommendations } = advice;
  const shown = recommendations.slice(0, MOST);
  const more = recommendations.length - shown.length;
  return [
    { kind: "text", text: sumOf(advice) },
    ...(shown.length === 0
      ? []
      : [
          plainTable(
            "Worth most first",
            [
              { title: "$ a month" },
              { title: "Between", align: "right" },
              { title: "Sure" },
              { title: "Risk" },
              { title: "Hours", align: "right" },
              { title: "What", prose: true },
            ],
            shown.map((one) => [
              one.dollars_per_month === null ? "–" : dollarsOf(one.dollars_per_month.estimate),
              betweenOf(one),
              one.confidence.level,
              one.quality.risk,
              String(one.effort_hours),
              one.title,
            ]),
          ),
        ]),
    ...(more > 0 ? [{ kind: "text" as const, text: `And ${more} more: --json has all.` }] : []),
    ...advice.not_seen.map((one) => ({ kind: "text" as const, text: notSeenText(one) })),
    ...advice.not_planned.slice(0, MOST).map(({ subject, text, mend }) => ({
      kind: "text" as const,
      text: `Not recommended, ${subject}: ${text}${mend === null ? "" : ` ${mend}`}`,
    })),
    ...depthTexts(advice).map((text) => ({ kind: "text" as const, text })),
  ];
}

/** What it was told by, where the sum does not say it: bills are named there. */
function depthTexts({ depth }: Advice): readonly string[] {
  switch (depth) {
    case "bills":
      return [];
    case "rows":
      return [
        "Logs tell what calls used, not what they asked: repeats, prompts that could be kept and limits can be told of calls that go through the gateway.",
      ];
    case "bodies":
      return ["What was asked and answered was there: changes were tried out on the very texts."];
    case "facts":
      return [
        "Digests and sizes of requests were there, no texts: repeats, prompts that could be kept and limits were tried out on the calls themselves.",
      ];
    default:
      depth satisfies never;
      return [];
  }
}

function sumOf(advice: Advice): string {
  const { calls, sample, saves_per_month, calls_without_cost } = advice;
  const where =
    sample === null ? "" : ` in ${sample.stretches} of ${sample.of} stretches of the period`;
  const unpriced =
    calls_without_cost === 0
      ? ""
      : ` ${counted(calls_without_cost, "call without a known cost adds", "calls without a known cost add")} nothing.`;
  if (calls === 0) {
    return `There were bills alone: what they say is less certain. It comes to ${dollarsOf(saves_per_month)} a month.`;
  }
  return `${spendSentence(advice)} Each change was tried out on ${counted(calls, "call")}${where}, upon those that act before it: no dollar is saved twice.${unpriced}`;
}

const dollarsOf = (text: string): string => displayDollarsCompact(parseDollars(text));

function betweenOf({ dollars_per_month: dollars }: Advice["recommendations"][number]): string {
  if (dollars === null || dollars.low === null || dollars.high === null) return "–";
  return `${dollarsOf(dollars.low)} to ${dollarsOf(dollars.high)}`;
}
