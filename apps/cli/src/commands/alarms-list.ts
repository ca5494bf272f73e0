import { type AlarmStatus, alarmListResponse, alarmValueText } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";
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

/** The alarms as a table, and under it what must be known of a value. */
function renderAlarms(
  alarms: readonly AlarmStatus[],
  { timeZone, width }: Readonly<{ timeZone: string; width: number }>,
): string {
  const table = renderTable(
    [
      { title: "Alarm" },
      { title: "On" },
      { title: "State" },
      { title: "Since" },
      { title: "Measured" },
      { title: "Fires" },
      { title: "Waiting" },
    ],
    alarms.map((alarm) => [
      alarm.name,
      alarm.kpi ?? alarm.on,
      stateText(alarm),
      alarm.since === null ? "–" : showTime(Date.parse(alarm.since), timeZone),
      alarm.last === null || alarm.last.value === null
        ? "–"
        : alarmValueText(alarm.unit, alarm.last.value, alarm.currency),
      alarm.condition,
      String(alarm.deliveries.filter(({ state }) => state === "waiting").length),
    ]),
    width,
  );
  const notes = alarms.flatMap((alarm) => {
    const note = alarm.last_error ?? alarm.last?.note ?? null;
    const snooze =
      alarm.snoozed_until === null
        ? ""
        : ` snoozed until ${showTime(Date.parse(alarm.snoozed_until), timeZone)};`;
    return note === null && snooze === ""
      ? []
      : [`${alarm.name}:${snooze} ${note ?? ""}`.trimEnd()];
  });
  return notes.length === 0 ? table : [table.trimEnd(), "", ...notes].join("\n");
}

function stateText({ state, last, last_error: error }: AlarmStatus): string {
  if (error !== null || last?.unjudged === "cannot_be_measured") return "cannot be measured";
  return state ?? "not judged yet";
}
