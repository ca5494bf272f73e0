import { z } from "zod";
import { currencyName, decimalText } from "../imports/amount.ts";
import { timeRangeQuery } from "./question.ts";
import { spendReport } from "./spend.ts";

const count = z.int().nonnegative();

export const exportFormats = ["csv", "parquet"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Asks for what a range cost, in FOCUS 1.2. */
export const focusExportQuery = timeRangeQuery.extend({
  format: z.enum(exportFormats).default("csv"),
  /** Simulated calls alone: without it they are in no row. */
  simulated: z.stringbool().optional(),
});

export const focusSummaryQuery = focusExportQuery.omit({ format: true });

/**
 * What stands beside an export: what its rows come to, and what is in none of them. What has no known cost cannot
 * be a row of FOCUS, whose costs must not be null, and is not made one of $0.
 */
export const focusExportSummary = z.object({
  from: z.string(),
  to: z.string(),
  simulated: z.boolean(),
  /** Sums of BilledCost of the rows, by currency and by whether a bill says so or the ledger estimates it. */
  totals: z.array(
    z.object({
      basis: z.enum(["bill", "calls"]),
      currency: currencyName,
      billed_cost: decimalText,
    }),
  ),
  bill_lines: count,
  /** Attempts whose cost is in the rows, and those that a bill's lines stand for; simulated ones nobody counts. */
  attempts: z.object({ exported: count.nullable(), counted_by_bills: count }),
  /** Attempts without a known cost that no bill covers, and which they are, covered ones included. */
  unpriced: z.object({
    attempts: count.nullable(),
    models: z.array(
      z.object({
        provider: z.string(),
        model: z.string().nullable(),
        reason: z.string().nullable(),
        attempts: count,
        input_tokens: count,
        output_tokens: count,
      }),
    ),
  }),
  /** Dollars of calls that a bill in another currency covers: that bill's lines are in the rows. */
  covered_in_other_currencies: z.object({ attempts: count, cost: decimalText }),
  /** Lines whose charge period reaches beyond the range: choose a range that holds it whole. */
  lines_across_the_range: z.array(
    z.object({ currency: currencyName, lines: count, cost: decimalText }),
  ),
  /** Bills that end within a day, as in `/api/reports/spend`: the calls of the rest of that day are in no row. */
  bills_ending_within_a_day: spendReport.shape.bills_ending_within_a_day,
  /** Simulated calls: in no row, or with `simulated` all that the rows are about. */
  simulated_cost: decimalText,
});
export type FocusExportSummary = z.infer<typeof focusExportSummary>;
