import { z } from "zod";

/** What `ask-ledger.ts` measures of one ledger. */
export const askedLedger = z.object({
  sum_up_s: z.number().optional(),
  sum_up_ms_a_day: z.number().optional(),
  peak_rss_mb: z.number(),
  /** By what the peak was raised, and to how much. */
  peaks: z.array(z.object({ after: z.string(), mb: z.number() })),
  load_rows_per_second: z.number(),
  upkeep_share_of_load: z.number(),
  answers: z.array(
    z.object({ question: z.string(), range: z.string(), p50_ms: z.number(), p95_ms: z.number() }),
  ),
  /** Questions that compare more rows than Headgate does at once: it asks for a shorter range. */
  refused: z.array(z.object({ question: z.string(), range: z.string() })),
});
export type AskedLedger = z.output<typeof askedLedger>;
