import { z } from "zod";
import { billDriversReport, driversReport, kpisReport } from "./api/insight.ts";
import { recommendationSchema, recommendationsReport } from "./api/recommendations.ts";
import { totalsSchema, unpricedReport } from "./api/reports.ts";
import { spendDimensions, spendReport } from "./api/spend.ts";
import { dollarsText } from "./dollars.ts";
import { currencyName, decimalText } from "./imports/amount.ts";
import { importSummarySchema } from "./imports/import-summary.ts";
import { spendCategories } from "./imports/spend-category.ts";

const count = z.int().nonnegative();
/** A part of a whole, 0 to 1. */
const share = z.number();
/** Whole days (UTC): `to` is the first moment behind the last of them. */
const daysSchema = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });

/** KPIs over the whole period, their trend and value before by its two halves. */
const kpiSchema = z.intersection(
  kpisReport.shape.kpis.element,
  z.object({ after: decimalText.nullable() }),
);

const driverSchema = z.object({
  /**
   * `value`: one of the dimension's values. `unallocated`: what has none. `not_seen`: what a bill says
   * beyond the calls that it covers, signed. `rest`: the values beyond the first few, added up.
   */
  kind: z.enum(["value", "unallocated", "not_seen", "rest"]),
  group: z.string().nullable(),
  currency: currencyName,
  cost: decimalText,
  /** Of all that was spent in the currency; null where that is not above zero. */
  share: share.nullable(),
  attempts: count,
  unpriced_attempts: count,
  /** By the two halves of the period; null where they are not compared. */
  change: z.object({ before: decimalText, after: decimalText, difference: decimalText }).nullable(),
});

/** What `headgate analyze --json` prints. Costs are FOCUS's EffectiveCost unless they are named otherwise. */
export const analyzeResultSchema = z.object({
  /** Whether the data directory keeps what was read; what it had before is in the answers then. */
  kept: z.boolean(),
  read: importSummarySchema,
  /** Null where neither a call nor a bill was read. */
  period: daysSchema.nullable(),
  /** Each dollar once: by the bill where one covers a provider's account and day, by calls elsewhere. */
  spend: z.object({
    totals: z.array(
      z.object({
        currency: currencyName,
        effective_cost: decimalText,
        billed_cost: decimalText,
        by_basis: z.array(
          z.object({
            basis: z.enum(["bill", "calls"]),
            effective_cost: decimalText,
            billed_cost: decimalText,
            unpriced_attempts: count,
          }),
        ),
      }),
    ),
    unpriced: unpricedReport.shape.rows,
    covered_in_other_currencies: spendReport.shape.covered_in_other_currencies,
    lines_across_the_range: spendReport.shape.lines_across_the_range,
    bills_ending_within_a_day: spendReport.shape.bills_ending_within_a_day,
    simulated_lines: spendReport.shape.simulated_lines,
    simulated_cost: dollarsText,
  }),
  categories: z.array(
    z.object({
      category: z.enum(spendCategories),
      currency: currencyName,
      cost: decimalText,
      unpriced_attempts: count,
    }),
  ),
  /** Lines of bills by the provider's service, per currency, the largest first; empty where no bill was read. */
  services: z.object({
    rows: z.array(
      z.object({
        service: z.string().nullable(),
        currency: currencyName,
        effective_cost: decimalText,
        billed_cost: decimalText,
        lines: count,
      }),
    ),
    left_out: count,
  }),
  /** Over single calls, dearest first; what only a bill knows has no calls to count. */
  models: z.object({
    rows: z.array(
      z.object({
        model: z.string().nullable(),
        operation: z.string(),
        ...totalsSchema.pick({
          calls: true,
          attempts: true,
          failed_attempts: true,
          unpriced_attempts: true,
          unmetered_attempts: true,
          input_tokens: true,
          cache_read_tokens: true,
          output_tokens: true,
          effective_cost: true,
          effective_cost_per_million_tokens: true,
        }).shape,
        /** Null where no call's price is known. */
        cost_per_call: dollarsText.nullable(),
        cache_read_share: share.nullable(),
        error_share: share.nullable(),
      }),
    ),
    left_out: count,
  }),
  /** Two halves of the period, of the same length; null where it is shorter than four days or one half is empty. */
  comparison: z
    .object({
      before: daysSchema,
      after: daysSchema,
      /** Lines of bills that lie across an edge of the halves, and so are in neither. */
      lines_across_the_halves: count,
    })
    .nullable(),
  drivers: z.array(
    z.object({
      dimension: z.enum(spendDimensions),
      rows: z.array(driverSchema),
      /** Values in the row `rest`. */
      left_out: count,
    }),
  ),
  /**
   * What moved the cost of calls between the halves, by each dimension that was asked for, divided exactly. Empty
   * where the halves are not compared or hold no priced call.
   */
  movers: z.array(driversReport),
  /**
   * The same of lines of bills (USD), by service and by each of those dimensions that a line has a value of. Never added to
   * movers: bills are of the same calls, where both are known.
   */
  bill_movers: z.array(billDriversReport),
  kpis: z.array(kpiSchema),
  /** What should change, tried out on the calls of the period; null where there are none. */
  advice: z
    .object({
      ...recommendationsReport.pick({
        depth: true,
        simulated: true,
        calls: true,
        calls_without_cost: true,
        sample: true,
        spend_per_month: true,
        saves_per_month: true,
        too_small: true,
        not_proposed: true,
        not_seen: true,
        not_planned: true,
      }).shape,
      /** Worth most first. */
      recommendations: z.array(
        recommendationSchema.omit({ state: true, life: true, found_no_more: true }),
      ),
    })
    .nullable(),
  next: z.array(z.object({ command: z.string(), why: z.string() })),
});
export type AnalyzeResult = z.infer<typeof analyzeResultSchema>;
