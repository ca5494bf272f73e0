import { realTimeReasons } from "@headgate/contract";
import type { BatchItem } from "../item.ts";
import type { BatchPorts } from "../ports.ts";
import type { Settlement } from "../store.ts";
import { expired } from "./expired.ts";

/** Asks what must be answered now, so many at once. Returns how many. */
export async function askInRealTime(ports: BatchPorts): Promise<number> {
  const taken = await ports.store.takeUrgent(ports.nowMs(), ports.settings().mostAsked);
  await Promise.all(taken.map((item) => askOne(ports, item)));
  return taken.length;
}

async function askOne(ports: BatchPorts, item: BatchItem): Promise<void> {
  const settlement = await settlementOf(ports, item);
  const [held] = await ports.store.settle([settlement]);
  if (held === true && settlement.becomes.state !== "waiting") ports.ended([item]);
}

async function settlementOf(ports: BatchPorts, item: BatchItem): Promise<Settlement> {
  const base = { id: item.id, from: { state: "asking" } as const };
  try {
    const body = (await ports.store.bodies([item.id])).get(item.id);
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
    return { ...base, ...vainly(ports, item, answer.reason, answer.notBeforeMs) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...base, ...vainly(ports, item, reason, ports.nowMs() + RETRY_MS) };
  }
}

const RETRY_MS = 5_000;

/** Tried again until the deadline; then the client is told that there is no answer. */
function vainly(
  ports: BatchPorts,
  item: BatchItem,
  reason: string,
  notBeforeMs: number,
): Pick<Settlement, "becomes" | "atMs"> {
  const atMs = ports.nowMs();
  ports.problem("asked_in_vain", { text: `${item.id}: ${reason}` });
  if (atMs < item.deadlineMs) {
    // Why it is in real time at all is told by the row that it gets in the end.
    const kept = realTimeReasons.find((one) => one === item.reason);
    return {
      becomes: { state: "waiting", reason: kept ?? reason, realTimeAtMs: notBeforeMs },
      atMs,
    };
  }
  return expired(item, reason, atMs);
}
