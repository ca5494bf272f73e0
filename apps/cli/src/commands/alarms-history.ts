import { type AlarmHistory, alarmEventsResponse } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { showTime } from "../command-line/show-time.ts";
import { print, printJson, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate alarms history` */
export const alarmsHistoryCommand = defineCommand({
  meta: {
    name: "history",
    description: "What happened to alarms, newest first: fired, reminded, ended, and who was told.",
  },
  args: { ...timeZoneArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const answer = await api.get("/api/alarms/events", {}, alarmEventsResponse);
    if (args.json) printJson(answer);
    else if (answer.events.length === 0) talk("Nothing has happened yet.");
    else print(answer.events.map((event) => renderEvent(event, timeZone)).join("\n"));
    return exitCodes.done;
  },
});

function renderEvent(event: AlarmHistory[number], timeZone: string): string {
  const { at, text, snoozed, deliveries } = event;
  const told = snoozed
    ? ["snoozed: nobody was told"]
    : deliveries.map(({ notifier, state, last_error: error }) =>
        [notifier, state.replace("_", " "), ...(error === null ? [] : [error])].join(": "),
      );
  return [
    `${showTime(Date.parse(at), timeZone)}  ${text}`,
    ...told.map((line) => `  ${line}`),
  ].join("\n");
}
