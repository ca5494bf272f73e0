import { recommendationDetail } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import {
  exportsForTool,
  exportTools,
  readExportTool,
} from "../recommendations/exports-for-tool.ts";
import { renderRecommendation } from "../recommendations/render-recommendation.ts";

/** `headgate recommendations show` */
export const recommendationsShowCommand = defineCommand({
  meta: {
    name: "show",
    description:
      "One recommendation: its evidence, what applying it writes, what it came to since. Ends with 1 where --export has nothing for the tool.",
  },
  args: {
    id: { type: "positional", description: "Its id, as the list shows it.", required: true },
    export: {
      type: "string",
      valueHint: "TOOL",
      description: `Print what a tool takes to put it into practice: ${exportTools.join(", ")}`,
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const tool = readExportTool(args.export);
    const api = connectManagement(args.url, process.env);
    const path = `/api/recommendations/${encodeURIComponent(args.id)}`;
    const detail = await api.get(path, {}, recommendationDetail);
    if (tool !== undefined) {
      const { texts, talked } = exportsForTool(detail.recommendation, tool);
      for (const line of talked) talk(line);
      if (args.json) printJson(texts);
      else for (const { text } of texts) print(text.trimEnd());
      return texts.length === 0 ? exitCodes.finding : exitCodes.done;
    }
    if (args.json) printJson(detail);
    else print(renderRecommendation(detail));
    return exitCodes.done;
  },
});
