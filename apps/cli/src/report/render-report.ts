import { counted, type ReportResult, type SpendByRow, type Totals } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { type Column, renderTable } from "../command-line/render-table.ts";
import { showCount, showTime } from "../command-line/show-time.ts";
import { colors } from "../command-line/terminal.ts";
import { renderBilling } from "./render-billing.ts";
import { renderPrecedence } from "./render-precedence.ts";
import { renderShared } from "./render-shared.ts";

const money = (text: string): string => displayDollarsCompact(parseDollars(text));

/** The report for a person: the totals, what is missing from them, and the table. */
export function renderReport(
  report: ReportResult,
  { timeZone, width }: Readonly<{ timeZone: string; width: number }>,
): string {
  const range = `${showTime(Date.parse(report.from), timeZone)} to ${showTime(Date.parse(report.to), timeZone)} (${timeZone})`;
  const filter = Object.entries(report.filter)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
  return [
    `${range}${filter === "" ? "" : `, only ${filter}`}${report.charges === "original" ? ", as charged when the calls were recorded" : ""}`,
    "",
    ...renderTotals(report.totals),
    ...renderBilling(report.billing, width),
    "",
    report.rows.length === 0
      ? "No calls in this time."
      : renderTable(columnsFor(report.by), report.rows.map(cells), width),
    ...(report.left_out === 0
      ? []
      : [`… and ${showCount(report.left_out)} more: raise --limit to see them.`]),
    ...renderShared(report.shared, width),
    ...renderPrecedence(report.precedence, { isFiltered: filter !== "", width }),
  ].join("\n");
}

function renderTotals(totals: Totals): string[] {
  const perMillion = totals.effective_cost_per_million_tokens;
  const isPartlySimulated = /[1-9]/.test(totals.simulated_cost);
  return [
    `Effective cost  ${colors.bold(costText(totals.effective_cost, totals))}${isPartlySimulated ? `, of which ${money(totals.simulated_cost)} is simulated` : ""}`,
    `List cost       ${costText(totals.list_cost, totals)}`,
    `Calls           ${showCount(totals.calls)} in ${counted(totals.attempts, "attempt")}, ${showCount(totals.failed_attempts)} of them failed`,
    `Tokens          ${showCount(totals.input_tokens)} in (${showCount(totals.cache_read_tokens)} from cache), ${showCount(totals.output_tokens)} out`,
    ...(perMillion === null ? [] : [`Per 1M tokens   ${money(perMillion)}`]),
    // A hole must never read as nothing: what the costs above leave out is said beside them.
    ...(totals.unpriced_attempts === 0
      ? []
      : [
          colors.yellow(
            `Unpriced        ${counted(totals.unpriced_attempts, "attempt")} with ${counted(totals.unpriced_tokens, "token")} ${totals.unpriced_attempts === 1 ? "is" : "are"} in no cost above`,
          ),
        ]),
    ...(totals.unmetered_attempts === 0
      ? []
      : [
          colors.yellow(
            `Unmetered       ${counted(totals.unmetered_attempts, "attempt has", "attempts have")} no known tokens`,
          ),
        ]),
  ];
}

const columnsFor = (by: string): Column[] => [
  { title: by },
  { title: "calls", align: "right" },
  { title: "tokens in", align: "right" },
  { title: "tokens out", align: "right" },
  { title: "list USD", align: "right" },
  { title: "effective USD", align: "right" },
  { title: "per 1M USD", align: "right" },
  { title: "unpriced", align: "right" },
];

const cells = (row: SpendByRow): string[] => [
  row.group ?? "(none)",
  showCount(row.calls),
  showCount(row.input_tokens),
  showCount(row.output_tokens),
  costText(row.list_cost, row),
  costText(row.effective_cost, row),
  row.effective_cost_per_million_tokens === null
    ? "–"
    : money(row.effective_cost_per_million_tokens),
  showCount(row.unpriced_attempts),
];

/** A sum that leaves out unpriced attempts is a lower bound, and one that leaves out all is not known. */
function costText(text: string, { unpriced_attempts }: Totals): string {
  if (unpriced_attempts === 0) return money(text);
  return /[1-9]/.test(text) ? `≥ ${money(text)}` : "unknown";
}
