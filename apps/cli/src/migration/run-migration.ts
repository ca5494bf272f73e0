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
import { showProgress } from "../replay/progress.ts";

const POLL_MS = 200;

/**
 * Has the control process copy the stores, and watches.
 * @throws HeadgateError with the code that it failed with; what was copied by then stays
 */
export async function runMigration({
  api,
  dryRun,
  rest,
  talkTo,
}: Readonly<{
  api: ManagementApi;
  dryRun: boolean;
  rest: boolean;
  talkTo: Writable & { readonly isTTY?: boolean };
}>): Promise<MigrationResult> {
  let job = await api.post("/api/migration", { dry_run: dryRun, rest }, migrationJobSchema);
  const endProgress = showProgress(() => progressText(job), talkTo);
  try {
    while (job.state === "running") {
      await setTimeout(POLL_MS);
      job = await api.get(`/api/migration/${job.id}`, {}, migrationJobSchema);
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

function progressText({ dry_run: dryRun, progress }: MigrationJob): string {
  const { part, table, hours, of, copied } = progress;
  const doing = dryRun ? "Comparing" : "Copying";
  if (table === null) return `${doing}: ${part}`;
  return `${doing}: ${part}, ${table}: ${showCount(hours)} of ${counted(of, "hour")}, ${counted(copied, "row")} ${dryRun ? "missing" : "copied"}`;
}
