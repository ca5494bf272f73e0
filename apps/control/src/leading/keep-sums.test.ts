import pino from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { KEEP_SUMS_EVERY_MS, keepSums } from "./keep-sums.ts";

const clickhouse = {
  kind: "clickhouse",
  url: "http://127.0.0.1:8123",
  username: "default",
  database: "headgate",
  replicated: false,
  request_timeout_ms: 1000,
} as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the process that leads has days summed up that were left alone, and goes on after a failure", async () => {
  const asked: (number | undefined)[] = [];
  const told: string[] = [];
  let leads = false;
  const sums = keepSums({
    store: clickhouse,
    ledger: {
      buildSums: async (quietForMs) => {
        asked.push(quietForMs);
        if (asked.length === 1) throw new Error("no space left");
        return 1;
      },
    },
    leads: () => leads,
    log: pino({ level: "info" }, { write: (line: string) => told.push(JSON.parse(line).msg) }),
  });

  await vi.advanceTimersByTimeAsync(3 * KEEP_SUMS_EVERY_MS);
  expect(asked).toEqual([]);
  leads = true;
  await vi.advanceTimersByTimeAsync(2 * KEEP_SUMS_EVERY_MS);
  sums.close();
  await vi.advanceTimersByTimeAsync(2 * KEEP_SUMS_EVERY_MS);

  expect(asked).toEqual([KEEP_SUMS_EVERY_MS, KEEP_SUMS_EVERY_MS]);
  expect(told).toEqual([
    "sums by day could not be built, so reports are slower",
    "days of the ledger summed up",
  ]);
});

test("a ledger in a file is left to sum itself up", () => {
  const sums = keepSums({
    store: { kind: "duckdb" },
    ledger: {
      buildSums: async () => {
        throw new Error("nobody asked for it");
      },
    },
    leads: () => true,
    log: pino({ level: "silent" }),
  });

  expect(vi.getTimerCount()).toBe(0);
  sums.close();
});
