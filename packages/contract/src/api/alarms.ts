import { z } from "zod";
import { alarmMeasures, alarmUnits, alarmWindows } from "../config/alarms.ts";
import { filterQuery } from "./question.ts";

const count = z.int().nonnegative();
const moment = z.iso.datetime();
/** Dollars with twelve places; a ratio with six, cut, not rounded. */
const value = z.string().regex(/^-?\d+\.\d+$/);

export const alarmStates = ["ok", "firing"] as const;
export type AlarmState = (typeof alarmStates)[number];

/** Why what was measured says neither that an alarm fires nor that it does not. */
export const unjudgedReasons = ["too_few_calls", "nothing_to_measure", "cost_unknown"] as const;
export type UnjudgedReason = (typeof unjudgedReasons)[number];

/** What an alarm measured over its window. */
export const alarmMeasurementSchema = z.object({
  at: moment,
  from: moment,
  to: moment,
  /** Null where there is nothing that the ratio could be of. */
  value: value.nullable(),
  calls: count,
  /** Attempts whose cost is not in the value. */
  unpriced_attempts: count,
  /** True where any of the calls' money is simulated. */
  simulated: z.boolean(),
  /** Null where it was judged. */
  unjudged: z.enum(unjudgedReasons).nullable(),
});
export type AlarmMeasurement = z.infer<typeof alarmMeasurementSchema>;

export const alarmMessageKinds = ["fired", "reminder", "resolved", "test"] as const;
export type AlarmMessageKind = (typeof alarmMessageKinds)[number];

const alarmFacts = {
  on: z.enum(alarmMeasures),
  filter: filterQuery,
  window: z.enum(alarmWindows),
  time_zone: z.string(),
  /** Exactly one of the two is set. */
  above: z.string().nullable(),
  below: z.string().nullable(),
  unit: z.enum(Object.values(alarmUnits)),
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
  /** The calls behind it in the console; null where the console's address is not known. */
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
  min_calls: count,
  remind_every_hours: count,
  notify: z.array(z.string()),
  /** Null before it was first judged. */
  state: z.enum(alarmStates).nullable(),
  since: moment.nullable(),
  last: alarmMeasurementSchema.nullable(),
  /** Why it could not be measured the last time; null when it could. */
  last_error: z.string().nullable(),
  /** The latest messages, newest first. */
  deliveries: z.array(alarmDeliverySchema),
});
export type AlarmStatus = z.infer<typeof alarmStatusSchema>;

export const alarmListResponse = z.object({ alarms: z.array(alarmStatusSchema) });
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
