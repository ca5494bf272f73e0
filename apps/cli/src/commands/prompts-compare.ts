import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { compareVersions } from "../prompts/compare-versions.ts";
import { readVersions } from "../prompts/read-versions.ts";
import { renderCompare } from "../prompts/render-compare.ts";

/** `headgate prompts compare NAME` */
export const promptsCompareCommand = defineCommand({
  meta: {
    name: "compare",
    description:
      "What an approved system prompt came to beside its original, by the sessions that were held out: output tokens, cost and outcomes.",
  },
  args: {
    name: {
      type: "positional",
      required: true,
      description: "The prompt's name in headgate.yaml",
    },
    ...rangeArguments("30d"),
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const { compared, approved, original } = await readVersions(api, args.name, { from, to });
    const arms = compareVersions({ approved, original });
    const result = { name: args.name, from, to, compared, ...arms };
    if (args.json) printJson(result);
    else print(renderCompare(result, tableWidth()));
    return exitCodes.done;
  },
});
