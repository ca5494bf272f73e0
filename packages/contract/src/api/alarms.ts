import { z } from "zod";
import { alarmMeasures, alarmUnitNames, alarmWindows } from "../config/alarm-measures.ts";
import { notifierKinds } from "../config/notifiers.ts";
import { filterQuery } from "./question.ts";

const count = z.int().nonnegative();
const moment = z.iso.datetime();
/** Dollars with twelve places; a ratio with six, cut, not rounded. */
const value = z.string().regex(/^-?\d+\.\d+$/);

export const alarmStates = ["ok", "firing"] as const;
export type AlarmState = (typeof alarmStates)[number];

/** Why what was measured says neither that an alarm fires nor that it does not. */
export const unjudgedReasons = [
  "too_few_calls",
  "nothing_to_measure",
  "cost_unknown",
  "cannot_be_measured",
] as const;
export type UnjudgedReason = (typeof unjudgedReasons)[number];

/** What an alarm measured over its window. */
export const alarmMeasurementSchema = z.object({
  at: moment,
  from: moment,
  to: moment,
  /** Null where there is nothing that the ratio could be of. */
  value: value.nullable(),
  /** Null where the value is not of calls: a bill's. */
  calls: count.nullable(),
  /** Attempts whose cost is not in the value; null where the value is not of calls. */
  unpriced_attempts: count.nullable(),
  /** True where any of the money measured, of calls or of a bill, is simulated. */
  simulated: z.boolean(),
  /** Null where it was judged. */
  unjudged: z.enum(unjudgedReasons).nullable(),
  /** What else must be known to read the value, in words: a cause, a baseline, why it cannot be measured. */
  note: z.string().nullable().default(null),
});
export type AlarmMeasurement = z.infer<typeof alarmMeasurementSchema>;

export const alarmMessageKinds = ["fired", "reminder", "resolved", "test"] as const;
export type AlarmMessageKind = (typeof alarmMessageKinds)[number];

const alarmFacts = {
  on: z.enum(alarmMeasures),
  filter: filterQuery,
  /** Null where the alarm is about no window of time. */
  window: z.enum(alarmWindows).nullable(),
  time_zone: z.string(),
  /** At most one of the two is set; neither is where a KPI is held against its own target. */
  above: z.string().nullable(),
  below: z.string().nullable(),
  /** Where it ends, if not at the threshold. */
  clear: z.string().nullable().default(null),
  unit: z.enum(alarmUnitNames),
  /** Of an amount. */
  currency: z.string().nullable().default(null),
  kpi: z.string().nullable().default(null),
  /** What is watched, in words: `spend of team=support since the month began`. */
  about: z.string().default(""),
  /** When it fires, in words: `above $250.00`. */
  condition: z.string().default(""),
};

/** What a webhook is sent. Members may be added within a version; none goes or changes its meaning. */
export const alarmMessageSchema = z.object({
  version: z.literal(1),
  /** The same when a delivery is repeated. */
  id: z.string(),
  kind: z.enum(alarmMessageKinds),
  alarm: z.string(),
  ...alarmFacts,
  /** Since when it fires, or, when resolved, since when it does not; null in a test. */
  since: moment.nullable(),
  /** Null in a test of an alarm that was not measured yet. */
  measurement: alarmMeasurementSchema.nullable(),
  /** What is behind it in the console; null where the console's address is not known. */
  link: z.url().nullable(),
  /** All of it in a sentence or two. */
  text: z.string(),
});
export type AlarmMessage = z.infer<typeof alarmMessageSchema>;

export const alarmDeliveryStates = ["waiting", "delivered", "given_up"] as const;
export const alarmDeliverySchema = z.object({
  id: z.string(),
  alarm: z.string(),
  notifier: z.string(),
  kind: z.enum(alarmMessageKinds),
  state: z.enum(alarmDeliveryStates),
  created_at: moment,
  attempts: count,
  /** Null when it is no longer tried. */
  next_attempt_at: moment.nullable(),
  delivered_at: moment.nullable(),
  /** How the last attempt failed. */
  last_error: z.string().nullable(),
});
export type AlarmDelivery = z.infer<typeof alarmDeliverySchema>;

export const alarmStatusSchema = z.object({
  name: z.string(),
  ...alarmFacts,
  /** Null where the alarm is not about a number of calls. */
  min_calls: count.nullable(),
  /** Null where there is nothing to remind of: each anomaly is told once. */
  remind_every_hours: count.nullable(),
  notify: z.array(z.string()),
  /** No message is sent before then; null when it is not snoozed. */
  snoozed_until: moment.nullable(),
  /** Null before it was first judged. */
  state: z.enum(alarmStates).nullable(),
  since: moment.nullable(),
  last: alarmMeasurementSchema.nullable(),
  /** Why it could not be measured the last time; null when it could. */
  last_error: z.string().nullable(),
  /** Where the console shows what is behind it: a path with its query. */
  path: z.string(),
  /** The latest messages, newest first. */
  deliveries: z.array(alarmDeliverySchema),
});
export type AlarmStatus = z.infer<typeof alarmStatusSchema>;

/** Something that happened to an alarm, whether or not anyone was told. */
export const alarmEventSchema = z.object({
  /** The id of its message, which its deliveries begin with. */
  id: z.string(),
  alarm: z.string(),
  kind: z.enum(alarmMessageKinds),
  at: moment,
  text: z.string(),
  link: z.url().nullable(),
  /** True when it was told to nobody because the alarm was snoozed. */
  snoozed: z.boolean(),
});
export type AlarmEvent = z.infer<typeof alarmEventSchema>;

export const alarmListResponse = z.object({
  alarms: z.array(alarmStatusSchema),
  /** Whom messages can go to; no address. */
  notifiers: z.array(z.object({ name: z.string(), kind: z.enum(notifierKinds) })),
});
/** What happened to all alarms, newest first, with how the messages fared. */
export const alarmEventsResponse = z.object({
  events: z.array(alarmEventSchema.extend({ deliveries: z.array(alarmDeliverySchema) })),
});
export type AlarmHistory = z.infer<typeof alarmEventsResponse>["events"];
export const alarmTestResponse = z.object({
  results: z.array(
    z.object({
      notifier: z.string(),
      delivered: z.boolean(),
      /** Why it was not. */
      error: z.string().nullable(),
    }),
  ),
});
export type AlarmTestResult = z.infer<typeof alarmTestResponse>["results"][number];

/** How long an alarm tells nobody, from now; 0 wakes it. */
export const alarmSnoozeRequest = z.strictObject({ hours: z.int().min(0).max(720) });
export const alarmSnoozeResponse = z.object({ snoozed_until: moment.nullable() });
