import { answerCutNames, callSortColumns, callsReport, leverNames } from "@headgate/contract";
import { defineCommand } from "citty";
import { checkOption, repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderCalls } from "../report/render-calls.ts";

const cuts = [...answerCutNames, "any"] as const;

/** `headgate report calls` */
export const reportCallsCommand = defineCommand({
  meta: {
    name: "calls",
    description:
      "The calls behind the numbers, one a line: how each ended, and whether it was cut.",
  },
  args: {
    ...rangeArguments("7d"),
    ...filterArgument,
    lever: {
      type: "string",
      valueHint: "LEVER",
      description: `Only calls on which it acted: ${leverNames.join(", ")}`,
    },
    cut: {
      type: "string",
      valueHint: "WHY",
      description: `Only calls whose answer a rule cut: ${cuts.join(", ")}`,
    },
    sort: {
      type: "string",
      valueHint: "COLUMN",
      default: "time",
      description: `Largest first: ${callSortColumns.join(", ")}`,
    },
    limit: { type: "string", valueHint: "N", default: "50", description: "Calls at most" },
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const timeZone = readTimeZone(args.tz);
    const { from, to } = readRange(args, Date.now());
    if (args.lever !== undefined) checkOption("--lever", args.lever, leverNames);
    if (args.cut !== undefined) checkOption("--cut", args.cut, cuts);
    checkOption("--sort", args.sort, callSortColumns);
    const query = {
      from,
      to,
      ...readFilter(repeatedValues(rawArgs, "filter")),
      lever: args.lever,
      cut: args.cut,
      sort: args.sort,
      limit: readWholeNumber("--limit", args.limit, { min: 1, max: 500 }),
    };
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/calls", query, callsReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/calls", report);
    else print(renderCalls(report, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
