import { HeadgateError } from "@headgate/contract";
import type { NewItem } from "./item.ts";
import type { BatchSettings } from "./settings.ts";
import type { BatchStore } from "./store.ts";

/** A request as whoever takes it in has it; when it goes to real time is worked out here. */
export type WorkRequest = Omit<NewItem, "realTimeAtMs" | "admittedAtMs">;

/** What admission asks of the world. */
export type AdmissionPorts = Readonly<{
  store: BatchStore;
  settings: () => BatchSettings;
  /** Duplicates of requests that are older than this are asked anew. */
  duplicateAgeMs: () => number;
  /**
   * Holds the worst case of all of them, or of none.
   * @throws HeadgateError where a budget has no room
   */
  hold: (items: readonly NewItem[]) => Promise<void>;
  release: (item: Pick<NewItem, "callId">) => Promise<void>;
  nowMs: () => number;
}>;

/**
 * Takes requests in, all of them or none: their worst case is held first, so that what is deferred is no way around a budget.
 *
 * @throws HeadgateError `deadline_invalid` for a deadline that has passed, and what `hold` throws
 */
export async function admitWork(
  ports: AdmissionPorts,
  requests: readonly WorkRequest[],
): Promise<Readonly<{ added: number; copies: number }>> {
  const nowMs = ports.nowMs();
  const items = requests.map((request) => ({
    ...request,
    admittedAtMs: nowMs,
    realTimeAtMs: realTimeAt(request.deadlineMs, nowMs, ports.settings()),
  }));
  await ports.hold(items);
  try {
    return await ports.store.admit(items, nowMs - ports.duplicateAgeMs());
  } catch (error) {
    for (const item of items) await ports.release(item);
    throw error;
  }
}

/**
 * When a request is asked in real time so that its answer is there in time. Where a deadline leaves too little for any batch
 * that is now.
 *
 * @throws HeadgateError `deadline_invalid`
 */
export function realTimeAt(
  deadlineMs: number,
  nowMs: number,
  { realTimeMs, shortestMs }: Pick<BatchSettings, "realTimeMs" | "shortestMs">,
): number {
  const leftMs = deadlineMs - nowMs;
  if (leftMs <= 0) {
    throw new HeadgateError(
      "deadline_invalid",
      `${new Date(deadlineMs).toISOString()} has passed.`,
    );
  }
  if (leftMs < shortestMs) return nowMs;
  return deadlineMs - Math.min(realTimeMs, Math.floor(leftMs / 4));
}
