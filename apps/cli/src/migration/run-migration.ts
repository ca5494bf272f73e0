import type { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import {
  counted,
  HeadgateError,
  type MigrationJob,
  type MigrationResult,
  migrationJobSchema,
} from "@headgate/contract";
import { showCount } from "../command-line/show-time.ts";
import { errorFromWire } from "../management/error-from-wire.ts";
import type { ManagementApi } from "../management/management-api.ts";
import { patientApi } from "../management/patient-api.ts";
import { showProgress } from "../replay/progress.ts";

const POLL_MS = 200;
/** The supervisor starts a control process that ended again; longer, and something else is wrong. */
const RESTART_MS = 60_000;
/** So often a copy is begun anew that its process did not survive. */
const MOST_RESTARTS = 5;

/**
 * Has the control process copy the stores, and watches. One that ends in the middle is waited for, and goes on where it was.
 * @throws HeadgateError with the code that it failed with; what was copied by then stays
 */
export async function runMigration({
  api,
  dryRun,
  rest,
  last,
  talkTo,
}: Readonly<{
  api: ManagementApi;
  dryRun: boolean;
  rest: boolean;
  last: boolean;
  talkTo: Writable & { readonly isTTY?: boolean };
}>): Promise<MigrationResult> {
  const patient = patientApi(api, RESTART_MS);
  const begin = (how: ManagementApi): Promise<MigrationJob> =>
    how.post("/api/migration", { dry_run: dryRun, rest, last }, migrationJobSchema);
  let job = await begin(api).catch((error: unknown) => {
    throw isCode(error, "gateway_unreachable") ? nobodyRuns(api.url, error) : error;
  });
  let restarts = 0;
  const endProgress = showProgress(() => progressText(job), talkTo);
  try {
    while (job.state === "running") {
      await setTimeout(POLL_MS);
      try {
        job = await patient.get(`/api/migration/${job.id}`, {}, migrationJobSchema);
      } catch (error) {
        // A process that was started since knows of no job of the one before.
        if (!isCode(error, "not_found") || restarts >= MOST_RESTARTS) throw error;
        restarts += 1;
        job = await begin(patient);
        talkTo.write("The control process was started anew; the copy goes on where it was.\n");
      }
    }
  } finally {
    endProgress();
  }
  if (job.error !== null) {
    const { code, message } = job.error;
    throw errorFromWire(code, message) ?? new HeadgateError("internal", message);
  }
  if (job.result === null) throw new HeadgateError("internal", "A job that is done has no result.");
  return job.result;
}

const isCode = (error: unknown, code: string): error is HeadgateError =>
  error instanceof HeadgateError && error.code === code;

/** This command opens no store itself: the ledger's file has one owner, and the target must know whose rows it gets. */
const nobodyRuns = (url: string, cause: unknown): HeadgateError =>
  new HeadgateError(
    "gateway_unreachable",
    `It was looked for at ${url}. Its control process copies the stores, since it has them open: start it with \`headgate start\`, then give this command again.`,
    {},
    { cause },
  );

function progressText({ dry_run: dryRun, progress }: MigrationJob): string {
  const { part, table, hours, of, copied } = progress;
  const doing = dryRun ? "Comparing" : "Copying";
  if (table === null) return `${doing}: ${part}`;
  return `${doing}: ${part}, ${table}: ${showCount(hours)} of ${counted(of, "hour")}, ${counted(copied, "row")} ${dryRun ? "missing" : "copied"}`;
}
