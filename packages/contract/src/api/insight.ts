import { z } from "zod";
import { type ChangePart, changeParts } from "../change-parts.ts";
import { dollarsText } from "../dollars.ts";
import { dimensions, filterQuery, timeRangeQuery } from "./question.ts";

/** What bills tell that calls do not: their lines are judged and compared by these as well. */
export const billOnlyDimensions = [
  "service_name",
  "sub_account",
  "billing_account",
  "region",
  "meter",
] as const;
/** What slices and causes of anomalies are of: calls have the first, bills some of them and the last. */
export const insightDimensions = [...dimensions, ...billOnlyDimensions] as const;
export type InsightDimension = (typeof insightDimensions)[number];

const count = z.int().nonnegative();
const range = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });

/** Asks what moved the cost between a range and the range of the same length before it. */
export const driversQuery = timeRangeQuery.extend(filterQuery.shape).extend({
  by: z.enum(dimensions).default("model"),
  limit: z.coerce.number().int().min(1).max(50).default(5),
});

const changeSchema = z.object({
  before: dollarsText,
  after: dollarsText,
  change: dollarsText,
  /** They add up to the change, exactly. */
  parts: z.object(
    Object.fromEntries(changeParts.map((part) => [part, dollarsText])) as Record<
      ChangePart,
      typeof dollarsText
    >,
  ),
});
export type ChangeWire = z.infer<typeof changeSchema>;

const changesSchema = z.object({
  before: range,
  after: range,
  total: changeSchema,
  /** Values that moved the cost most, up or down, the largest first; null for what has none. */
  drivers: z.array(changeSchema.extend({ value: z.string().nullable() })),
  others: changeSchema,
});

/**
 * What moved the lines of bills (USD), by one dimension. `volume` is another quantity, `price` another effective price of
 * the same thing, `new` and `gone` what one range alone bills, `other` lines that tell no quantity. They are all lines, also
 * of what calls cost: never added to drivers of calls.
 */
export const billDriversReport = changesSchema.extend({
  by: z.enum(insightDimensions),
  /** Lines of these ranges that are in no figure, for they reach over an edge of a range. */
  lines_across: count,
  lines_in_other_currencies: count,
  /** Things that are in no figure, for there were too many: the cheapest. */
  things_left_out: count,
});
export type BillDriversReport = z.infer<typeof billDriversReport>;

/**
 * Bills of the time that was looked at that are in no figure. `calls`: of providers of which calls are known, which stand
 * for them; `filter`: a filter was set, and bills take none; `hours`: hours were asked for, and bills tell days.
 */
export const billsLeftOut = z.object({
  because: z.enum(["calls", "filter", "hours"]),
  effective_cost: dollarsText,
  lines: count,
  /** Of `calls`: whose bills, by the price book's names. */
  providers: z.array(z.string()),
});
export type BillsLeftOut = z.infer<typeof billsLeftOut>;

export const driversReport = changesSchema.extend({
  by: z.enum(dimensions),
  /** Attempts without a known cost: the change leaves them out. */
  unpriced_attempts: z.object({ before: count, after: count }),
  /**
   * The same of bills, where there are any: by service, and by the dimension that was asked for where a line has it. With a
   * filter there are none, for bills take none.
   */
  bills: z.array(billDriversReport).optional(),
  bills_left_out: billsLeftOut.optional(),
});
export type DriversReport = z.infer<typeof driversReport>;

/** What forecasts and anomalies of bills rest on: days (UTC) of their lines (USD). */
export const billedHistory = z.object({
  effective_cost: dollarsText,
  /** Lines for longer than a day are not spread over days: they are in no point. */
  longer_lines: count,
  longer_cost: dollarsText,
  /** Up to when days of bills are known; null where none is. Not told in reports that were kept before it was. */
  known_until: z.iso.datetime().nullable().optional(),
});
export type BilledHistory = z.infer<typeof billedHistory>;

/** Asks for spend that was off what was usual before; history is read from twelve weeks before the range. */
export const anomaliesQuery = timeRangeQuery
  .extend(filterQuery.shape)
  .extend({ grain: z.enum(["hour", "day"]).default("day") });

const judgement = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("judged"),
    anomalies: z.array(
      z.object({
        start: z.iso.datetime(),
        end: z.iso.datetime(),
        direction: z.enum(["above", "below"]),
        /** Absent: of calls. What is of bills has slices and causes of their dimensions. */
        of: z.literal("bills").optional(),
        /** What the dollars are of: calls, or lines of bills, with one value of a dimension; null for all of them. */
        slice: z.object({ dimension: z.enum(insightDimensions), value: z.string() }).nullable(),
        cost: dollarsText,
        /** An estimate: what would have been usual. */
        expected: dollarsText,
        /** How severe it is: cost − expected. */
        excess: dollarsText,
        /** The most that a point was off, in robust deviations. */
        deviations: z.number(),
        cause: z.discriminatedUnion("kind", [
          z.object({
            kind: z.literal("named"),
            /** Null when no values stand out: all moved alike. */
            dimension: z.enum(insightDimensions).nullable(),
            values: z.array(z.string().nullable()),
            /** Whose calls within these values moved most of it, where one stands out. */
            within: z
              .object({ dimension: z.enum(insightDimensions), value: z.string() })
              .nullable(),
            /** Share of the change that the values explain. */
            share: z.number(),
            part: z.enum(changeParts),
            amount: dollarsText,
            compared_with: range,
          }),
          z.object({ kind: z.literal("unknown"), reason: z.string() }),
        ]),
      }),
    ),
    /** Every point that was judged, in order of time; quiet ones among them. */
    points: z.array(
      z.object({
        start: z.iso.datetime(),
        cost: dollarsText,
        /** Estimates: what is usual, and between what the point would not be anomalous. */
        expected: dollarsText,
        low: dollarsText,
        high: dollarsText,
        anomalous: z.enum(["above", "below"]).nullable(),
      }),
    ),
    /**
     * Deviations that were not looked at, for each look asks the ledger: they may be events of their own. A shorter
     * range has fewer. Not told in reports that were kept before it was.
     */
    left_out: count.optional(),
    judged_points: count,
    /** How many points may be called anomalous by chance. */
    expected_false: z.number(),
  }),
  z.object({
    kind: z.literal("history_too_short"),
    needed_days: count,
    known_days: count,
  }),
]);

