import {
  bucketsOfCounts,
  counted,
  promptPartNames,
  promptPartTitles,
  type TokenBucket,
  type TokenCount,
  type TokensReport,
  type TokenUse,
} from "@headgate/contract";
import { displayDollarsCompact, type Picodollars, parseDollars, sum } from "@headgate/money";
import { type Column, renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";

/** Where tokens went, for a person. */
export function renderTokens(
  report: TokensReport,
  { by, width }: Readonly<{ by: string | undefined; width: number }>,
): string {
  const { total, groups, course } = report;
  const tables = [
    ...(by === undefined || groups.length === 0
      ? []
      : [
          "",
          renderTable(
            useColumns(by),
            groups.map((row) => [nameOf(row), ...useCells(row)]),
            width,
          ),
        ]),
    ...(report.left_out === 0
      ? []
      : [`"other" is ${counted(report.left_out, "value")} more: raise --limit to see them.`]),
    ...(course.length === 0
      ? []
      : [
          "",
          renderTable(
            useColumns("from"),
            course.map((row) => [row.start.slice(0, 16).replace("T", " "), ...useCells(row)]),
            width,
          ),
        ]),
  ];
  if (total.attempts === 0) return "No calls in this time.";
  return [...totalLines(total, width), ...tables, ...leverLines(report, width)].join("\n");
}

function totalLines(total: TokenUse, width: number): readonly string[] {
  const output = total.visible_tokens + total.reasoning_tokens;
  const { uncached_tokens, cache_read_tokens, cache_write_tokens } = total;
  const rows: readonly (readonly [string, number, ...TokenCount[]])[] = [
    ["Input", total.input_tokens, "uncached_tokens", "cache_read_tokens", "cache_write_tokens"],
    ...promptPartNames.map((part) => [`  ${promptPartTitles[part]}`, total.parts[part]] as const),
    ["  Not told", total.not_told_tokens],
    ["Of the input, new", uncached_tokens, "uncached_tokens"],
    ["  Read from the cache", cache_read_tokens, "cache_read_tokens"],
    ["  Written into it", cache_write_tokens, "cache_write_tokens"],
    ["Output", output, "visible_tokens", "reasoning_tokens"],
    ["  Visible", total.visible_tokens, "visible_tokens"],
    ["  Reasoning", total.reasoning_tokens, "reasoning_tokens"],
  ];
  return [
    renderTable(
      [
        { title: "tokens" },
        { title: "count", align: "right" },
        { title: "effective USD", align: "right" },
      ],
      rows.map(([name, tokens, ...counts]) => [
        name,
        showCount(tokens),
        counts.length === 0 ? "" : knownOf(total, costOf(total, counts)),
      ]),
      width,
    ),
    "",
    `Parts of prompts are estimated: the provider's count, divided by bytes of text. Told by ${showCount(total.told_attempts)} attempts, not told by ${showCount(total.not_told_attempts)}.`,
    effectiveCostLine(total),
    ...(total.unpriced_attempts === 0
      ? []
      : [
          `Unpriced: ${counted(total.unpriced_attempts, "attempt is", "attempts are")} in no cost above.`,
        ]),
  ];
}

function effectiveCostLine(total: TokenUse): string {
  const cost = knownOf(total, parseDollars(total.effective_cost));
  if (cost === "unknown") return "Effective cost unknown.";
  const simulated = /[1-9]/.test(total.simulated_cost)
    ? `; ${money(total.simulated_cost)} is simulated`
    : "";
  return `Effective cost ${cost}, ${money(total.other_cost)} of it for no such tokens${simulated}.`;
}

function leverLines({ levers, changes }: TokensReport, width: number): readonly string[] {
  if (levers.length === 0) return ["", "No lever acted in this time."];
  return [
    "",
    renderTable(
      [
        { title: "lever" },
        { title: "calls", align: "right" },
        { title: "saved USD", align: "right" },
        { title: "not known", align: "right" },
        { title: "input taken away", align: "right" },
        { title: "basis" },
      ],
      levers.map((row) => [
        row.lever,
        showCount(row.calls),
        savedText(row),
        showCount(row.unknown),
        row.input_tokens === null ? "–" : showCount(row.input_tokens),
        row.basis ?? "unknown",
      ]),
      width,
    ),
    ...(changes.length === 0
      ? []
      : [
          "",
          renderTable(
            [
              { title: "what was done" },
              { title: "by" },
              { title: "calls", align: "right" },
              { title: "times", align: "right" },
              { title: "input taken away", align: "right" },
            ],
            changes.map((row) => [
              row.did,
              row.lever,
              showCount(row.calls),
              row.count === null ? "–" : showCount(row.count),
              row.input_tokens === null ? "–" : showCount(row.input_tokens),
            ]),
            width,
          ),
        ]),
  ];
}

/** A sum of none that is known is not known; one that leaves some out is marked. */
function savedText({ known, unknown, saved, simulated }: TokensReport["levers"][number]): string {
  if (known === 0 && unknown > 0) return "unknown";
  if (known === 0) return "–";
  const least = unknown > 0 ? "≥ " : "";
  return `${least}${money(saved)}${/[1-9]/.test(simulated) ? ` (${money(simulated)} simulated)` : ""}`;
}

const costOf = ({ costs }: TokenUse, counts: readonly TokenCount[]): Picodollars =>
  sum(
    counts
      .flatMap((count): readonly TokenBucket[] => bucketsOfCounts[count])
      .flatMap((bucket) => costs[bucket] ?? [])
      .map(parseDollars),
  );

const useColumns = (first: string): readonly Column[] => [
  { title: first },
  ...[
    "calls",
    "input",
    ...promptPartNames.map((part) => part.replace("_", " ")),
    "not told",
    "output",
    "effective USD",
  ].map((title) => ({ title, align: "right" }) as const),
];

const useCells = (use: TokenUse): readonly string[] => [
  showCount(use.calls),
  showCount(use.input_tokens),
  ...promptPartNames.map((part) => showCount(use.parts[part])),
  showCount(use.not_told_tokens),
  showCount(use.visible_tokens + use.reasoning_tokens),
  knownOf(use, parseDollars(use.effective_cost)),
];

/** A sum that leaves unpriced attempts out is a lower bound, and one that leaves out all is not known. */
function knownOf({ attempts, unpriced_attempts }: TokenUse, amount: Picodollars): string {
  if (unpriced_attempts === 0) return displayDollarsCompact(amount);
  return unpriced_attempts === attempts ? "unknown" : `≥ ${displayDollarsCompact(amount)}`;
}

const nameOf = ({ group, is_other }: TokensReport["groups"][number]): string =>
  is_other ? "other" : (group ?? "(none)");

const money = (text: string): string => displayDollarsCompact(parseDollars(text));
