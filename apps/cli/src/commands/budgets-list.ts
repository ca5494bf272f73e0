import { budgetsResponse } from "@headgate/contract";
import { defineCommand } from "citty";
import { renderBudgets } from "../budgets/render-budgets.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate budgets list` */
export const budgetsListCommand = defineCommand({
  meta: { name: "list", description: "The budgets of headgate.yaml, each by its fullest account." },
  args: { ...timeZoneArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const answer = await api.get("/api/budgets", {}, budgetsResponse);
    if (args.json) printJson(answer);
    else if (answer.budgets.length === 0)
      talk("There are no budgets yet: write them under budgets in headgate.yaml.");
    else print(renderBudgets(answer, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
