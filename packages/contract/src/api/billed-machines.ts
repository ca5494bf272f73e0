import { z } from "zod";
import { currencyName, decimalText } from "../imports/amount.ts";
import { spendCategories } from "../imports/spend-category.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

export const billedMachinesQuery = timeRangeQuery.extend({
  billing_currency: currencyName.optional(),
  /** Rows of each of the two lists. */
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/**
 * What bills say of machines with accelerators: hours by what was billed and how it was paid, and SageMaker's endpoints each by
 * itself. Lines that are no usage, or that an unused commitment stands for, are in no row.
 */
export const billedMachinesReport = z.object({
  /** The dearest first. */
  machines: z.array(
    z.object({
      billing_currency: currencyName,
      provider_name: z.string(),
      /** AWS's usage type, Azure's meter. */
      meter: z.string().nullable(),
      description: z.string().nullable(),
      region: z.string().nullable(),
      category: z.enum(spendCategories),
      /** FOCUS's PricingCategory: `Standard` is on demand, `Committed` is covered, `Dynamic` is spot. */
      pricing_category: z.string().nullable(),
      /** The unit of the quantity, as the bill has it: hours, mostly. */
      unit: z.string().nullable(),
      /** How long the periods are that the lines speak of: an hour, a day. */
      period_ms: count,
      /** In how many such periods there is a line. */
      periods: count,
      first: z.iso.datetime(),
      /** The end of the last period. */
      last: z.iso.datetime(),
      /** Over all lines, and of the period with the least; null where some line has none. */
      quantity: decimalText.nullable(),
      least_quantity: decimalText.nullable(),
      lines: count,
      effective_cost: decimalText,
      list_cost: decimalText,
      lines_without_list_cost: count,
    }),
  ),
  machines_left_out: count,
  endpoints: z.array(
    z.object({
      billing_currency: currencyName,
      resource: z.string(),
      sub_account: z.string().nullable(),
      /** Of the machines that cost most, where it ran on several types, as are the meter and the category. */
      region: z.string().nullable(),
      meter: z.string(),
      category: z.enum(spendCategories),
      days: count,
      first: z.iso.datetime(),
      last: z.iso.datetime(),
      /** Lines of data that went in or out: an endpoint that is called has them. */
      data_lines: count,
      effective_cost: decimalText,
    }),
  ),
  endpoints_left_out: count,
});
export type BilledMachines = z.infer<typeof billedMachinesReport>;
