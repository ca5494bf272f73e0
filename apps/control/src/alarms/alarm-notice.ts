import { type AlarmMessage, counted } from "@headgate/contract";
import type { Notice, NoticePart } from "../notifiers/notice.ts";

const marks = {
  fired: "bad",
  reminder: "bad",
  resolved: "good",
  test: "plain",
} as const satisfies Record<AlarmMessage["kind"], NoticePart["mark"]>;

const subjects = {
  fired: "fires",
  reminder: "still fires",
  resolved: "has ended",
  test: "is tested",
} as const satisfies Record<AlarmMessage["kind"], string>;

/** A message about an alarm as notifiers take it. */
export const alarmNotice = (message: AlarmMessage): Notice => ({
  id: message.id,
  subject: `Headgate: ${message.alarm} ${subjects[message.kind]}`,
  parts: [partOf(message)],
  payload: message,
});

/** Several messages at once, for people; a webhook is sent each by itself. */
export function digestNotice(messages: readonly [AlarmMessage, ...AlarmMessage[]]): Notice {
  const [first] = messages;
  const fired = messages.filter(({ kind }) => kind === "fired" || kind === "reminder").length;
  const resolved = messages.filter(({ kind }) => kind === "resolved").length;
  const counts = [
    ...(fired === 0 ? [] : [`${fired} firing`]),
    ...(resolved === 0 ? [] : [`${resolved} ended`]),
  ];
  return {
    id: first.id,
    subject: `Headgate: ${counts.join(", ")}`,
    parts: messages.map(partOf),
    payload: messages,
  };
}

const partOf = ({ text, link, measurement, kind }: AlarmMessage): NoticePart => ({
  text,
  details:
    measurement === null
      ? []
      : [
          `${measurement.from} – ${measurement.to}`,
          ...(measurement.calls === null ? [] : [counted(measurement.calls, "call")]),
          ...(measurement.simulated ? ["simulated"] : []),
        ],
  link,
  mark: marks[kind],
});
