import { z } from "zod";

const count = z.int().nonnegative();
const dollars = z.string().nullable();

/** What is copied from `stores` to `move_to`. */
export const migrationRequest = z
  .strictObject({
    /** Copies nothing, and counts what would be. */
    dry_run: z.boolean().default(false),
    /** The other way round, once moved: adds what `move_to` was given after it was copied for the last time. */
    rest: z.boolean().default(false),
    /** The last copy before the move: where both sides are equal then, nothing that would stay behind is taken in until the restart. */
    last: z.boolean().default(false),
  })
  .refine(
    (how) => [how.dry_run, how.rest, how.last].filter(Boolean).length <= 1,
    "expected one of dry_run, rest and last at most",
  );
export type MigrationRequest = z.output<typeof migrationRequest>;

const copiedRows = {
  table: z.string(),
  rows: count,
  /** Rows that were missing or differed, and were put. */
  copied: count,
  /** Rows that the source no longer has, and were taken away. */
  removed: count,
};

/** Calls, bills and outcomes, by table and day (UTC). */
export const migratedLedgerSchema = z.object({
  equal: z.boolean(),
  /**
   * Calls that the target alone has, and outcomes, measurements, sums of usage, imports and re-ratings: it was written to by another.
   * Nothing was copied then.
   */
  ahead: count,
  tables: z.array(
    z.object({
      ...copiedRows,
      days: z.array(
        z.object({
          /** Null for tables whose rows are about no moment. */
          day: z.string().nullable(),
          rows: count,
          rows_equal: count,
          rows_extra: count,
          /** Dollars by column, added up on both sides over the rows that were read; null where none is known. */
          amounts: z.record(z.string(), z.object({ source: dollars, target: dollars })),
          equal: z.boolean(),
        }),
      ),
    }),
  ),
});

const migratedTablesSchema = z.object({
  equal: z.boolean(),
  /** A table that was written to by another. Nothing was copied then. */
  ahead: z.string().nullable(),
  tables: z.array(z.object({ ...copiedRows, equal: z.boolean() })),
});

/** Null is what stays where it is. */
export const migrationResultSchema = z.object({
  equal: z.boolean(),
  ledger: migratedLedgerSchema.nullable(),
  state: migratedTablesSchema.nullable(),
  batch: migratedTablesSchema.nullable(),
  /** Files of clients' batches. */
  files: z.object({ files: count, copied: count, equal: z.boolean() }).nullable(),
  /** Budgets, limits and kept answers are not copied: so many budgets read what was spent from the ledger once moved. */
  counters: z.object({ budgets: count }).nullable(),
  /** Whether small state and work that waits are held until the restart: after `last`, where both sides are equal. */
  held: z.boolean(),
});
export type MigrationResult = z.infer<typeof migrationResultSchema>;

export const migrationProgressSchema = z.object({
  part: z.enum(["ledger", "state", "batch", "files"]),
  /** A table of the ledger, and how many of its hours were compared. */
  table: z.string().nullable(),
  hours: count,
  of: count,
  copied: count,
});
export type MigrationProgress = z.infer<typeof migrationProgressSchema>;

/** One copying that was asked for, under way or done. */
export const migrationJobSchema = z.object({
  id: z.string(),
  dry_run: z.boolean(),
  rest: z.boolean(),
  last: z.boolean(),
  state: z.enum(["running", "done", "failed"]),
  started_at: z.iso.datetime(),
  progress: migrationProgressSchema,
  result: migrationResultSchema.nullable(),
  /** Why it failed; what was copied by then stays, and the next one goes on from there. */
  error: z.object({ code: z.string(), message: z.string(), mend: z.string() }).nullable(),
});
export type MigrationJob = z.infer<typeof migrationJobSchema>;

/** What became of a hold that was to be lifted. */
export const liftedHoldSchema = z.object({
  /** False where nothing was held. */
  lifted: z.boolean(),
});
