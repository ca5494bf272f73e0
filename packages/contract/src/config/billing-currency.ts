import { z } from "zod";

/** ISO 4217 codes, as Unicode's CLDR lists them in the runtime. */
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** The currency that bills are in, and the fixed rates at which dollars are billed in it. */
export const billingCurrencySchema = z.strictObject({
  code: z
    .string()
    .refine((code) => currencies.has(code), "expected a currency of ISO 4217, e.g. EUR"),
  rates: z
    .array(
      z.strictObject({
        valid_from: z.iso.date(),
        per_dollar: z
          .string('expected a rate in quotes, e.g. "0.9213"')
          .regex(/^\d+(\.\d{1,9})?$/, "expected a rate with at most nine decimals")
          .refine((rate) => /[1-9]/.test(rate), "a rate is more than 0")
          .meta({ description: "How much of the currency one US dollar is billed as." }),
      }),
    )
    .min(1),
});
export type BillingCurrency = z.infer<typeof billingCurrencySchema>;
