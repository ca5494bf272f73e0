import { alarmSnoozeResponse, HeadgateError } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { showTime } from "../command-line/show-time.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate alarms snooze NAME` */
export const alarmsSnoozeCommand = defineCommand({
  meta: {
    name: "snooze",
    description: "Tell nobody of an alarm for some hours; it is measured and shown as before.",
  },
  args: {
    name: {
      type: "positional",
      required: true,
      description: "The alarm's name, from `headgate alarms list`",
    },
    hours: {
      type: "string",
      default: "24",
      valueHint: "N",
      description: "For so many hours, 720 at most; 0 wakes it",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    if (!/^\d{1,3}$/.test(args.hours) || Number(args.hours) > 720) {
      throw new HeadgateError("command_invalid", "--hours: expected a whole number from 0 to 720");
    }
    const api = connectManagement(args.url, process.env);
    const path = `/api/alarms/${encodeURIComponent(args.name)}/snooze`;
    const answer = await api.post(path, { hours: Number(args.hours) }, alarmSnoozeResponse);
    if (args.json) printJson(answer);
    else if (answer.snoozed_until === null) print(`${args.name} is awake.`);
    else {
      const until = showTime(Date.parse(answer.snoozed_until), timeZone);
      print(`${args.name} tells nobody until ${until}.`);
    }
    return exitCodes.done;
  },
});
