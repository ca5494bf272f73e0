import { z } from "zod";
import { decimalText } from "./amount.ts";
import { skipReasonSchema, skipSchema } from "./skip.ts";
import { sourceNames } from "./sources.ts";

const count = z.int().nonnegative();

/** What one source of an import brought. */
export const importedSourceSchema = z.object({
  source: z.enum(sourceNames),
  files: count,
  /** Rows that were read, whatever became of them. */
  rows: count,
  added: count,
  /** Rows that the ledger had already, the same. */
  already_there: count,
  /** Rows that took the place of others: a bill that was restated. */
  replaced: count,
  /** Rows that are kept but not counted, for a more trusted source saw the same call. */
  seen_elsewhere: count,
  skipped: count,
  first_at: z.iso.datetime().nullable(),
  last_at: z.iso.datetime().nullable(),
  /** Costs of the added rows, by currency: FOCUS's BilledCost and EffectiveCost, apart. */
  costs: z.array(
    z.object({ currency: z.string(), billed_cost: decimalText, effective_cost: decimalText }),
  ),
});
export type ImportedSource = z.infer<typeof importedSourceSchema>;

/** What became of an import: all that was asked for is in it, or accounted for by a reason. */
export const importSummarySchema = z.object({
  /** Its number in the ledger; null when nothing was kept. */
  import_number: count.nullable(),
  /**
   * How many imports of one day are told as this one: those of a pull, or of a receiver. Their costs are not told: a
   * line that was restated in between would be in them twice. Absent where it stands for itself alone.
   */
  joined: count.optional(),
  sources: z.array(importedSourceSchema),
  skips: z.array(
    z.object({
      source: z.enum(sourceNames).nullable(),
      reason: skipReasonSchema,
      count,
      /** The first few, with their places. */
      examples: z.array(skipSchema).max(5),
    }),
  ),
  /** Contradictions inside of what was read, by kind: a parent that does not add up to its children. */
  warnings: z.array(z.object({ warning: z.string(), count, example: z.string() })),
});
export type ImportSummary = z.infer<typeof importSummarySchema>;
