import { feedbackAnswerSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { readWorth } from "../routing/read-worth.ts";

/** `headgate routing feedback` */
export const routingFeedbackCommand = defineCommand({
  meta: {
    name: "feedback",
    description: "Say how good the answer to a call was; the choice of models learns from it.",
  },
  args: {
    call: { type: "positional", description: "The call's id.", required: true },
    quality: {
      type: "positional",
      description: "up, down, or a number from 0 (of no use) to 1 (as good as can be).",
      required: true,
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const worth = readWorth(args.quality);
    const api = connectManagement(args.url, process.env);
    const body = { call_id: args.call, ...worth };
    const answer = await api.post("/api/feedback", body, feedbackAnswerSchema);
    if (args.json) printJson(answer);
    else print(answer.message);
    return answer.outcome === "learned" ? exitCodes.done : exitCodes.finding;
  },
});
