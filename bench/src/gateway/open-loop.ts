import { Pool } from "undici";
import { requestBody } from "./answers.ts";
import type { Contender } from "./contenders.ts";

export type Latency = Readonly<{
  calls: number;
  failed: number;
  firstByteMs: Percentiles;
  endMs: Percentiles;
}>;
type Percentiles = Readonly<{ p50: number; p99: number }>;

/**
 * Calls at a steady rate whatever the answers take. Times count from when a call was due, so that a
 * stall is charged to every call it delayed.
 */
export async function measureLatency(
  contender: Contender,
  stream: boolean,
  callsPerSecond: number,
  seconds: number,
): Promise<Latency> {
  const pool = new Pool(contender.url, { connections: 128, pipelining: 1 });
  const headers = { ...contender.headers, "content-type": "application/json" };
  const body = requestBody(stream);
  const total = callsPerSecond * seconds;
  const firstByte: number[] = [];
  const end: number[] = [];
  let failed = 0;
  let ended = 0;

  await new Promise<void>((resolve) => {
    const startedAt = performance.now();
    let sent = 0;
    const finish = (): void => {
      ended += 1;
      if (ended === total) resolve();
    };
    const send = (dueAt: number): void => {
      let seen = false;
      pool.dispatch(
        { method: "POST", path: "/v1/chat/completions", headers, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, status) => {
            if (status !== 200) failed += 1;
          },
          onResponseData: () => {
            if (seen) return;
            seen = true;
            firstByte.push(performance.now() - dueAt);
          },
          onResponseEnd: () => {
            end.push(performance.now() - dueAt);
            finish();
          },
          onResponseError: () => {
            failed += 1;
            finish();
          },
        },
      );
    };
    const tick = (): void => {
      const now = performance.now();
      while (sent < total) {
        const dueAt = startedAt + (sent * 1000) / callsPerSecond;
        if (dueAt > now) break;
        sent += 1;
        send(dueAt);
      }
      // A timer has a grain of a millisecond: spinning through the loop keeps to the schedule.
      if (sent < total) setImmediate(tick);
    };
    tick();
  });
  await pool.close();
  return { calls: total, failed, firstByteMs: percentiles(firstByte), endMs: percentiles(end) };
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
