import type { LeverName } from "@headgate/contract";
import type { Call } from "./call.ts";
import type { CallRoom } from "./handle-call.ts";

/** Counts and tells a lever that failed: its call goes on without it. */
export function countLeverFailure(
  { counters, log }: Pick<CallRoom, "counters" | "log">,
  call: Call,
  lever: LeverName,
  error: unknown,
): void {
  counters.leverFailures[lever] += 1;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error({ callId: call.id, lever, reason }, "a lever failed; the call goes on without it");
}
