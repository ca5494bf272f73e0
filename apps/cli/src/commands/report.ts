import {
  type AttributionField,
  attributionFields,
  billingReport,
  type ChargeBasis,
  chargeBases,
  type Dimension,
  dimensions,
  HeadgateError,
  precedenceReport,
  type ReportResult,
  sharedReport,
  spendByReport,
  totalsReport,
} from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import type { ManagementApi } from "../management/management-api.ts";
import { renderReport } from "../report/render-report.ts";

/** `headgate report` */
export const reportCommand = defineCommand({
  meta: { name: "report", description: "What was spent: in total, and by one dimension." },
  subCommands: {
    calls: () => import("./report-calls.ts").then((module) => module.reportCallsCommand),
    tokens: () => import("./report-tokens.ts").then((module) => module.reportTokensCommand),
  },
  args: {
    by: {
      type: "enum",
      options: [...dimensions],
      default: "model",
      valueHint: "DIMENSION",
      description: `What to group by: ${dimensions.join(", ")}`,
    },
    ...rangeArguments("7d"),
    ...filterArgument,
    charges: {
      type: "enum",
      options: [...chargeBases],
      default: "current",
      valueHint: "WHICH",
      description: "Charges as they hold now, or `original` as they were recorded with the calls",
    },
    limit: { type: "string", valueHint: "N", default: "100", description: "Rows at most" },
    "split-shared": {
      type: "boolean",
      description:
        "Also tell each one's own cost and its part of shared costs, by attribution.shared of headgate.yaml; with --by of a label and no --filter",
    },
    explain: {
      type: "boolean",
      description: "Also tell by which source calls and bills count that several sources have",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const { from, to, timeZone } = readRange(args, Date.now());
    const query = {
      from,
      to,
      by: readDimension(args.by),
      filter: readFilter(repeatedValues(rawArgs, "filter")),
      charges: args.charges === "original" ? ("original" as const) : undefined,
      limit: readWholeNumber("--limit", args.limit, { min: 1, max: 1000 }),
      isExplained: args.explain === true,
      sharedBy:
        args["split-shared"] === true
          ? sharedLabel(args.by, { words: rawArgs.join(" "), charges: args.charges })
          : undefined,
    };
    const report = await load(connectManagement(args.url, process.env), query);
    if (args.json) printJson(report);
    else if (args.csv && report.shared !== null) printCsv("/api/reports/shared", report.shared);
    else if (args.csv) printCsv("/api/reports/spend-by", report);
    else print(renderReport(report, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});

export type ReportQuery = Readonly<{
  from: string;
  to: string;
  by: Dimension;
  filter: Readonly<Record<string, string>>;
  charges: ChargeBasis | undefined;
  limit: number | undefined;
  /** Whether the precedence of sources is told as well. */
  isExplained: boolean;
  /** The label among whose values shared costs are split. */
  sharedBy: AttributionField | undefined;
}>;

async function load(api: ManagementApi, query: ReportQuery): Promise<ReportResult> {
  const { from, to, by, filter, charges, limit, isExplained, sharedBy } = query;
  const range = { from, to, ...filter, charges };
  const isFiltered = Object.keys(filter).length > 0;
  const [{ totals }, groups, billing, precedence, shared] = await Promise.all([
    api.get("/api/reports/totals", range, totalsReport),
    api.get("/api/reports/spend-by", { ...range, by, limit }, spendByReport),
    // A part of the bill has no credits of its own.
    isFiltered ? null : api.get("/api/reports/billing", { from, to, charges }, billingReport),
    isExplained ? api.get("/api/reports/precedence", { from, to }, precedenceReport) : null,
    sharedBy === undefined
      ? null
      : api.get("/api/reports/shared", { from, to, by: sharedBy }, sharedReport),
  ]);
  return {
    from,
    to,
    filter: { ...filter },
    charges: charges ?? "current",
    by,
    totals,
    ...groups,
    billing,
    precedence,
    shared,
  };
}

/**
 * @throws HeadgateError `command_invalid`: models share nothing, a filter would leave out who shares, and shared costs
 * are told by the charges of now alone
 */
function sharedLabel(
  by: string,
  { words, charges }: Readonly<{ words: string; charges: string | undefined }>,
): AttributionField {
  const refused = (why: string) => new HeadgateError("command_invalid", `--split-shared ${why}`);
  const label = attributionFields.find((field) => field === by);
  if (label === undefined) {
    throw refused(`needs --by of a label: ${attributionFields.join(", ")}.`);
  }
  if (words.includes("--filter")) {
    throw refused("takes no --filter: who shares is decided by all calls.");
  }
  if (charges === "original") {
    throw refused("takes no --charges original: shared costs are split by the charges of now.");
  }
  return label;
}

function readDimension(text: string): Dimension {
  const found = dimensions.find((dimension) => dimension === text);
  if (found === undefined) throw new HeadgateError("command_invalid", `--by ${text}`);
  return found;
}
