import { forecastReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { filterArgument } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { renderForecast } from "../insight/render-forecast.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate insight forecast` */
export const insightForecastCommand = defineCommand({
  meta: {
    name: "forecast",
    description:
      "What the month and the quarter (UTC) will have cost, and how far off such a forecast was in the past.",
  },
  args: { ...filterArgument, ...urlArgument, ...csvArgument, ...jsonArgument },
  run: async ({ args, rawArgs }) => {
    const filter = readFilter(repeatedValues(rawArgs, "filter"));
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/forecast", filter, forecastReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/forecast", report);
    else print(renderForecast(report));
    return exitCodes.done;
  },
});
