import type { BatchLimits } from "@headgate/providers";
import type { ProviderBatch } from "../provider-batch.ts";

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
/** After the first batch for which a provider's queue had no room; twice as long after each that follows. */
const FIRST_PAUSE_MS = 5 * MINUTE_MS;
/** What a queue had no room for so long ago says nothing of it any more. */
const REMEMBERED_MS = 24 * HOUR_MS;

/** How many of a target's latest batches are looked at. */
export const LATEST_BATCHES = 20;

/** What a provider's queue may have room for. */
export type QueueRoom =
  /** As much as its limits say. */
  | Readonly<{ kind: "open" }>
  /** One batch of so many requests at most. */
  | Readonly<{ kind: "one"; mostRequests: number }>
  /** Nothing for now: it was full a moment ago, or what is in it is to come out first. */
  | Readonly<{ kind: "full" }>;

/** Whether it was lost only because there was no room for it. */
const foundNoRoom = ({ state, standing }: ProviderBatch): boolean =>
  state === "lost" && standing?.isPassing === true;

const isUnderWay = ({ state }: ProviderBatch): boolean =>
  state === "submitting" || state === "submitted" || state === "ended";

/**
 * What a queue may have room for, by a target's latest batches, the latest first: after one that found none the next waits,
 * longer each time, is half as large, and goes alone. Each that comes to its end doubles the next.
 */
export function queueRoom(
  latest: readonly ProviderBatch[],
  limits: Pick<BatchLimits, "requests" | "leastRequests">,
  nowMs: number,
): QueueRoom {
  const place = latest.findIndex(foundNoRoom);
  const refused = latest[place];
  const atMs = refused?.endedAtMs;
  if (refused === undefined || atMs === undefined || nowMs - atMs >= REMEMBERED_MS) {
    return { kind: "open" };
  }
  const since = latest.slice(0, place);
  if (since.length === 0) {
    const others = latest.findIndex((batch) => !foundNoRoom(batch));
    const inARow = others === -1 ? latest.length : others;
    if (nowMs < atMs + Math.min(FIRST_PAUSE_MS * 2 ** (inARow - 1), HOUR_MS)) {
      return { kind: "full" };
    }
  }
  if (since.some(isUnderWay)) return { kind: "full" };
  const wellEnded = since.filter(({ state }) => state === "settled").length;
  const mostRequests = Math.max(Math.floor(refused.requests / 2), 1) * 2 ** wellEnded;
  return mostRequests >= limits.requests
    ? { kind: "open" }
    : { kind: "one", mostRequests: Math.max(mostRequests, limits.leastRequests) };
}
