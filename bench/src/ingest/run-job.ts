import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const execute = promisify(execFile);
const TIMEOUT_MS = 30 * 60_000;

const measuredSchema = z.object({
  rows: z.number(),
  skipped: z.number().optional(),
  finishMs: z.number().optional(),
  threads: z.number().optional(),
  wallMs: z.number(),
  cpuMs: z.number(),
  peakMegabytes: z.number(),
});
export type Measured = z.infer<typeof measuredSchema>;

/** Runs a job of `job.ts` in a fresh process, against the compiled rooms, as they ship. */
export async function runJob(...job: readonly string[]): Promise<Measured> {
  const { stdout } = await execute(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "job.ts"), ...job],
    { timeout: TIMEOUT_MS },
  );
  return measuredSchema.parse(JSON.parse(stdout));
}

/** The run in the middle, by the clock. */
export function median(runs: readonly Measured[]): Measured {
  const sorted = [...runs].sort((left, right) => left.wallMs - right.wallMs);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError("no run was measured");
  return middle;
}
