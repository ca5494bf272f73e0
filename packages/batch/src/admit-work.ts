import { HeadgateError } from "@headgate/contract";
import type { NewItem } from "./item.ts";
import type { BatchSettings } from "./settings.ts";
import type { BatchStore } from "./store.ts";

/** A request as whoever takes it in has it: what else an item has is worked out here. */
export type WorkRequest = Omit<NewItem, "shared" | "realTimeAtMs" | "admittedAtMs" | "reason">;

/** What admission asks of the world. */
export type AdmissionPorts = Readonly<{
  store: BatchStore;
  settings: () => BatchSettings;
  /** By what duplicates of a request are found; `undefined`: it is never sent for others. */
  sharing: (request: WorkRequest) => NewItem["shared"];
  /** Why a request is better asked in real time at once; `undefined`: it waits for a batch. */
  realTime: (request: WorkRequest) => Promise<string | undefined>;
  /** Duplicates of requests that are older than this are asked anew. */
  duplicateAgeMs: () => number;
  /**
   * Holds the worst case of a request.
   * @throws HeadgateError where a budget has no room
   */
  hold: (item: NewItem) => Promise<void>;
  release: (item: Pick<NewItem, "callId" | "keyId" | "attribution" | "tags">) => Promise<void>;
  nowMs: () => number;
}>;

/**
 * Takes requests in. The worst case of each is held first, so that what is deferred is no way around a budget; one whose id is
 * there already is left as it is, and holds nothing anew.
 *
 * @returns those that were refused, by their ids: `deadline_invalid` for a deadline that has passed, and what `hold` throws
 * @throws HeadgateError `batch_unavailable`; then nothing was taken in, and nothing is held
 */
export async function admitWork(
  ports: AdmissionPorts,
  requests: readonly WorkRequest[],
): Promise<ReadonlyMap<string, HeadgateError>> {
  const nowMs = ports.nowMs();
  const refused = new Map<string, HeadgateError>();
  const items: NewItem[] = [];
  for (const request of requests) {
    if ((await ports.store.item(request.id, request.keyId)) !== undefined) continue;
    try {
      const latestAtMs = realTimeAt(request.deadlineMs, nowMs, ports.settings());
      const shared = ports.sharing(request);
      const reason = latestAtMs <= nowMs ? undefined : await ports.realTime(request);
      const item: NewItem = {
        ...request,
        ...(shared !== undefined && { shared }),
        admittedAtMs: nowMs,
        realTimeAtMs: reason === undefined ? latestAtMs : nowMs,
        ...(reason !== undefined && { reason }),
      };
      await ports.hold(item);
      items.push(item);
    } catch (error) {
      if (!(error instanceof HeadgateError)) throw error;
      refused.set(request.id, error);
    }
  }
  try {
    await ports.store.admit(items, nowMs - ports.duplicateAgeMs());
  } catch (error) {
    for (const item of items) await ports.release(item);
    throw error;
  }
  return refused;
}

/**
 * When a request is asked in real time so that its answer is there in time. Where a deadline leaves too little for any batch
 * that is now.
 *
 * @throws HeadgateError `deadline_invalid`
 */
function realTimeAt(
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
