import { experimentDetail } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { renderExperiment } from "../experiments/render-experiment.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate experiments show NAME` */
export const experimentsShowCommand = defineCommand({
  meta: {
    name: "show",
    description:
      "One experiment: its arms, its quality, and its interval day by day; ends with 1 where answers got worse.",
  },
  args: {
    name: {
      type: "positional",
      description: "Its name, as the list shows it, e.g. faq/output.",
      required: true,
    },
    ...rangeArguments("365d"),
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const path = `/api/experiments/${encodeURIComponent(args.name)}`;
    const detail = await api.get(path, { from, to }, experimentDetail);
    if (args.json) printJson(detail);
    else print(renderExperiment(detail, tableWidth()));
    return detail.verdict === "worse" ? exitCodes.finding : exitCodes.done;
  },
});
