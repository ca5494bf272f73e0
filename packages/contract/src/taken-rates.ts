import { z } from "zod";
import { foundRate } from "./api/reconcile.ts";
import { overlaySchema } from "./config/overlays.ts";

/** An overlay that was taken over from bills, and what it rests on. */
export const takenRateSchema = z.strictObject({
  overlay: overlaySchema,
  source: z.strictObject({
    /** The rate as the reconciliation found it. */
    found: foundRate,
    /** The range that was reconciled. */
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    taken_at: z.iso.datetime(),
  }),
});
export type TakenRate = z.infer<typeof takenRateSchema>;

/** The file of the data directory that holds overlays taken over from bills. */
export const takenRatesSchema = z.strictObject({
  origin: z.literal("reconciliation"),
  rates: z.array(takenRateSchema),
});
