import { modelOffersReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderOffers } from "../models/render-offers.ts";

/** `headgate models offers` */
export const modelsOffersCommand = defineCommand({
  meta: {
    name: "offers",
    description:
      "Models that no pool has: which of your tasks they could take, what that would save a month, what trying costs, and the line to write.",
  },
  args: {
    ...rangeArguments("7d"),
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/models/offers", { from, to }, modelOffersReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/models/offers", report);
    else print(renderOffers(report, tableWidth()));
    return exitCodes.done;
  },
});
