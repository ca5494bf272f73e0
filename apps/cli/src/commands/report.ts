import {
  billingReport,
  type ChargeBasis,
  chargeBases,
  type Dimension,
  dimensions,
  HeadgateError,
  precedenceReport,
  type ReportResult,
  spendByReport,
  totalsReport,
} from "@headgate/contract";
import { defineCommand } from "citty";
import { checkOption, repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readBeginning, readEnd, readTimeZone } from "../command-line/moment.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { readPair } from "../command-line/read-pair.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import type { ManagementApi } from "../management/management-api.ts";
import { renderReport } from "../report/render-report.ts";

/** `headgate report` */
export const reportCommand = defineCommand({
  meta: { name: "report", description: "What was spent: in total, and by one dimension." },
  args: {
    by: {
      type: "enum",
      options: [...dimensions],
      default: "model",
      valueHint: "DIMENSION",
      description: `What to group by: ${dimensions.join(", ")}`,
    },
    since: {
      type: "string",
      default: "7d",
      valueHint: "WHEN",
      description: "Beginning: a span such as 24h or 7d, a day, or a moment",
    },
    until: {
      type: "string",
      valueHint: "WHEN",
      description: "End: now unless said; a day is counted whole",
    },
    filter: {
      type: "string",
      valueHint: "KEY=VALUE",
      description:
        "Only calls with this value, e.g. team=support or tag.owner=platform; may stand several times",
    },
    charges: {
      type: "enum",
      options: [...chargeBases],
      default: "current",
      valueHint: "WHICH",
      description: "Charges as they hold now, or `original` as they were recorded with the calls",
    },
    limit: { type: "string", valueHint: "N", default: "100", description: "Rows at most" },
    explain: {
      type: "boolean",
      description: "Also tell by which source calls and bills count that several sources have",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const timeZone = readTimeZone(args.tz);
    const query = {
      ...readRange(args, { nowMs: Date.now(), timeZone }),
      by: readDimension(args.by),
      filter: readFilter(repeatedValues(rawArgs, "filter")),
      charges: args.charges === "original" ? ("original" as const) : undefined,
      limit: readWholeNumber("--limit", args.limit, { min: 1, max: 1000 }),
      isExplained: args.explain === true,
    };
    const report = await load(connectManagement(args.url, process.env), query);
    if (args.json) printJson(report);
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
}>;

async function load(api: ManagementApi, query: ReportQuery): Promise<ReportResult> {
  const { from, to, by, filter, charges, limit, isExplained } = query;
  const range = { from, to, ...filter, charges };
  const isFiltered = Object.keys(filter).length > 0;
  const [{ totals }, groups, billing, precedence] = await Promise.all([
    api.get("/api/reports/totals", range, totalsReport),
    api.get("/api/reports/spend-by", { ...range, by, limit }, spendByReport),
    // A part of the bill has no credits of its own.
    isFiltered ? null : api.get("/api/reports/billing", { from, to, charges }, billingReport),
    isExplained ? api.get("/api/reports/precedence", { from, to }, precedenceReport) : null,
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
  };
}

function readRange(
  args: Readonly<{ since: string; until?: string | undefined }>,
  clock: Readonly<{ nowMs: number; timeZone: string }>,
): Readonly<{ from: string; to: string }> {
  const from = readBeginning(args.since, { flag: "--since", ...clock });
  const to =
    args.until === undefined ? clock.nowMs : readEnd(args.until, { flag: "--until", ...clock });
  if (to <= from) throw new HeadgateError("command_invalid", "--since is not before --until.");
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/**
 * The API's filter parameters for `dimension=value` and `tag.key=value`.
 * @throws HeadgateError `command_invalid`
 */
export function readFilter(pairs: readonly string[]): Record<string, string> {
  const filter: Record<string, string> = {};
  for (const pair of pairs) {
    const [key, value] = readPair("--filter", pair);
    const tag = key.startsWith("tag.") ? key.slice("tag.".length) : undefined;
    if (tag === undefined) checkOption("the key of --filter", key, dimensions);
    const parameter = tag === undefined ? key : "tag";
    if (filter[parameter] !== undefined) {
      throw new HeadgateError("command_invalid", `--filter has ${parameter} twice.`);
    }
    filter[parameter] = tag === undefined ? value : `${tag}=${value}`;
  }
  return filter;
}

function readDimension(text: string): Dimension {
  const found = dimensions.find((dimension) => dimension === text);
  if (found === undefined) throw new HeadgateError("command_invalid", `--by ${text}`);
  return found;
}
