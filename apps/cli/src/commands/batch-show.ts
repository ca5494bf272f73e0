import { defineCommand } from "citty";
import { connectBatches, keyArgument } from "../batch/connect-batches.ts";
import { renderBatches } from "../batch/render-batch.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";

/** `headgate batch show ID` */
export const batchShowCommand = defineCommand({
  meta: {
    name: "show",
    description: "How a batch stands; ends with 1 when a request of it failed.",
  },
  args: {
    id: { type: "positional", required: true, description: "The batch's id" },
    ...keyArgument,
    ...urlArgument,
    ...timeZoneArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { client } = connectBatches(args, process.env);
    const { view, errors } = await client.get(args.id);
    if (args.json) printJson(view);
    else print(renderBatches([view], { timeZone: readTimeZone(args.tz), width: tableWidth() }));
    for (const error of errors) talk(error);
    return view.failed > 0 || errors.length > 0 ? exitCodes.finding : exitCodes.done;
  },
});
