import { recommendationsAnswer } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderRecommendations } from "../recommendations/render-recommendations.ts";

/** `headgate recommendations list` */
export const recommendationsListCommand = defineCommand({
  meta: {
    name: "list",
    description:
      "What should change, worth most first, and how far the programme is. Tried out on the calls of the range.",
  },
  args: { ...rangeArguments("30d"), ...timeZoneArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const asked = { from, to, set: "computed" } as const;
    const report = await api.get("/api/recommendations", asked, recommendationsAnswer);
    if (args.json) printJson(report);
    else print(renderRecommendations(report, tableWidth()));
    return exitCodes.done;
  },
});
