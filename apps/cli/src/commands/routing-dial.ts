import { dialNotches, dialTurnedSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { readNotch } from "../routing/read-notch.ts";

/** `headgate routing dial` */
export const routingDialCommand = defineCommand({
  meta: {
    name: "dial",
    description:
      "Turn a policy's dial: the share of the reference's quality that is promised. It holds at once, and over restarts.",
  },
  args: {
    policy: { type: "positional", description: "The policy's name.", required: true },
    quality: {
      type: "positional",
      description: `One of ${dialNotches.join(", ")}, or configured: what headgate.yaml says.`,
      required: true,
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const quality = readNotch(args.quality);
    const api = connectManagement(args.url, process.env);
    const body = { policy: args.policy, quality };
    const turned = await api.post("/api/routing/dial", body, dialTurnedSchema);
    if (args.json) printJson(turned);
    else print(`Policy ${turned.policy} promises ${turned.quality} of the reference's quality.`);
    return exitCodes.done;
  },
});
