import type { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import {
  counted,
  HeadgateError,
  type RerateJob,
  type RerateRequest,
  rerateJobSchema,
} from "@headgate/contract";
import { showCount } from "../command-line/show-time.ts";
import { errorFromWire } from "../management/error-from-wire.ts";
import type { ManagementApi } from "../management/management-api.ts";
import { showProgress } from "../replay/progress.ts";

const POLL_MS = 200;

type RerateOptions = Readonly<{
  api: ManagementApi;
  scope: Omit<RerateRequest, "apply" | "price_book">;
  apply: boolean;
  /** Where progress goes. */
  talkTo: Writable & { readonly isTTY?: boolean };
}>;

/**
 * Looks at what pricing again would change and, with `apply`, makes it hold, by the very prices of that
 * look.
 * @throws HeadgateError with the code that it failed with; then nothing of it holds
 */
export async function runRerate({ api, scope, apply, talkTo }: RerateOptions): Promise<RerateJob> {
  const preview = await follow(api, { ...scope, apply: false }, talkTo);
  if (!apply) return preview;
  return follow(api, { ...scope, apply: true, price_book: preview.price_book }, talkTo);
}

async function follow(
  api: ManagementApi,
  request: RerateRequest,
  talkTo: RerateOptions["talkTo"],
): Promise<RerateJob> {
  let job = await api.post("/api/prices/rerate", request, rerateJobSchema);
  if (job.state === "running") {
    const endProgress = showProgress(() => progressText(job), talkTo);
    try {
      while (job.state === "running") {
        await setTimeout(POLL_MS);
        job = await api.get(`/api/prices/rerate/${job.id}`, {}, rerateJobSchema);
      }
    } finally {
      endProgress();
    }
  }
  if (job.error === null) return job;
  const { code, message } = job.error;
  throw errorFromWire(code, message) ?? new HeadgateError("internal", message);
}

const progressText = ({ apply, progress }: RerateJob): string =>
  `${apply ? "Re-rating" : "Pricing again"}: ${showCount(progress.attempts_done)} of ${counted(progress.attempts_total, "attempt")}`;
