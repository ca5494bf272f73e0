import { realTimeReasons } from "@headgate/contract";
import type { BatchItem } from "../item.ts";
import type { BatchPorts } from "../ports.ts";
import type { Settlement } from "../store.ts";
import { expired } from "./expired.ts";

/** What came of requests and is not stored yet, by their ids: it may have been paid for, so it is kept until it is. */
export type Unstored = Map<string, Readonly<{ item: BatchItem; settlement: Settlement }>>;

/** Stores what could not be stored when it came, so that it is not asked again. */
export async function storeUnstored(ports: BatchPorts, unstored: Unstored): Promise<void> {
  for (const id of unstored.keys()) await storeOne(ports, unstored, id);
}

/** Stores what came of one request. @throws what the store did; then it is kept */
export async function storeOne(ports: BatchPorts, unstored: Unstored, id: string): Promise<void> {
  const kept = unstored.get(id);
  if (kept === undefined) return;
  const { item, settlement } = kept;
  const [held] = await ports.store.settle([settlement]);
  unstored.delete(id);
  if (held === true && settlement.becomes.state !== "waiting") ports.ended([item]);
}

/** Asks one request, and says what became of it. Never throws. */
export async function settlementOf(ports: BatchPorts, item: BatchItem): Promise<Settlement> {
  const base = { id: item.id, from: { state: "asking" } as const };
  let body: Uint8Array | undefined;
  try {
    body = (await ports.store.bodies([item.id])).get(item.id);
    if (body === undefined) throw new Error("its body is not there any more");
    // The gateway holds what it may cost anew.
    await ports.release(item);
    if (ports.nowMs() >= item.deadlineMs) {
      // Nobody waits for it any more: it is not paid for.
      ports.problem("deadline_passed", { text: item.id });
      return { ...base, ...expired(item, "Headgate did not run before it", ports.nowMs()) };
    }
    const answer = await ports.ask(item, body);
    const atMs = ports.nowMs();
    if (answer.kind === "answered") {
      const state = answer.result.status < 400 ? "answered" : "failed";
      return { ...base, becomes: { state, result: answer.result }, atMs };
    }
    return { ...base, ...(await vainly(ports, item, body, answer)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const notBeforeMs = ports.nowMs() + RETRY_MS;
    return { ...base, ...(await vainly(ports, item, body, { reason, notBeforeMs })) };
  }
}

const RETRY_MS = 5_000;

/** Tried again until the deadline; then the client is told that there is no answer. */
async function vainly(
  ports: BatchPorts,
  item: BatchItem,
  body: Uint8Array | undefined,
  { reason, notBeforeMs }: Readonly<{ reason: string; notBeforeMs: number }>,
): Promise<Pick<Settlement, "becomes" | "atMs">> {
  const atMs = ports.nowMs();
  ports.problem("asked_in_vain", { text: `${item.id}: ${reason}` });
  if (atMs >= item.deadlineMs) return expired(item, reason, atMs);
  if (body !== undefined) await holdAgain(ports, item, body);
  // Why it is in real time at all is told by the row that it gets in the end.
  const kept = realTimeReasons.find((one) => one === item.reason);
  return {
    // No pause outlasts the deadline: then its client is told.
    becomes: {
      ...{ state: "waiting", reason: kept ?? reason },
      realTimeAtMs: Math.min(notBeforeMs, item.deadlineMs),
    },
    atMs,
  };
}

/** Holds what a request may cost again, where there is room: it waits on in any case, since it was admitted. Never throws. */
export async function holdAgain(
  ports: BatchPorts,
  item: BatchItem,
  body: Uint8Array,
): Promise<void> {
  try {
    await ports.hold(item, body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    ports.problem("asked_in_vain", { text: `${item.id}: nothing is held for it: ${reason}` });
  }
}
