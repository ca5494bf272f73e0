import { defineCommand } from "citty";
import { exitCodes } from "../command-line/command.ts";
import { printJson, talk } from "../command-line/terminal.ts";
import { keyArguments, withKeys } from "../management/key-arguments.ts";

/** `headgate keys revoke ID` */
export const keysRevokeCommand = defineCommand({
  meta: {
    name: "revoke",
    description: "Revoke a key: gateways refuse it from then on. Revoking twice changes nothing.",
  },
  args: {
    id: {
      type: "positional",
      required: true,
      description: "The key's id, from `headgate keys list`",
    },
    ...keyArguments,
  },
  run: async ({ args }) => {
    const key = await withKeys(args, (keys) => keys.revoke(args.id));
    if (args.json) printJson({ key });
    else talk(`Key "${key.name}" (${key.id}) is revoked.`);
    return exitCodes.done;
  },
});
