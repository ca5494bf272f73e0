import { budgetExplanation } from "@headgate/contract";
import { defineCommand } from "citty";
import { renderExplanation } from "../budgets/render-budgets.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate budgets explain CALL` */
export const budgetsExplainCommand = defineCommand({
  meta: {
    name: "explain",
    description: "To which budgets a call counts, and what each of its attempts came to.",
  },
  args: {
    call: {
      type: "positional",
      required: true,
      description: "The call's id: x-headgate-call-id of its answer.",
      valueHint: "CALL",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const path = `/api/budgets/calls/${encodeURIComponent(args.call)}`;
    const answer = await api.get(path, {}, budgetExplanation);
    if (args.json) printJson(answer);
    else print(renderExplanation(answer, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
