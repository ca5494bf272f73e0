import { alarmTestResponse } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate alarms test NAME` */
export const alarmsTestCommand = defineCommand({
  meta: {
    name: "test",
    description: "Send a test message to each of an alarm's notifiers; ends with 1 when one fails.",
  },
  args: {
    name: {
      type: "positional",
      required: true,
      description: "The alarm's name, from `headgate alarms list`",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const api = connectManagement(args.url, process.env);
    const path = `/api/alarms/${encodeURIComponent(args.name)}/test`;
    const answer = await api.post(path, {}, alarmTestResponse);
    if (args.json) printJson(answer);
    else {
      const lines = answer.results.map(
        ({ notifier, error }) => `${notifier}: ${error ?? "delivered"}`,
      );
      print(lines.join("\n"));
    }
    return answer.results.every(({ delivered }) => delivered) ? exitCodes.done : exitCodes.finding;
  },
});
