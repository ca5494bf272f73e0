import type { BatchPorts } from "../ports.ts";
import type { Settlement } from "../store.ts";
import { expired } from "./expired.ts";

const PAGE = 500;

/** Ends copies whose own time is over though their leader's is not. Returns how many. */
export async function expireCopies(ports: BatchPorts): Promise<number> {
  const late = await ports.store.lateCopies(ports.nowMs(), PAGE);
  if (late.length === 0) return 0;
  const settlements: Settlement[] = [];
  for (const copy of late) {
    // It is answered by nobody, so nothing is spent for it.
    await ports.release(copy);
    ports.problem("deadline_passed", { text: copy.id });
    const end = expired(copy, "the request that it shares was not answered", ports.nowMs());
    settlements.push({ id: copy.id, from: { state: "copy" }, ...end });
  }
  const held = await ports.store.settle(settlements);
  ports.ended(late.filter((_, index) => held[index] === true));
  return late.length;
}
