import { defineCommand } from "citty";
import { connectBatches, keyArgument } from "../batch/connect-batches.ts";
import { progressText } from "../batch/render-batch.ts";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";

/** `headgate batch cancel ID` */
export const batchCancelCommand = defineCommand({
  meta: {
    name: "cancel",
    description:
      "Cancel a batch: what its provider has answered by then is charged and can be had.",
  },
  args: {
    id: { type: "positional", required: true, description: "The batch's id" },
    ...keyArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { client } = connectBatches(args, process.env);
    const { view } = await client.cancel(args.id);
    if (args.json) printJson(view);
    else print(`${view.id} ${progressText(view)}.`);
    return exitCodes.done;
  },
});
