import { type ErrorCode, HeadgateError, type RealTimeReason } from "@headgate/contract";
import type { NewItem } from "./item.ts";
import type { BatchSettings } from "./settings.ts";
import type { BatchStore } from "./store.ts";

/** A request as whoever takes it in has it: what else an item has is worked out here. */
export type WorkRequest = Omit<NewItem, "shared" | "realTimeAtMs" | "admittedAtMs" | "reason"> &
  Readonly<{
    /** Why whoever brings it wants it asked in real time at once. */
    whyNow?: RealTimeReason;
  }>;

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
   * @throws HeadgateError where a budget has no room, or cannot be asked
   */
  hold: (item: NewItem) => Promise<void>;
  release: (item: Pick<NewItem, "callId" | "keyId" | "attribution" | "tags">) => Promise<void>;
  /** Told of each request that was not taken in and whose hold could not be given back: a budget counts it until its lease ends. */
  stillHeld: (item: Pick<NewItem, "id" | "callId">, error: unknown) => void;
  nowMs: () => number;
}>;

/**
 * Takes requests in. The worst case of each is held first, so that what is deferred is no way around a budget; one whose id is
 * there already is left as it is, and holds nothing anew.
 *
 * @returns those that were refused, by their ids: `deadline_invalid` for a deadline that has passed, and what `hold` throws
 * @throws HeadgateError `batch_unavailable`, `budgets_unavailable` or `budgets_reopening`; then nothing was taken in, and what
 *   was held is given back
 */
export async function admitWork(
  ports: AdmissionPorts,
  requests: readonly WorkRequest[],
): Promise<ReadonlyMap<string, HeadgateError>> {
  const nowMs = ports.nowMs();
  const refused = new Map<string, HeadgateError>();
  const items: NewItem[] = [];
  try {
    for (const request of requests) {
      if ((await ports.store.item(request.id, request.keyId)) !== undefined) continue;
      const item = await heldItem(ports, request, nowMs);
      if (item instanceof HeadgateError) refused.set(request.id, item);
      else items.push(item);
    }
    await ports.store.admit(items, nowMs - ports.duplicateAgeMs());
  } catch (error) {
    await releaseAll(ports, items);
    throw error;
  }
  return refused;
}

/** That budgets cannot be asked now says nothing of a request: whoever brings it asks again. */
const BUDGETS_ARE_AWAY: ReadonlySet<ErrorCode> = new Set([
  "budgets_reopening",
  "budgets_unavailable",
]);

const areBudgetsAway = ({ code }: HeadgateError): boolean => BUDGETS_ARE_AWAY.has(code);

/** A request with what it may cost held for it, or why it is refused. */
async function heldItem(
  ports: AdmissionPorts,
  request: WorkRequest,
  nowMs: number,
): Promise<NewItem | HeadgateError> {
  try {
    const latestAtMs = realTimeAt(request.deadlineMs, nowMs, ports.settings());
    const shared = ports.sharing(request);
    const reason = latestAtMs <= nowMs ? undefined : await ports.realTime(request);
    const { whyNow: _why, ...asked } = request;
    const item: NewItem = {
      ...asked,
      ...(shared !== undefined && { shared }),
      admittedAtMs: nowMs,
      realTimeAtMs: reason === undefined ? latestAtMs : nowMs,
      ...(reason !== undefined && { reason }),
    };
    await ports.hold(item);
    return item;
  } catch (error) {
    if (error instanceof HeadgateError && !areBudgetsAway(error)) return error;
    throw error;
  }
}

/** Gives back what is held for each, whatever becomes of the others. */
async function releaseAll(ports: AdmissionPorts, items: readonly NewItem[]): Promise<void> {
  for (const item of items) {
    try {
      await ports.release(item);
    } catch (error) {
      ports.stillHeld(item, error);
    }
  }
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
