import { alarmTestResponse, HeadgateError } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate alarms test NAME` or `--notifier NAME` */
export const alarmsTestCommand = defineCommand({
  meta: {
    name: "test",
    description:
      "Send a test message to each of an alarm's notifiers, or to one notifier; ends with 1 when one fails.",
  },
  args: {
    name: {
      type: "positional",
      required: false,
      description: "The alarm's name, from `headgate alarms list`",
    },
    notifier: {
      type: "string",
      valueHint: "NAME",
      description: "A name under notifiers, instead of an alarm's",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const api = connectManagement(args.url, process.env);
    const answer = await api.post(testPath(args), {}, alarmTestResponse);
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

function testPath({
  name,
  notifier,
}: Readonly<{ name?: string | undefined; notifier?: string | undefined }>): string {
  if ((name === undefined) === (notifier === undefined)) {
    throw new HeadgateError("command_invalid", "name an alarm, or a notifier with --notifier");
  }
  return name === undefined
    ? `/api/notifiers/${encodeURIComponent(notifier ?? "")}/test`
    : `/api/alarms/${encodeURIComponent(name)}/test`;
}
