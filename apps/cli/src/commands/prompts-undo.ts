import { promptUndoSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderUndo } from "../prompts/render-undo.ts";

/** `headgate prompts undo CALL_ID` */
export const promptsUndoCommand = defineCommand({
  meta: {
    name: "undo",
    description:
      "What the prompt policy's passes took out of a call's texts, undone pass by pass, as long as the gateway holds it.",
  },
  args: {
    call: {
      type: "positional",
      required: true,
      description: "The call's id, from x-headgate-call-id or the console; or the client's own",
    },
    full: {
      type: "boolean",
      description: "Print the texts whole: as they came, and as they were sent",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const api = connectManagement(args.url, process.env);
    const path = `/api/calls/${encodeURIComponent(args.call)}/prompt`;
    const undo = await api.get(path, {}, promptUndoSchema);
    if (args.json) printJson(undo);
    else print(renderUndo(undo, args.full === true));
    return exitCodes.done;
  },
});
