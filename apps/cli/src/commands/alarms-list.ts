import { alarmListResponse } from "@headgate/contract";
import { defineCommand } from "citty";
import { renderAlarms } from "../alarms/render-alarms.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate alarms list` */
export const alarmsListCommand = defineCommand({
  meta: { name: "list", description: "The alarms of headgate.yaml and how they stand." },
  args: { ...timeZoneArgument, ...urlArgument, ...csvArgument, ...jsonArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const answer = await api.get("/api/alarms", {}, alarmListResponse);
    if (args.json) printJson(answer);
    else if (args.csv) printCsv("/api/alarms", answer);
    else if (answer.alarms.length === 0)
      talk("There are no alarms yet: write them under alarms in headgate.yaml.");
    else print(renderAlarms(answer.alarms, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
