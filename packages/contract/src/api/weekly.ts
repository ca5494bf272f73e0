import { z } from "zod";
import { importSummarySchema } from "../imports/import-summary.ts";
import { isTimeZone } from "../wall-time.ts";
import { anomaliesReport, driversReport, forecastReport, kpisReport } from "./insight.ts";
import { filterQuery } from "./question.ts";
import { totalsSchema, unpricedReport } from "./reports.ts";
import { spendReport } from "./spend.ts";

const count = z.int().nonnegative();
const range = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });

/** Asks for a weekly report now: of the seven days before `to`, or before today unless said. */
export const weeklyQuery = filterQuery.extend({
  to: z.iso.datetime({ offset: true }).optional(),
  /** Whose midnights days begin with: where clocks change within the week it is an hour shorter or longer. */
  time_zone: z
    .string()
    .refine(isTimeZone, "expected a time zone such as Europe/Berlin or UTC")
    .default("UTC"),
});

const weekOfSpend = spendReport.omit({ rows: true }).extend({
  totals: z.array(
    spendReport.shape.totals.element.extend({
      /**
       * Attempts without a known price that no bill stands for: the cost leaves them out. Not told in reports that
       * were kept before it was.
       */
      unpriced_attempts: count.optional(),
    }),
  ),
});

/** A week of spend against the week before. */
export const weeklyReport = z.object({
  /** The configured report; null when somebody asked for one. */
  name: z.string().nullable(),
  filter: filterQuery,
  /** Whose days its week is of; what is worked out day by day is of days of UTC. */
  time_zone: z.string().default("UTC"),
  period: range,
  before: range,
  made_at: z.iso.datetime(),
  /** When it was due; null when nothing scheduled it. Late: it was missed, say while Headgate was down. */
  due_at: z.iso.datetime().nullable(),
  is_late: z.boolean(),
  /** Over calls. */
  totals: z.object({ period: totalsSchema, before: totalsSchema }),
  /** Bills and calls together, each dollar once, in both weeks; null where a filter is set: bills take none. */
  spend: z
    .object({
      period: weekOfSpend,
      before: weekOfSpend,
    })
    .nullable(),
  kpis: kpisReport.shape.kpis,
  /** What moved the cost of calls, by each dimension that has values. */
  drivers: z.array(driversReport),
  anomalies: anomaliesReport,
  forecast: forecastReport,
  unpriced: unpricedReport.shape.rows,
  /** What imports of the week left out, and lines that the loader set aside since its start. */
  skipped: z.object({
    imports: z.array(
      z.object({
        named: z.array(z.string()),
        finished_at: z.iso.datetime(),
        skips: importSummarySchema.shape.skips,
      }),
    ),
    lines_quarantined: count,
  }),
  /** Pages of the console; empty where its address is not known. */
  links: z.array(z.object({ title: z.string(), url: z.string() })),
});
export type WeeklyReport = z.infer<typeof weeklyReport>;
