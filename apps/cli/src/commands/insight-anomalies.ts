import { anomaliesReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { askSimulated } from "../insight/ask-simulated.ts";
import { renderAnomalies } from "../insight/render-anomalies.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate insight anomalies` */
export const insightAnomaliesCommand = defineCommand({
  meta: {
    name: "anomalies",
    description:
      "When spend was off what was usual, by how many dollars, and why. Ends with 1 when there is such a time.",
  },
  args: {
    grain: {
      type: "enum",
      options: ["hour", "day"],
      default: "day",
      valueHint: "GRAIN",
      description: "Whether days or hours (UTC) are judged",
    },
    ...rangeArguments("30d"),
    ...filterArgument,
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const { from, to, timeZone } = readRange(args, Date.now());
    const filter = readFilter(repeatedValues(rawArgs, "filter"));
    const api = connectManagement(args.url, process.env);
    const query = { from, to, grain: args.grain, ...filter };
    const report = await api.get("/api/anomalies", query, anomaliesReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/anomalies", report);
    else {
      const simulated = await askSimulated(api, report, filter);
      print(renderAnomalies(report, { timeZone, width: tableWidth(), simulated }));
    }
    const isFinding = [report.judgement, report.beyond_calls?.judgement].some(
      (judgement) => judgement?.kind === "judged" && judgement.anomalies.length > 0,
    );
    return isFinding ? exitCodes.finding : exitCodes.done;
  },
});
