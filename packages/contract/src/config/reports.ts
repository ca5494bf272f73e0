import { z } from "zod";
import { filterQuery } from "../api/question.ts";
import { isTimeZone } from "../wall-time.ts";
import { configName } from "./config-name.ts";
import type { NotifierConfig } from "./notifiers.ts";

/** In the order of JavaScript's days of the week. */
export const weekdays = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

const reportSchema = z.strictObject({
  name: configName.meta({ description: "Names the report's folder in HEADGATE_DATA/reports." }),
  day: z.enum(weekdays).default("monday").meta({
    description: "The day on which it is made. It is about the seven days before that day.",
  }),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time of day such as 08:00")
    .default("08:00")
    .meta({ description: "When on that day." }),
  time_zone: z
    .string()
    .refine(isTimeZone, "expected a time zone such as Europe/Berlin or UTC")
    .default("UTC")
    .meta({ description: "Whose clocks and midnights count." }),
  filter: filterQuery.strict().default({}).meta({
    description:
      "Only calls with these values, e.g. team: support; an empty text stands for calls without one; tag: key=value.",
  }),
  notify: z
    .array(configName)
    .max(10)
    .default([])
    .meta({ description: "Names under notifiers; the files are written in any case." }),
});
export type ReportConfig = z.output<typeof reportSchema>;

const MOST_REPORTS = 20;

export const reportsSchema = z
  .array(reportSchema)
  .max(MOST_REPORTS)
  .default([])
  .superRefine((reports, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of reports.entries()) {
      if (seen.has(name)) {
        const message = `two reports are named "${name}"`;
        context.addIssue({ code: "custom", message, path: [index, "name"] });
      }
      seen.add(name);
    }
  });

/** Names under `notify` of reports that stand nowhere under `notifiers`, with their paths. */
export const danglingReportNotifiers = (
  config: Readonly<{
    reports: readonly ReportConfig[];
    notifiers: Readonly<Record<string, NotifierConfig>>;
  }>,
): readonly Readonly<{ path: readonly string[]; message: string }>[] =>
  config.reports.flatMap(({ notify }, index) =>
    notify.flatMap((notifier, place) =>
      config.notifiers[notifier] === undefined
        ? [
            {
              path: ["reports", String(index), "notify", String(place)],
              message: `no notifier "${notifier}" is configured`,
            },
          ]
        : [],
    ),
  );
