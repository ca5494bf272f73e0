import { counted, type ImportedSource, type ImportSummary, skipReasons } from "@headgate/contract";
import { type Column, renderTable } from "../command-line/render-table.ts";
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

const sourcesTable = ({ sources }: ImportSummary, timeZone: string, width: number): string =>
  sources.length === 0
    ? ""
    : renderTable(
        sourceColumns,
        sources.map((source) => sourceCells(source, timeZone)),
        width,
      );

export const sourceColumns: readonly Column[] = [
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
];

/** What one source brought, under {@link sourceColumns}. */
export const sourceCells = (source: ImportedSource, timeZone: string): string[] => [
  source.source,
  showCount(source.files),
  showCount(source.rows),
  showCount(source.added),
  showCount(source.already_there),
  showCount(source.replaced),
  showCount(source.seen_elsewhere),
  showCount(source.skipped),
  moment(source.first_at, timeZone),
  moment(source.last_at, timeZone),
];

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

const skipLines = (summary: ImportSummary): string => block("Left out", leftOut(summary));

/** What was left out, why, and the first places of it. */
export const leftOut = ({ skips }: ImportSummary): string[] =>
  skips.map(({ source, reason, count, examples }) => {
    const places = examples
      .slice(0, MOST_PLACES)
      .map(({ place, detail }) =>
        detail === undefined ? place : `${place} (${detail.replace(/\.$/, "")})`,
      );
    const more = count > places.length ? ", …" : "";
    return `${showCount(count)} × ${skipReasons[reason]}${source === null ? "" : `, in ${source}`}: ${places.join(", ")}${more}`;
  });

const warningLines = (summary: ImportSummary): string =>
  block("Contradictions in what was read", contradictions(summary));

/** Contradictions in what was read, the first of each kind. */
export function contradictions({ warnings }: ImportSummary): string[] {
  const shown = warnings.slice(0, MOST_WARNINGS);
  const rest = warnings.length - shown.length;
  return [
    ...shown.map(
      ({ warning, count, example }) =>
        `${showCount(count)} × ${warning.replace(/\.?$/, ".")} First: ${example}`,
    ),
    ...(rest > 0 ? [`and ${counted(rest, "other kind")}`] : []),
  ];
}

const block = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : [title, ...lines.map((line) => `  ${line}`)].join("\n");
