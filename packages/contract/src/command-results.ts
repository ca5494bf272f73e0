import { z } from "zod";
import { billingReport } from "./api/billing.ts";
import { precedenceReport } from "./api/precedence.ts";
import { chargeBases, dimensions } from "./api/question.ts";
import { spendByReport, totalsSchema } from "./api/reports.ts";
import { sharedReport } from "./api/shared-costs.ts";
import { dollarsText } from "./dollars.ts";

const count = z.int().nonnegative();

/** What `headgate start --json` and `headgate demo --json` print once all is up. */
export const startedSchema = z.object({
  mode: z.enum(["demo", "live"]),
  /** The console, and the root of the management API. */
  url: z.url(),
  openai_base_url: z.url(),
  anthropic_base_url: z.url(),
  data_directory: z.string(),
  /** Where the configuration came from: a file, the environment, or `demo`. */
  config_source: z.string(),
  /** The processes as they were started; one that dies is replaced under another id. */
  processes: z.array(z.object({ name: z.string(), pid: z.int().positive() })),
});
export type Started = z.infer<typeof startedSchema>;

/** What `headgate report --json` prints. */
export const reportResultSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  filter: z.record(z.string(), z.string()),
  /** Whether re-ratings count. */
  charges: z.enum(chargeBases),
  by: z.enum(dimensions),
  totals: totalsSchema,
  ...spendByReport.shape,
  /** Credits and the billing currency; null for a filtered report, which has no bill of its own. */
  billing: billingReport.nullable(),
  /** Whose rows count where several sources saw one call; null unless `--explain` asks for it. */
  precedence: precedenceReport.nullable(),
  /** Own cost and part of shared costs of each value; null unless `--split-shared` asks for it. */
  shared: sharedReport.nullable(),
});
export type ReportResult = z.infer<typeof reportResultSchema>;

/** What `headgate doctor --json` prints. */
export const doctorResultSchema = z.object({
  findings: count,
  checks: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["ok", "finding", "skipped"]),
      message: z.string(),
      /** What to do about a finding. */
      mend: z.string().optional(),
    }),
  ),
});
export type DoctorResult = z.infer<typeof doctorResultSchema>;
export type DoctorCheck = DoctorResult["checks"][number];

/**
 * What `headgate replay --json` prints: what this run did, and what the ledger holds of the replay,
 * earlier runs of the same file and model included.
 */
export const replayResultSchema = z.object({
  file: z.string(),
  model: z.string(),
  /** The tag `replay=<id>` that all calls of the replay carry. */
  replay: z.string(),
  /** Rows of the file that this run was to send. */
  rows: count,
  sent: count,
  skipped_as_known: count,
  failed: count,
  /** Rows that could not be read, and the lines of the first of them. */
  unreadable_rows: count,
  unreadable_lines: z.array(count),
  duration_ms: count,
  calls: count,
  input_tokens: count,
  output_tokens: count,
  unpriced_attempts: count,
  list_cost: dollarsText,
  effective_cost: dollarsText,
});
export type ReplayResult = z.infer<typeof replayResultSchema>;
