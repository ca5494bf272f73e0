import {
  alarmEventsResponse,
  alarmListResponse,
  alarmSnoozeResponse,
  alarmTestResponse,
} from "@headgate/contract";
import { askApi } from "./request.ts";

export const askAlarms = (signal?: AbortSignal) =>
  askApi("/api/alarms", alarmListResponse, { signal });

export const askAlarmEvents = (signal?: AbortSignal) =>
  askApi("/api/alarms/events", alarmEventsResponse, { signal });

/** Whom a test goes to: everyone whom an alarm tells, or one notifier. */
export type TestTarget = Readonly<{ kind: "alarm" | "notifier"; name: string }>;

export const sendTest = ({ kind, name }: TestTarget) =>
  askApi(`/api/${kind}s/${encodeURIComponent(name)}/test`, alarmTestResponse, {
    method: "POST",
    body: {},
  });

/** Tells nobody of an alarm for so many hours; 0 wakes it. */
export const snoozeAlarm = ({ name, hours }: Readonly<{ name: string; hours: number }>) =>
  askApi(`/api/alarms/${encodeURIComponent(name)}/snooze`, alarmSnoozeResponse, {
    method: "POST",
    body: { hours },
  });
