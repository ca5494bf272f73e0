import { type AlarmStatus, alarmValueText, type UnjudgedReason } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";

/** The alarms as a table, and under it what must be known of a value. */
export function renderAlarms(
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
      valueText(alarm),
      alarm.condition,
      String(alarm.deliveries.filter(({ state }) => state === "waiting").length),
    ]),
    width,
  );
  const notes = alarms.flatMap((alarm) => {
    const note = noteOf(alarm);
    const snooze =
      alarm.snoozed_until === null
        ? ""
        : ` snoozed until ${showTime(Date.parse(alarm.snoozed_until), timeZone)};`;
    return note === undefined && snooze === ""
      ? []
      : [`${alarm.name}:${snooze} ${note ?? ""}`.trimEnd()];
  });
  return notes.length === 0 ? table : [table.trimEnd(), "", ...notes].join("\n");
}

/** One that fires does so until something else is known: a question that failed ends nothing. */
function stateText({ state, last, last_error: error }: AlarmStatus): string {
  if (state === "firing") return state;
  if (error !== null || last?.unjudged === "cannot_be_measured") return "cannot be measured";
  return state ?? "not judged yet";
}

function valueText({ unit, currency, last }: AlarmStatus): string {
  if (last === null || last.value === null) return "–";
  return `${alarmValueText(unit, last.value, currency)}${last.simulated ? " simulated" : ""}`;
}

const unjudged = {
  too_few_calls: "too few calls to judge",
  nothing_to_measure: "nothing to measure",
  cost_unknown: "cannot be judged: costs are not known",
  cannot_be_measured: "cannot be measured",
} as const satisfies Record<UnjudgedReason, string>;

/** What must be known to read the value. */
function noteOf({ last, last_error: error }: AlarmStatus): string | undefined {
  if (error !== null) return `not measured: ${error}`;
  if (last === null) return undefined;
  const { unjudged: why, note, unpriced_attempts: unpriced } = last;
  if (why !== null) return note === null ? unjudged[why] : `${unjudged[why]}: ${note}`;
  const notes = [
    ...(note === null ? [] : [note]),
    ...(unpriced === null || unpriced === 0 ? [] : [`attempts without a known cost: ${unpriced}`]),
  ];
  return notes.length === 0 ? undefined : notes.join("; ");
}
