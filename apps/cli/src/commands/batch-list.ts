import { defineCommand } from "citty";
import { connectBatches, keyArgument } from "../batch/connect-batches.ts";
import { renderBatches } from "../batch/render-batch.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";

/** `headgate batch list` */
export const batchListCommand = defineCommand({
  meta: { name: "list", description: "The batches of a key, newest first." },
  args: { ...keyArgument, ...urlArgument, ...timeZoneArgument, ...jsonArgument },
  run: async ({ args }) => {
    const { client } = connectBatches(args, process.env);
    const batches = (await client.list()).map(({ view }) => view);
    if (args.json) printJson({ batches });
    else {
      print(renderBatches(batches, { timeZone: readTimeZone(args.tz), width: tableWidth() }));
    }
    return exitCodes.done;
  },
});
