import { budgetsResponse, HeadgateError } from "@headgate/contract";
import { defineCommand } from "citty";
import { renderBudget } from "../budgets/render-budgets.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { nearest } from "../command-line/nearest.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate budgets show NAME` */
export const budgetsShowCommand = defineCommand({
  meta: { name: "show", description: "One budget with all of its accounts." },
  args: {
    name: {
      type: "positional",
      required: true,
      description: "The budget's name.",
      valueHint: "NAME",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const { budgets } = await api.get("/api/budgets", {}, budgetsResponse);
    const budget = budgets.find(({ name }) => name === args.name);
    if (budget === undefined) {
      const names = budgets.map(({ name }) => name);
      const meant = nearest(args.name, names);
      throw new HeadgateError(
        "command_invalid",
        `There is no budget "${args.name}".${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
      );
    }
    if (args.json) printJson(budget);
    else print(renderBudget(budget, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
