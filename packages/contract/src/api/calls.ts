import { z } from "zod";
import { chargeSchema } from "../charge.ts";
import { dollarsText } from "../dollars.ts";
import { attemptSources } from "../imports/sources.ts";
import { ledgerRowSchema } from "../ledger-row.ts";
import { priceRecordSchema } from "../price-record.ts";

/** One charge that an attempt had: as it was recorded, or by a re-rating. */
export const chargeRevisionSchema = z.object({
  row_id: z.string(),
  /** Null for the charge that was recorded with the call. */
  rerating: z.int().positive().nullable(),
  /** When the re-rating was applied; null for the first charge. */
  applied_at: z.iso.datetime().nullable(),
  /** The state of the price book behind it; null for the first charge. */
  price_book: z.string().nullable(),
  charge: chargeSchema,
  baseline_cost: dollarsText.nullable(),
});
export type ChargeRevision = z.infer<typeof chargeRevisionSchema>;

/** A row that a source wrote about a call, where several sources saw it. */
export const seenElsewhereSchema = z.object({
  row_id: z.string(),
  call_id: z.string(),
  source: z.enum(attemptSources),
  /** The row that counts in its place; absent on the row that counts. */
  counted_by: z.object({ row_id: z.string(), source: z.enum(attemptSources) }).optional(),
});
export type SeenElsewhere = z.infer<typeof seenElsewhereSchema>;

/**
 * One call opened: every attempt with the charge that holds now, the price records that any of its charges
 * used, and, for attempts that were re-rated, every charge they had, oldest first.
 */
export const callDetailSchema = z.object({
  call_id: z.string(),
  attempts: z.array(ledgerRowSchema),
  price_records: z.array(priceRecordSchema),
  revisions: z.array(chargeRevisionSchema),
  /** Its rows and those of other sources; empty where one source alone saw the call. */
  seen_elsewhere: z.array(seenElsewhereSchema),
});
export type CallDetail = z.infer<typeof callDetailSchema>;

/** Asks which of these ids, given by clients, the ledger already holds calls of. */
export const knownCallsRequest = z.object({ client_call_ids: z.array(z.string()).max(10_000) });
export const knownCallsResponse = z.object({ known: z.array(z.string()) });
