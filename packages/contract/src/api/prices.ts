import { z } from "zod";
import { priceRecordSchema } from "../price-record.ts";

export const pricesQuery = z.object({
  provider: z.string().optional(),
  model: z.string().optional(),
  /** Prices as they hold on this day; today unless said. */
  at: z.iso.date().optional(),
});
export const pricesResponse = z.object({
  at: z.iso.date(),
  models: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      aliases: z.array(z.string()),
      records: z.array(priceRecordSchema),
    }),
  ),
});
export type PricesResponse = z.infer<typeof pricesResponse>;
