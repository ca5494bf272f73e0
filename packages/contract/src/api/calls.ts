import { z } from "zod";
import { ledgerRowSchema } from "../ledger-row.ts";
import { priceRecordSchema } from "../price-record.ts";

/** One call opened: every attempt as it stands in the ledger, and the price records its charge used. */
export const callDetailSchema = z.object({
  call_id: z.string(),
  attempts: z.array(ledgerRowSchema),
  price_records: z.array(priceRecordSchema),
});
export type CallDetail = z.infer<typeof callDetailSchema>;

/** Asks which of these ids, given by clients, the ledger already holds calls of. */
export const knownCallsRequest = z.object({ client_call_ids: z.array(z.string()).max(10_000) });
export const knownCallsResponse = z.object({ known: z.array(z.string()) });
