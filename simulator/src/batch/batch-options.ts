import { z } from "zod";

const share = z.number().min(0).max(1).default(0);

/** How the stand-ins run batches; what is left out goes well, and at once. */
export const batchOptionsSchema = z
  .strictObject({
    /** From its creation until a batch has ended, by the simulator's clock. */
    durationMs: z.number().nonnegative().default(0),
    /** Share of lines that fail; a repeated line draws anew. */
    failedLines: share,
    /** Share of lines that were answered and stand in no file. */
    missingLines: share,
    /** Share of lines that stand in a file twice. */
    doubledLines: share,
    /** Share of batches that run out of time when half of their lines are done. */
    expired: share,
    /** Share of batches that are made and answered with status 500, as if they had not been. */
    lostCreates: share,
    /** The fewest records of a job of Bedrock's. */
    leastRecords: z.int().nonnegative().default(100),
    /** A folder in which files and batches are kept, so that the simulator may be stopped and started. */
    dir: z.string().min(1).optional(),
  })
  .prefault({});
export type BatchOptions = z.output<typeof batchOptionsSchema>;
