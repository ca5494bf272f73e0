import { setTimeout as delay } from "node:timers/promises";
import { statusSchema } from "@headgate/contract";
import { request } from "undici";
import { isConnectionFailure } from "../management/connection-failure.ts";
import type { ManagementApi } from "../management/management-api.ts";

const POLL_INTERVAL_MS = 100;
/** Longer than the loader rests between two looks at the spool, so that one begins in between. */
const BETWEEN_LOOKS_MS = 500;
/** Others' calls never end: so long is waited for a moment without any. */
const UNDER_WAY_PATIENCE_MS = 10_000;

/**
 * Waits until the ledger holds all that the gateway has recorded up to now, so that it can be asked what
 * it lacks: calls whose client is gone have ended, and the loader has twice had nothing waiting.
 * @returns false when that has not come after `timeoutMs`
 * @throws HeadgateError when gateway or control stay away longer than `api` is patient
 */
export async function awaitQuiet(api: ManagementApi, timeoutMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  await awaitCallsUnderWay(api.url, performance.now() + UNDER_WAY_PATIENCE_MS);
  let firstEmptyAtMs: number | undefined;
  for (;;) {
    const { loader } = await api.get("/api/status", {}, statusSchema);
    const nowMs = performance.now();
    if (loader.bytes_waiting === 0) {
      firstEmptyAtMs ??= nowMs;
      if (nowMs - firstEmptyAtMs >= BETWEEN_LOOKS_MS) return true;
    }
    if (nowMs > deadlineMs) return false;
    await delay(POLL_INTERVAL_MS);
  }
}

/** A gateway that lives finishes calls whose client is gone, and records them only then. */
async function awaitCallsUnderWay(url: string, deadlineMs: number): Promise<void> {
  while (performance.now() < deadlineMs) {
    if ((await callsUnderWay(url)) === 0) return;
    await delay(POLL_INTERVAL_MS);
  }
}

/** `undefined` while the gateway is away or does not say. */
async function callsUnderWay(url: string): Promise<number | undefined> {
  try {
    const answer = await request(`${url}/metrics`);
    const text = await answer.body.text();
    const value = /^headgate_calls_under_way (\d+)$/m.exec(text)?.[1];
    return value === undefined ? undefined : Number(value);
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    return undefined;
  }
}
