import { kpisReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { renderKpis } from "../insight/render-kpis.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate insight kpis` */
export const insightKpisCommand = defineCommand({
  meta: {
    name: "kpis",
    description:
      "The KPIs of a time with their targets, against the time of the same length before.",
  },
  args: {
    ...rangeArguments("30d"),
    ...filterArgument,
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const { from, to } = readRange(args, Date.now());
    const filter = readFilter(repeatedValues(rawArgs, "filter"));
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/kpis", { from, to, ...filter }, kpisReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/kpis", report);
    else print(renderKpis(report, tableWidth()));
    return exitCodes.done;
  },
});
