import type { BatchSend } from "./batch-api.ts";

/** What a provider's batches need of the world. */
export type BatchDeps = Readonly<{
  send: BatchSend;
  nowMs: () => number;
  /** Waits between two looks at a file that is being taken in. */
  pause: (ms: number) => Promise<void>;
}>;

/** Clocks differ, and lists are not promised to be in order. */
export const SEARCH_BACK_MS = 86_400_000;

/** A create that was on its way may still be made, and a list may lag behind what was made. */
const SETTLES_AFTER_MS = 300_000;

/** Whether a batch that is not in the list was not made. */
export const isSettled = (sinceMs: number, nowMs: number): boolean =>
  nowMs - sinceMs >= SETTLES_AFTER_MS;
