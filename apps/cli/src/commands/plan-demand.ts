import { planDemandReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderDemand, renderNoPlan } from "../plan/render-demand.ts";

/** `headgate plan demand` */
export const planDemandCommand = defineCommand({
  meta: {
    name: "demand",
    description:
      "What demand was by the minute or hour, how uneven, and how it is expected to go on. Ends with 1 where there is none.",
  },
  args: { ...rangeArguments("90d"), ...filterArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args, rawArgs }) => {
    const { from, to } = readRange(args, Date.now());
    const filter = readFilter(repeatedValues(rawArgs, "filter"));
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/plan/demand", { ...filter, from, to }, planDemandReport);
    if (args.json) printJson(report);
    else print(report.kind === "no_plan" ? renderNoPlan(report) : renderDemand(report));
    return report.kind === "no_plan" ? exitCodes.finding : exitCodes.done;
  },
});
