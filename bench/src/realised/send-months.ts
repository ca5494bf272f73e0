import { setTimeout as delay } from "node:timers/promises";
import { batchesResponse } from "@headgate/contract";
import type { BenchClock } from "./bench-clock.ts";
import { monthTraffic } from "./month-traffic.ts";
import type { RunningHeadgate } from "./run-headgate.ts";
import { senderTo, type Verdict, verdicts } from "./send-call.ts";

const HOUR_MS = 3_600_000;
/** Batches are looked after once a second of real time, whatever the bench's clock says. */
const BATCH_TICK_MS = 1_100;
const MOST_HOURS_AFTER = 48;
const TOLD_EVERY = 5_000;

export type Verdicts = Readonly<Record<Verdict, number>>;

/** Sends a month to each Headgate, call by call in the order of time; while a batch is open, an hour takes a second. */
export async function sendMonth(
  clock: BenchClock,
  headgates: readonly RunningHeadgate[],
  month: Parameters<typeof monthTraffic>[0],
): Promise<readonly Verdicts[]> {
  const senders = headgates.map(senderTo);
  const tallies = headgates.map(
    () => Object.fromEntries(verdicts.map((name) => [name, 0])) as Record<Verdict, number>,
  );
  let sent = 0;
  let hourMs = month.fromMs;
  for (const call of monthTraffic(month)) {
    while (call.atMs >= hourMs + HOUR_MS) {
      hourMs += HOUR_MS;
      clock.set(hourMs);
      if (await hasOpenBatches(headgates)) await delay(BATCH_TICK_MS);
    }
    clock.set(call.atMs);
    const given = await Promise.all(senders.map(({ send }) => send(call)));
    for (const [which, verdict] of given.entries()) {
      (tallies[which] as Record<Verdict, number>)[verdict] += 1;
    }
    sent += 1;
    if (sent % TOLD_EVERY === 0) process.stderr.write(`${sent} calls sent\n`);
  }
  for (let hours = 0; await hasOpenBatches(headgates); hours++) {
    if (hours > MOST_HOURS_AFTER) throw new Error("a batch does not end");
    clock.set(clock.nowMs + HOUR_MS);
    await delay(BATCH_TICK_MS);
  }
  for (const sender of senders) await sender.close();
  return tallies;
}

async function hasOpenBatches(headgates: readonly RunningHeadgate[]): Promise<boolean> {
  for (const headgate of headgates) {
    const { oldest_open_at: open } = batchesResponse.parse(await headgate.get("/api/batches"));
    if (open !== null) return true;
  }
  return false;
}
