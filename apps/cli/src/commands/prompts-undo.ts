import { promptUndoSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { visibleControls } from "../command-line/visible-controls.ts";
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
    const shown = renderUndo(undo, args.full === true);
    if (args.json) printJson(undo);
    // What a client wrote acts on no terminal; a pipe gets it to the last byte.
    else print(process.stdout.isTTY === true ? visibleControls(shown) : shown);
    return exitCodes.done;
  },
});
