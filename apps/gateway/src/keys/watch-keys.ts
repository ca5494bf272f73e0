import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { readKeySnapshot } from "@headgate/ledger";
import type { Logger } from "pino";
import { type KeyTable, keyTable } from "./key-table.ts";

const POLL_MS = 250;
const RECHECK_MS = 50;

/** The keys as last published. */
export interface WatchedKeys {
  /** The current table. */
  table(): KeyTable;
  /** True once a snapshot was read. */
  readonly loaded: boolean;
  /**
   * Looks at the file as it is now, for all who ask within 50 ms at once: a key that was made a moment
   * ago is not refused, and wrong keys cannot make the gateway read the disk all the time.
   */
  recheck(): Promise<void>;
  stop(): void;
}

/** Follows the published key snapshot. A snapshot that cannot be read is reported and the last one stays in force. */
export async function watchKeys(file: string, log: Logger): Promise<WatchedKeys> {
  let table: KeyTable = new Map();
  let loaded = false;
  let seen = "";
  let lastCheckMs = 0;
  let lastProblem = "";
  let reading: Promise<void> | undefined;
  let rechecking: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    lastCheckMs = Date.now();
    try {
      const { mtimeMs, ino, size } = await stat(file);
      const version = `${ino}:${mtimeMs}:${size}`;
      if (version === seen) return;
      const snapshot = await readKeySnapshot(file);
      if (snapshot === undefined) return;
      table = keyTable(snapshot);
      seen = version;
      loaded = true;
      lastProblem = "";
    } catch (error) {
      if (isMissing(error)) return;
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== lastProblem) log.error({ problem }, "the key snapshot cannot be read");
      lastProblem = problem;
    }
  };
  const refresh = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  await refresh();
  const timer = setInterval(() => void refresh(), POLL_MS);
  timer.unref();
  return {
    table: () => table,
    get loaded() {
      return loaded;
    },
    recheck: () => {
      rechecking ??= wait(Math.max(0, lastCheckMs + RECHECK_MS - Date.now()))
        .then(refresh)
        .finally(() => {
          rechecking = undefined;
        });
      return rechecking;
    },
    stop: () => clearInterval(timer),
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";