export const anomaliesReport = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  grain: z.enum(["hour", "day"]),
  /** Where no call is known the judgement is of bills; absent where it is of calls. */
  billed: billedHistory.optional(),
  judgement,
  /** Beside a judgement of calls: the same of what is billed and no call can tell. Each dollar is in one of them. */
  beyond_calls: billedHistory.extend({ judgement }).optional(),
  bills_left_out: billsLeftOut.optional(),
});
export type AnomaliesReport = z.infer<typeof anomaliesReport>;

/** Asks what the month and the quarter (UTC) will have cost at their end. */
export const forecastQuery = filterQuery.extend({});

const forecastAbout = z.object({
  period: z.enum(["month", "quarter"]),
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  /** Spent on whole days of the period so far that are known. */
  spent: dollarsText,
  /** Whole days of the period so far whose calls have not been imported yet: they are foretold as those left. */
  unknown_days: count,
  days_left: count,
});

const interval = z.object({ low: dollarsText, high: dollarsText, coverage: z.number() });

const forecastOfPeriod = z.discriminatedUnion("kind", [
  forecastAbout.extend({
    kind: z.literal("forecast"),
    method: z.string(),
    /** An estimate, as the interval is; neither is below what the period has cost by now, today among it. */
    expected: dollarsText,
    interval: interval.nullable(),
    /** The same with more of the futures in it. */
    wide_interval: interval.nullable(),
    /** How the method did on earlier days of the same history. */
    back_test: z
      .object({
        horizon_days: count,
        origins: count,
        independent_origins: count,
        /** Of 1. */
        mean_absolute_error: z.number(),
        /** Share of the past in which such an interval would have held. */
        coverage: z.number().nullable(),
      })
      .nullable(),
    reason: z.string().nullable(),
  }),
  forecastAbout.extend({
    kind: z.literal("history_too_short"),
    needed_days: count,
    known_days: count,
  }),
]);

export const forecastReport = z.object({
  forecasts: z.array(forecastOfPeriod),
  /** Attempts of the history without a known cost: the forecast leaves them out. */
  unpriced_attempts: count,
  /** Where no call is known the forecasts are of bills; absent where they are of calls. */
  billed: billedHistory.optional(),
  /** Beside forecasts of calls: those of what is billed and no call can tell. Each dollar is in one of them. */
  beyond_calls: billedHistory.extend({ forecasts: z.array(forecastOfPeriod) }).optional(),
  /** Both added up, for the periods that both foretell. */
  together: z
    .array(z.object({ period: z.enum(["month", "quarter"]), expected: dollarsText }))
    .optional(),
  bills_left_out: billsLeftOut.optional(),
  /**
   * What the days that it rests on cost, and the simulated part of that: where it is all, so is what is foretold.
   * Not told in weekly reports that were kept before it was.
   */
  history: z.object({ effective_cost: dollarsText, simulated_cost: dollarsText }).optional(),
});
export type ForecastReport = z.infer<typeof forecastReport>;

/** How the course of a KPI can be divided (UTC; weeks begin on Monday). */
export const kpiGrains = ["hour", "day", "week"] as const;
export type KpiGrain = (typeof kpiGrains)[number];
/** Each point asks the ledger all that a KPI is made of. */
export const MOST_KPI_POINTS = 62;

/** Asks for the KPIs of a range, against the range of the same length before it. */
export const kpisQuery = timeRangeQuery.extend(filterQuery.shape).extend({
  /** Asks for the course within the range as well. */
  grain: z.enum(kpiGrains).optional(),
});

const decimalOfUnit = z.string().regex(/^-?\d+\.\d{12}$/);
const kpiAbout = z.object({
  name: z.string(),
  title: z.string(),
  definition: z.string(),
  unit: z.enum(["dollars", "ratio", "outcomes", "attempts"]),
  target: z.string(),
});

export const kpisReport = z.object({
  before: range,
  after: range,
  kpis: z.array(
    z.discriminatedUnion("kind", [
      kpiAbout.extend({
        kind: z.literal("known"),
        /** In the unit, with twelve places. */
        value: decimalOfUnit,
        before: decimalOfUnit.nullable(),
        trend: z.enum(["rising", "falling", "steady"]).nullable(),
        is_better: z.boolean().nullable(),
        is_on_target: z.boolean().nullable(),
        note: z.string().nullable(),
      }),
      kpiAbout.extend({ kind: z.literal("unknown"), reason: z.string(), needs: z.string() }),
    ]),
  ),
  /** The part of the effective cost behind the KPIs that is of simulated calls: nobody pays it. */
  simulated_cost: z.object({ before: dollarsText, after: dollarsText }),
  /** Where a grain was asked for: each KPI within each part of the range; null where it is not known there. */
  course: z
    .array(
      range.extend({
        values: z.record(z.string(), decimalOfUnit.nullable()),
      }),
    )
    .optional(),
});
export type KpisReport = z.infer<typeof kpisReport>;
