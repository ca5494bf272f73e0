import { z } from "zod";
import { attributionFields } from "../attribution.ts";
import { currencyName, decimalText } from "../imports/amount.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

export const sharedOver = ["calls", "bills"] as const;

/**
 * Asks what each value of a label costs with its part of shared costs, over calls or over the lines of bills. It
 * takes no filter: who shares is decided by all of the range.
 */
export const sharedQuery = timeRangeQuery.extend({
  by: z.enum(attributionFields).default("team"),
  over: z.enum(sharedOver).default("calls"),
});

export const sharedReport = z.object({
  by: z.enum(attributionFields),
  over: z.enum(sharedOver),
  /** Each currency by itself, dearest first. Totals add up to what was spent, exactly: nothing is made or lost. */
  rows: z.array(
    z.object({
      /** Null: what no label is known for, shared costs that could not be split among them. */
      group: z.string().nullable(),
      currency: currencyName,
      /** Effective cost of its own. */
      own: decimalText,
      /** Its part of costs that several share, and of which rules of headgate.yaml. */
      shared: decimalText,
      parts: z.array(z.object({ rule: z.string(), cost: decimalText })),
      total: decimalText,
    }),
  ),
  totals: z.array(
    z.object({ currency: currencyName, own: decimalText, shared: decimalText, total: decimalText }),
  ),
  /** Attempts without a known cost: they are in no amount. */
  unpriced_attempts: count,
  /** Effective cost of simulated calls: nobody pays it, so it is in no amount. Null over bills, where no call is looked at. */
  simulated_cost: decimalText.nullable(),
});
export type SharedReport = z.infer<typeof sharedReport>;
