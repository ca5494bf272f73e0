import type { BatchLimits } from "@headgate/providers";
import type { WaitingGroup } from "./provider-batch.ts";
import type { BatchSettings } from "./settings.ts";

/** Whether a group goes now, and why; or until when it waits. */
export type GroupDecision =
  | Readonly<{ kind: "go"; because: "full" | "waited" | "deadline" }>
  | Readonly<{ kind: "wait"; untilMs: number }>
  /** They are fewer than the operator wants in a batch, and have waited for others. */
  | Readonly<{ kind: "real_time"; because: "too_few" }>
  /** The provider takes no batch of so few: those whose time leaves no room for one any more do not wait for others. */
  | Readonly<{ kind: "roomless_in_real_time"; because: "too_few" }>;

/**
 * When a group of requests becomes a batch: when it is full, when its oldest has waited long enough, or when the provider's
 * window would otherwise reach beyond the earliest deadline. Where they are too few for the provider they wait on for others
 * as long as their time has room for a batch after that: a batch costs half.
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
  if (group.requests < limits.leastRequests) {
    const roomUntilMs = Math.max(waitedAtMs, roomUntil(group, limits));
    return nowMs < roomUntilMs
      ? { kind: "wait", untilMs: roomUntilMs }
      : { kind: "roomless_in_real_time", because: "too_few" };
  }
  if (group.requests >= fewestRequests) {
    return { kind: "go", because: nowMs >= waitedAtMs ? "waited" : "deadline" };
  }
  return nowMs < waitedAtMs
    ? { kind: "wait", untilMs: waitedAtMs }
    : { kind: "real_time", because: "too_few" };
}

/**
 * Until when each of a group has room for a batch before it is asked in real time: the provider's window fits, or at least
 * half of its time is left. Most batches are done long before their window is over.
 */
const roomUntil = (
  { earliestRealTimeMs, earliestHalfwayMs }: WaitingGroup,
  { windowMs }: BatchLimits,
): number => Math.max(earliestHalfwayMs, earliestRealTimeMs - windowMs);
