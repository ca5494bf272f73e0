import { type AlarmStatus, alarmListResponse, alarmValueText } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate alarms list` */
export const alarmsListCommand = defineCommand({
  meta: { name: "list", description: "The alarms of headgate.yaml and how they stand." },
  args: { ...timeZoneArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const answer = await api.get("/api/alarms", {}, alarmListResponse);
    if (args.json) printJson(answer);
    else if (answer.alarms.length === 0)
      talk("There are no alarms yet: write them under alarms in headgate.yaml.");
    else print(renderAlarms(answer.alarms, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});

/** The alarms as a table. */
function renderAlarms(
  alarms: readonly AlarmStatus[],
  { timeZone, width }: Readonly<{ timeZone: string; width: number }>,
): string {
  return renderTable(
    [
      { title: "Alarm" },
      { title: "On" },
      { title: "State" },
      { title: "Since" },
      { title: "Measured" },
      { title: "Fires" },
      { title: "Window" },
      { title: "Waiting" },
    ],
    alarms.map((alarm) => [
      alarm.name,
      alarm.on,
      alarm.last_error === null ? (alarm.state ?? "not judged yet") : "not measured",
      alarm.since === null ? "–" : showTime(Date.parse(alarm.since), timeZone),
      valueText(alarm.unit, alarm.last?.value ?? null),
      alarm.above === null
        ? `below ${valueText(alarm.unit, alarm.below)}`
        : `above ${valueText(alarm.unit, alarm.above)}`,
      alarm.window,
      String(alarm.deliveries.filter(({ state }) => state === "waiting").length),
    ]),
    width,
  );
}

const valueText = (unit: AlarmStatus["unit"], value: string | null): string =>
  value === null ? "–" : alarmValueText(unit, value);
