import { cachePurgedSchema, cachePurgeSchema, HeadgateError } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate cache purge` */
export const cachePurgeCommand = defineCommand({
  meta: {
    name: "purge",
    description: "Lets the gateway's cache forget all, a namespace, a tag or one call's answer.",
  },
  args: {
    all: { type: "boolean", description: "Forget everything" },
    namespace: {
      type: "string",
      valueHint: "NAME",
      description: "Forget what was kept under this namespace of a policy",
    },
    tag: {
      type: "string",
      valueHint: "KEY=VALUE",
      description: "Forget the answers of calls with this tag",
    },
    call: { type: "string", valueHint: "CALL_ID", description: "Forget the answer of one call" },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const asked = cachePurgeSchema.safeParse({
      ...(args.all === true && { all: true }),
      namespace: args.namespace,
      tag: args.tag,
      call_id: args.call,
    });
    if (!asked.success) {
      throw new HeadgateError(
        "command_invalid",
        "Say one of --all, --namespace NAME, --tag KEY=VALUE and --call CALL_ID.",
      );
    }
    const api = connectManagement(args.url, process.env);
    const answer = await api.post("/api/cache/purge", asked.data, cachePurgedSchema);
    if (args.json) printJson(answer);
    else
      print(
        `${answer.purged} kept ${answer.purged === 1 ? "answer was" : "answers were"} forgotten.`,
      );
    return exitCodes.done;
  },
});
