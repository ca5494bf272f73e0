import { cacheExplanationSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate cache explain CALL_ID` */
export const cacheExplainCommand = defineCommand({
  meta: {
    name: "explain",
    description: "Why a call was or was not answered by the cache, and what became of its answer.",
  },
  args: {
    call: {
      type: "positional",
      required: true,
      description: "The call's id, from x-headgate-call-id or the console; or the client's own",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const api = connectManagement(args.url, process.env);
    const path = `/api/cache/calls/${encodeURIComponent(args.call)}`;
    const explanation = await api.get(path, {}, cacheExplanationSchema);
    if (args.json) printJson(explanation);
    else print([`Call ${explanation.call_id}`, ...explanation.sentences].join("\n"));
    return exitCodes.done;
  },
});
