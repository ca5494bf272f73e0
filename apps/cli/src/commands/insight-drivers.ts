import { dimensions, driversReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { askSimulated } from "../insight/ask-simulated.ts";
import { renderDrivers } from "../insight/render-drivers.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate insight drivers` */
export const insightDriversCommand = defineCommand({
  meta: {
    name: "drivers",
    description:
      "What moved the cost against the time of the same length before, divided exactly into volume, mix, tokens, cache and price.",
  },
  args: {
    by: {
      type: "enum",
      options: [...dimensions],
      default: "model",
      valueHint: "DIMENSION",
      description: `Whose values to name: ${dimensions.join(", ")}`,
    },
    ...rangeArguments("7d"),
    ...filterArgument,
    limit: { type: "string", valueHint: "N", default: "5", description: "Drivers at most" },
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const { from, to, timeZone } = readRange(args, Date.now());
    const filter = readFilter(repeatedValues(rawArgs, "filter"));
    const limit = readWholeNumber("--limit", args.limit, { min: 1, max: 50 });
    const api = connectManagement(args.url, process.env);
    const query = { from, to, by: args.by, limit, ...filter };
    const report = await api.get("/api/drivers", query, driversReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/drivers", report);
    else {
      const [before, after] = await Promise.all([
        askSimulated(api, report.before, filter),
        askSimulated(api, report.after, filter),
      ]);
      const simulated = { before, after };
      print(renderDrivers(report, { timeZone, width: tableWidth(), simulated }));
    }
    return exitCodes.done;
  },
});
