import { z } from "zod";
import { billLineSchema } from "../imports/bill-line.ts";
import { brokenBillSchema } from "../imports/broken-bill.ts";
import { gaugeSchema } from "../imports/gauge.ts";
import { importSummarySchema } from "../imports/import-summary.ts";
import { outcomeSchema } from "../imports/outcome.ts";
import { skipReasonSchema } from "../imports/skip.ts";
import { attemptSources, sourceNames } from "../imports/sources.ts";
import { usageTotalSchema } from "../imports/usage-total.ts";
import { ledgerRowSchema, settledSchema } from "../ledger-row.ts";
import { pullStatusSchema, receivedSchema } from "./pulls.ts";

const count = z.int().nonnegative();
/** The gateway writes a row once, when the attempt is settled: none takes another's place. */
const foreignSource = z.enum(attemptSources).exclude(["gateway"]);

/** What an import is about. */
export const beginImportRequest = z.strictObject({
  /** Files, folders, addresses as the user named them; without any secret. */
  named: z.array(z.string().min(1).max(4096)).min(1).max(1000),
  /** Sources whose later row of an id takes the earlier one's place. */
  restating: z.array(foreignSource).default([]),
});
/** An import under way; the id is of this one alone, unlike the number that it gets when it holds. */
export const importUnderWay = z.object({ id: z.string() });

/**
 * A call as a source knows it; Headgate prices and labels it. Rows of a gateway's own spool come with what the gateway
 * settled, which holds as it is.
 */
const attemptFactsSchema = ledgerRowSchema
  .omit({
    charge: true,
    baseline_cost: true,
    savings: true,
    simulated: true,
    attempt: true,
    final: true,
  })
  .extend({ settled: settledSchema.optional() })
  .refine(({ source, settled }) => (source === "gateway") === (settled !== undefined), {
    error: "Rows of the gateway, and no others, come with what was settled.",
    path: ["settled"],
  });

const MOST_RECORDS = 5_000;

/** A part of an import; sent again, it changes nothing. */
export const importBatchRequest = z.strictObject({
  /** From 0. */
  sequence: count,
  attempts: z.array(attemptFactsSchema).max(MOST_RECORDS).default([]),
  bill_lines: z
    .array(billLineSchema.omit({ attribution: true }))
    .max(MOST_RECORDS)
    .default([]),
  usage_totals: z
    .array(usageTotalSchema.omit({ attribution: true }))
    .max(MOST_RECORDS)
    .default([]),
  gauges: z.array(gaugeSchema).max(MOST_RECORDS).default([]),
  outcomes: z.array(outcomeSchema).max(MOST_RECORDS).default([]),
});
export type ImportBatchRequest = z.input<typeof importBatchRequest>;
export const importBatchResponse = z.object({ sequence: count });

/** What only the reader of the files knows; the ledger counts the rest. */
export const finishImportRequest = z.strictObject({
  read: z.array(
    z.strictObject({ source: z.enum(sourceNames), files: count, rows: count, skipped: count }),
  ),
  skips: importSummarySchema.shape.skips,
  warnings: importSummarySchema.shape.warnings,
  /**
   * Sources of bills of which a file could not be read to its end, each with the first such: a part of a statement
   * replaces none that the ledger has. Absent where all was read.
   */
  broken: z.array(brokenBillSchema).optional(),
});

/** One import that holds. */
export const importSchema = z.object({
  import: count,
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  named: z.array(z.string()),
  summary: importSummarySchema,
});
/** A page of imports; `before` is the `next` of the page before. */
export const importsQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const importsResponse = z.object({
  /** Newest first. */
  imports: z.array(importSchema),
  /** What the next page is asked for with; null behind the oldest. */
  next: z.int().positive().nullable(),
});
export type ImportsResponse = z.infer<typeof importsResponse>;

/** What came in from one source, over all imports. */
export const sourceStateSchema = z.object({
  source: z.enum(sourceNames),
  imports: count,
  last_import_at: z.iso.datetime(),
  files: count,
  rows: count,
  added: count,
  already_there: count,
  replaced: count,
  seen_elsewhere: count,
  skipped: count,
  first_at: z.iso.datetime().nullable(),
  last_at: z.iso.datetime().nullable(),
  /** How old the newest of its rows is; null when it has none. */
  lag_ms: z.number().nonnegative().nullable(),
  skips: z.array(z.object({ reason: skipReasonSchema, count })),
});
export type SourceState = z.infer<typeof sourceStateSchema>;
export const sourcesResponse = z.object({
  /** What imports brought, by source. */
  sources: z.array(sourceStateSchema),
  /** What headgate.yaml has pulled, in its order. */
  pulls: z.array(pullStatusSchema),
  /** What was received by OTLP and stands in no import. */
  received: z.array(receivedSchema),
});
export type SourcesResponse = z.infer<typeof sourcesResponse>;
