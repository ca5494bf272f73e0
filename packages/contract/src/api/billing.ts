import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { chargesQuery, timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/** An amount of the billing currency: an exact decimal string, like dollars. */
const amountText = z.string().regex(/^-?\d+\.\d{12}$/, "expected an amount with twelve decimals");

/** No filters: credits pay for the whole bill, and a part of it has no balance of its own. */
export const billingQuery = timeRangeQuery.extend(chargesQuery.shape);

/** What a credit did in the period. `granted` = `used_before` + `used` + `left`, exactly. */
const creditBalanceSchema = z.object({
  name: z.string(),
  granted: dollarsText,
  /** Used for days before the period. */
  used_before: dollarsText,
  used: dollarsText,
  /** At the period's end; of a credit that has ended by then, what lapsed. */
  left: dollarsText,
  valid_from: z.iso.date(),
  /** First day on which it can no longer be used; null when it does not end. */
  valid_to: z.iso.date().nullable(),
});

/** The part of the period that one rate of the configuration converts. */
const convertedPartSchema = z.object({
  valid_from: z.iso.date(),
  /** How much of the currency one dollar is billed as. */
  per_dollar: z.string(),
  billed_cost: dollarsText,
  credited: dollarsText,
});

/** `billed` = `credited` + `to_pay`, exactly; the three are null when some day with a cost has no rate. */
const convertedSchema = z.object({
  code: z.string(),
  billed: amountText.nullable(),
  credited: amountText.nullable(),
  to_pay: amountText.nullable(),
  parts: z.array(convertedPartSchema),
  /** Billed dollars of days before the first rate: in no amount above. */
  without_rate: dollarsText,
});

/** What the calls of whole UTC days are billed as. `billed_cost` = `credited` + `to_pay`, exactly. */
export const billingReport = z.object({
  first_day: z.iso.date(),
  last_day: z.iso.date(),
  /** Billed cost before credits, of calls with a known cost. */
  billed_cost: dollarsText,
  /** What credits paid of it. */
  credited: dollarsText,
  to_pay: dollarsText,
  /** Attempts without a known cost: in no amount, and credits may have to pay for them too. */
  unpriced_attempts: count,
  /** Billed cost of simulated calls: nobody bills it, so it is in no amount and uses no credit. */
  simulated_cost: dollarsText,
  credits: z.array(creditBalanceSchema),
  /** Null when the configuration names no billing currency. */
  currency: convertedSchema.nullable(),
});
export type Billing = z.infer<typeof billingReport>;
