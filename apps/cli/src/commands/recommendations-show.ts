import { recommendationDetail } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderRecommendation } from "../recommendations/render-recommendation.ts";

/** `headgate recommendations show` */
export const recommendationsShowCommand = defineCommand({
  meta: {
    name: "show",
    description:
      "One recommendation: its evidence, what applying it writes, what it came to since.",
  },
  args: {
    id: { type: "positional", description: "Its id, as the list shows it.", required: true },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const api = connectManagement(args.url, process.env);
    const path = `/api/recommendations/${encodeURIComponent(args.id)}`;
    const detail = await api.get(path, {}, recommendationDetail);
    if (args.json) printJson(detail);
    else print(renderRecommendation(detail));
    return exitCodes.done;
  },
});
