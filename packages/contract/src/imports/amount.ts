import { z } from "zod";

/** An exact decimal number as text: an amount in a currency that a field beside it names, or a quantity. */
export const decimalText = z
  .string()
  .max(80)
  .regex(/^-?\d+(\.\d+)?$/, "expected a decimal number as text");

/** A currency of ISO 4217, or a provider's virtual currency (credits, tokens) by its own name. */
export const currencyName = z.string().trim().min(1).max(40);
