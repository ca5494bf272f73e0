import type { RealTimeReason } from "@headgate/contract";
import type { BatchPorts } from "../ports.ts";

const BECAUSE: RealTimeReason = "committed_capacity";
/** A token of a request is taken to be so many of its bytes, and its answer to be as long as it is. */
const BYTES_PER_TOKEN = 4;
const PROMPT_AND_ANSWER = 2;

/**
 * Has requests that wait asked in real time where capacity is paid for already and has room: there they cost nothing more.
 * Returns how many.
 */
export async function fillCommitments(ports: BatchPorts): Promise<number> {
  let filled = 0;
  for (const { target } of await ports.store.groups()) {
    const room = await ports.room(target);
    if (room === undefined || room.tokens <= 0) continue;
    const mostBytes = Math.floor((room.tokens * BYTES_PER_TOKEN) / PROMPT_AND_ANSWER);
    const about = {
      ...{ target, reason: BECAUSE, mostBytes, nowMs: ports.nowMs() },
      endedSinceMs: room.seenUntilMs,
    };
    const requests = await ports.store.fillRealTime(about);
    if (requests > 0) ports.filled(requests);
    filled += requests;
  }
  return filled;
}
