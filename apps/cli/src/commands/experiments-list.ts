import { experimentsReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { renderExperiments } from "../experiments/render-experiments.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate experiments list` */
export const experimentsListCommand = defineCommand({
  meta: {
    name: "list",
    description:
      "Every experiment of the range and what it says; ends with 1 where answers got worse in one.",
  },
  args: { ...rangeArguments("365d"), ...timeZoneArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/experiments", { from, to }, experimentsReport);
    if (args.json) printJson(report);
    else print(renderExperiments(report, tableWidth()));
    const isWorse = report.experiments.some(({ verdict }) => verdict === "worse");
    return isWorse ? exitCodes.finding : exitCodes.done;
  },
});
