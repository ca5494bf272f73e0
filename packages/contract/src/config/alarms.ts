import { z } from "zod";
import { filterQuery } from "../api/question.ts";
import { isTimeZone } from "../wall-time.ts";
import { configName } from "./config-name.ts";
import type { NotifierConfig } from "./notifiers.ts";

export const alarmMeasures = ["spend", "spend_rate", "unpriced", "errors", "cache_hits"] as const;
export type AlarmMeasure = (typeof alarmMeasures)[number];

export const alarmWindows = ["1h", "24h", "7d", "day", "month"] as const;
export type AlarmWindow = (typeof alarmWindows)[number];

/** What a measured value is in; dollars an hour are those of `spend_rate`. */
export const alarmUnits = {
  spend: "usd",
  spend_rate: "usd_per_hour",
  unpriced: "ratio",
  errors: "ratio",
  cache_hits: "ratio",
} as const satisfies Record<AlarmMeasure, string>;
export type AlarmUnit = (typeof alarmUnits)[AlarmMeasure];

const threshold = z
  .string('expected a number in quotes, e.g. "250" or "0.05"')
  .regex(/^\d{1,12}(\.\d{1,12})?$/, "expected a decimal number with at most twelve decimals");

const alarmSchema = z
  .strictObject({
    name: configName,
    on: z.enum(alarmMeasures).meta({
      description:
        "spend: effective dollars of the window; spend_rate: dollars an hour; unpriced: attempts without a known price, as a ratio of all; errors: failed attempts, as a ratio of all; cache_hits: input tokens read from the provider's cache, as a ratio of all input tokens.",
    }),
    filter: filterQuery.strict().default({}).meta({
      description:
        "Only calls with these values, e.g. team: support; an empty text stands for calls without one; tag: key=value.",
    }),
    window: z.enum(alarmWindows).meta({
      description: "1h, 24h and 7d end now; day and month are the calendar's, so far.",
    }),
    time_zone: z
      .string()
      .refine(isTimeZone, "expected a time zone such as Europe/Berlin or UTC")
      .default("UTC")
      .meta({ description: "Whose midnight begins a day and a month." }),
    above: threshold
      .optional()
      .meta({ description: "Fires above this: dollars, or a ratio from 0 to 1, in quotes." }),
    below: threshold
      .optional()
      .meta({ description: "Fires below this: dollars, or a ratio from 0 to 1, in quotes." }),
    min_calls: z.int().min(0).default(0).meta({
      description: "With fewer calls in the window nothing is judged: the state stays as it was.",
    }),
    remind_every_hours: z.int().min(1).max(720).default(24).meta({
      description: "How often a message is repeated while the alarm fires.",
    }),
    notify: z
      .array(configName)
      .max(10)
      .default([])
      .meta({ description: "Names under notifiers; without any, the console and /metrics tell." }),
  })
  .superRefine((alarm, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: "custom", message, path: [path] });
    const limit = alarm.above ?? alarm.below;
    if ((alarm.above === undefined) === (alarm.below === undefined)) {
      fault("on", "an alarm has either above or below");
      return;
    }
    if (alarmUnits[alarm.on] === "ratio" && limit !== undefined && isAboveOne(limit)) {
      fault(
        alarm.above === undefined ? "below" : "above",
        'a ratio is from 0 to 1, e.g. "0.05" for 5 percent',
      );
    }
    const isCalendar = alarm.window === "day" || alarm.window === "month";
    if (isCalendar && alarm.on === "spend_rate") {
      fault("window", "a rate is measured over 1h, 24h or 7d");
    }
    if (isCalendar && alarm.on === "spend" && alarm.below !== undefined) {
      fault("window", "a day or month begins with no spend: below needs 1h, 24h or 7d");
    }
    if (new Set(alarm.notify).size < alarm.notify.length) {
      fault("notify", "a notifier is named once");
    }
  });
export type AlarmConfig = z.output<typeof alarmSchema>;

const isAboveOne = (text: string): boolean => {
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole) > 1n || (BigInt(whole) === 1n && /[1-9]/.test(fraction));
};

/** More alarms than a minute can be relied on to measure help nobody. */
const MOST_ALARMS = 100;

export const alarmsSchema = z
  .array(alarmSchema)
  .max(MOST_ALARMS)
  .default([])
  .superRefine((alarms, context) => {
    const seen = new Set<string>();
    for (const [index, alarm] of alarms.entries()) {
      if (seen.has(alarm.name)) {
        context.addIssue({
          code: "custom",
          message: `two alarms are named "${alarm.name}"`,
          path: [index, "name"],
        });
      }
      seen.add(alarm.name);
    }
  });

/** Names under `notify` that stand nowhere under `notifiers`, with their paths. */
export const danglingNotifiers = (
  config: Readonly<{
    alarms: readonly AlarmConfig[];
    notifiers: Readonly<Record<string, NotifierConfig>>;
  }>,
): readonly Readonly<{ path: readonly string[]; message: string }>[] =>
  config.alarms.flatMap(({ notify }, index) =>
    notify.flatMap((notifier, place) =>
      config.notifiers[notifier] === undefined
        ? [
            {
              path: ["alarms", String(index), "notify", String(place)],
              message: `no notifier "${notifier}" is configured`,
            },
          ]
        : [],
    ),
  );
