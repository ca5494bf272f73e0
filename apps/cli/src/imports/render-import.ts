import { type ImportSummary, skipReasons } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";
import { showCount, showTime } from "../command-line/show-time.ts";

const MOST_PLACES = 3;
const MOST_WARNINGS = 20;

/** The summary for a person: what came in, what it cost, what was left out and where. */
export function renderImport(
  summary: ImportSummary,
  { timeZone, width }: Readonly<{ timeZone: string; width: number }>,
): string {
  return [
    heading(summary),
    sourcesTable(summary, timeZone, width),
    costLines(summary),
    skipLines(summary),
    warningLines(summary),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function heading({ import_number, sources }: ImportSummary): string {
  if (sources.length === 0) return "Nothing was found that Headgate reads.";
  return import_number === null
    ? "Nothing was kept; an empty ledger would have taken in:"
    : `Import ${import_number} holds:`;
}

function sourcesTable({ sources }: ImportSummary, timeZone: string, width: number): string {
  if (sources.length === 0) return "";
  const counts = [
    "files",
    "rows",
    "added",
    "already_there",
    "replaced",
    "seen_elsewhere",
    "skipped",
  ] as const;
  return renderTable(
    [
      { title: "Source" },
      { title: "Files", align: "right" },
      { title: "Rows", align: "right" },
      { title: "Added", align: "right" },
      { title: "Already there", align: "right" },
      { title: "Replaced", align: "right" },
      { title: "Seen elsewhere", align: "right" },
      { title: "Skipped", align: "right" },
      { title: "From" },
      { title: "To" },
    ],
    sources.map((source) => [
      source.source,
      ...counts.map((count) => showCount(source[count])),
      moment(source.first_at, timeZone),
      moment(source.last_at, timeZone),
    ]),
    width,
  );
}

const moment = (at: string | null, timeZone: string): string =>
  at === null ? "–" : showTime(Date.parse(at), timeZone);

/** Exact, and never added to each other: the two costs are two questions, and so are two currencies. */
function costLines({ sources }: ImportSummary): string {
  const lines = sources.flatMap(({ source, costs }) =>
    costs.map(
      ({ currency, billed_cost, effective_cost }) =>
        `  ${source}: ${billed_cost} ${currency} billed, ${effective_cost} ${currency} effective`,
    ),
  );
  return lines.length === 0 ? "" : ["Costs of the added rows", ...lines].join("\n");
}

function skipLines({ skips }: ImportSummary): string {
  if (skips.length === 0) return "";
  const lines = skips.map(({ source, reason, count, examples }) => {
    const places = examples
      .slice(0, MOST_PLACES)
      .map(({ place, detail }) =>
        detail === undefined ? place : `${place} (${detail.replace(/\.$/, "")})`,
      );
    const more = count > places.length ? ", …" : "";
    return `  ${showCount(count)} × ${skipReasons[reason]}${source === null ? "" : `, in ${source}`}: ${places.join(", ")}${more}`;
  });
  return ["Left out", ...lines].join("\n");
}

function warningLines({ warnings }: ImportSummary): string {
  if (warnings.length === 0) return "";
  const shown = warnings.slice(0, MOST_WARNINGS);
  const rest = warnings.length - shown.length;
  return [
    "Contradictions in what was read",
    ...shown.map(
      ({ warning, count, example }) => `  ${showCount(count)} × ${warning} First: ${example}`,
    ),
    ...(rest > 0 ? [`  and ${showCount(rest)} other kinds`] : []),
  ].join("\n");
}
