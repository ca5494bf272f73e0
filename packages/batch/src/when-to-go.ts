import type { BatchLimits } from "@headgate/providers";
import type { WaitingGroup } from "./provider-batch.ts";
import type { BatchSettings } from "./settings.ts";

/** Whether a group goes now, and why; or until when it waits. */
export type GroupDecision =
  | Readonly<{ kind: "go"; because: "full" | "waited" | "deadline" }>
  | Readonly<{ kind: "wait"; untilMs: number }>
  /** The provider takes no batch of so few, and its time has come. */
  | Readonly<{ kind: "real_time"; because: "too_few" }>;

/**
 * When a group of requests becomes a batch: when it is full, when its oldest has waited long enough, or when the provider's
 * window would otherwise reach beyond the earliest deadline.
 */
export function whenToGo(
  group: WaitingGroup,
  limits: BatchLimits,
  {
    leastWaitMs,
    mostWaitMs,
    fewestRequests,
  }: Pick<BatchSettings, "leastWaitMs" | "mostWaitMs" | "fewestRequests">,
  nowMs: number,
): GroupDecision {
  if (group.requests >= limits.requests || group.bytes >= limits.bytes) {
    return { kind: "go", because: "full" };
  }
  const waitedAtMs = group.oldestMs + mostWaitMs;
  const deadlineAtMs = group.earliestDeadlineMs - limits.windowMs;
  // Those that come together go together, also where the window leaves no time.
  const dueAtMs = Math.min(waitedAtMs, Math.max(deadlineAtMs, group.oldestMs + leastWaitMs));
  if (nowMs < dueAtMs) return { kind: "wait", untilMs: dueAtMs };
  const fewest = Math.max(limits.leastRequests, fewestRequests);
  if (group.requests >= fewest) {
    return { kind: "go", because: nowMs >= waitedAtMs ? "waited" : "deadline" };
  }
  return nowMs < waitedAtMs
    ? { kind: "wait", untilMs: waitedAtMs }
    : { kind: "real_time", because: "too_few" };
}
