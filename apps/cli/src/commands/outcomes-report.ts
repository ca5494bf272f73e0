import { dimensions, outcomeGrains, outcomesReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { checkOption, repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderOutcomes } from "../outcomes/render-outcomes.ts";

/** `headgate outcomes report` */
export const outcomesReportCommand = defineCommand({
  meta: {
    name: "report",
    description:
      "What outcomes cost, failed attempts and retries included and told apart, by name and week.",
  },
  args: {
    name: {
      type: "string",
      valueHint: "NAME",
      description: "Only outcomes of this name, e.g. ticket_resolved",
    },
    grain: {
      type: "enum",
      options: [...outcomeGrains],
      default: "week",
      valueHint: "GRAIN",
      description: `Steps of time (UTC): ${outcomeGrains.join(", ")}`,
    },
    by: {
      type: "string",
      valueHint: "DIMENSION",
      description: `Also by what their calls have here: ${dimensions.join(", ")}`,
    },
    ...rangeArguments("84d"),
    ...filterArgument,
    limit: { type: "string", valueHint: "N", default: "10", description: "Groups at most" },
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const { from, to } = readRange(args, Date.now());
    if (args.by !== undefined) checkOption("--by", args.by, dimensions);
    const query = {
      from,
      to,
      ...readFilter(repeatedValues(rawArgs, "filter")),
      name: args.name,
      grain: args.grain,
      by: args.by,
      limit: readWholeNumber("--limit", args.limit, { min: 1, max: 50 }),
    };
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/outcomes/report", query, outcomesReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/outcomes/report", report);
    else print(renderOutcomes(report, { by: args.by, width: tableWidth() }));
    return exitCodes.done;
  },
});
