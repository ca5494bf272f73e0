import { dimensions, timeGrains, tokensReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { checkOption, repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderTokens } from "../tokens/render-tokens.ts";

/** `headgate report tokens` */
export const reportTokensCommand = defineCommand({
  meta: {
    name: "tokens",
    description:
      "Where tokens went: parts of prompts (estimated), cache, output and reasoning, and what levers saved and took away.",
  },
  args: {
    by: {
      type: "string",
      valueHint: "DIMENSION",
      description: `Also by what calls have here: ${dimensions.join(", ")}`,
    },
    grain: {
      type: "string",
      valueHint: "GRAIN",
      description: `Also over time (UTC): ${timeGrains.join(", ")}`,
    },
    ...rangeArguments("7d"),
    ...filterArgument,
    limit: { type: "string", valueHint: "N", default: "20", description: "Values named at most" },
    ...timeZoneArgument,
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const { from, to } = readRange(args, Date.now());
    if (args.by !== undefined) checkOption("--by", args.by, dimensions);
    if (args.grain !== undefined) checkOption("--grain", args.grain, timeGrains);
    const query = {
      from,
      to,
      ...readFilter(repeatedValues(rawArgs, "filter")),
      by: args.by,
      grain: args.grain,
      limit: readWholeNumber("--limit", args.limit, { min: 1, max: 100 }),
    };
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/reports/tokens", query, tokensReport);
    if (args.json) printJson(report);
    else if (args.csv) printCsv("/api/reports/tokens", report);
    else print(renderTokens(report, { by: args.by, width: tableWidth() }));
    return exitCodes.done;
  },
});
