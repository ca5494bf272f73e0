import { z } from "zod";
import { attributionFields } from "../attribution.ts";
import { currencyName, decimalText } from "../imports/amount.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/** FOCUS's costs that both a bill and a call have. */
export const spendCosts = ["effective", "billed"] as const;

export const spendDimensions = ["provider", "category", "model", ...attributionFields] as const;
export type SpendDimension = (typeof spendDimensions)[number];

/** Asks for all that was spent, bills and calls together, each dollar once. */
export const spendQuery = timeRangeQuery.extend({
  by: z.enum(spendDimensions).default("provider"),
  cost: z.enum(spendCosts).default("effective"),
});

/**
 * What a part of spend is. `billed`: lines of bills that no call can explain, say for storage, tax or in
 * another currency than the dollar. `called`: calls. `not_seen`: what a bill says beyond the calls that it
 * covers, signed: less than zero where the calls come to more than the bill.
 */
export const spendParts = ["billed", "called", "not_seen"] as const;

export const spendReport = z.object({
  rows: z.array(
    z.object({
      /**
       * Why the part counts: `bill`, because the lines say so or explain a bill that covers their provider's
       * account and day; `calls`, because no bill does.
       */
      basis: z.enum(["bill", "calls"]),
      part: z.enum(spendParts),
      /** Value of the dimension; null where there is none: what was not seen is never spread over others. */
      group: z.string().nullable(),
      currency: currencyName,
      cost: decimalText,
      lines: count,
      attempts: count,
      unpriced_attempts: count,
    }),
  ),
  /** The rows added up, by currency. */
  totals: z.array(z.object({ currency: currencyName, cost: decimalText })),
  /**
   * Calls that a bill in another currency covers: their dollars are in no row, since the bill's amount
   * counts and cannot be compared with them.
   */
  covered_in_other_currencies: z.object({ attempts: count, cost: decimalText }),
  /** Lines whose charge period reaches beyond the range: in no row, and what they cover counts by calls. */
  lines_across_the_range: z.array(
    z.object({ currency: currencyName, lines: count, cost: decimalText }),
  ),
  /**
   * Providers' accounts whose bill ends within a day of the range, as an hourly one does while it grows. The bill
   * covers that whole day: calls behind `until` are in no amount until more of it is loaded.
   */
  bills_ending_within_a_day: z.array(
    z.object({ provider: z.string(), account: z.string().nullable(), until: z.iso.datetime() }),
  ),
  /** Lines of simulated bills, as an export of simulated calls has them: in no row, and they cover nothing. */
  simulated_lines: z.array(z.object({ currency: currencyName, lines: count, cost: decimalText })),
  /** Simulated calls are in no row: no bill will ever name them. */
  simulated_cost: decimalText,
});
