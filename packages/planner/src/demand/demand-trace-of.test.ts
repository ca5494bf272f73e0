import type { DemandReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { demandTraceOf } from "./demand-trace-of.ts";

const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 6, 1);

const step = (hour: number, attempts: number) => ({
  startMs: FIRST_MS + hour * HOUR_MS,
  attempts,
  unknownAttempts: 1,
  inputTokens: 10 * attempts,
  cacheReadTokens: 3 * attempts,
  outputTokens: 2 * attempts,
  listCost: BigInt(attempts) * 5_000_000n,
  contractedCost: BigInt(attempts) * 4_000_000n,
});
const report: DemandReport = {
  grain: "hour",
  fromMs: FIRST_MS,
  toMs: FIRST_MS + 6 * HOUR_MS,
  steps: [step(0, 9), step(2, 4), step(4, 2)],
  leftOut: { answeredByCache: 0, notServed: 0, throttled: 0, batch: 0 },
  byBucket: [],
  simulatedAttempts: 0,
};

test("a trace has a step for every hour that the ledger saw, and none for hours that it did not", () => {
  const trace = demandTraceOf(report, {
    fromMs: FIRST_MS + HOUR_MS / 2,
    toMs: FIRST_MS + 4.5 * HOUR_MS,
  });

  expect(trace.fromMs).toBe(FIRST_MS + HOUR_MS);
  expect([...trace.calls]).toEqual([0, 4, 0]);
  expect([...trace.inputTokens]).toEqual([0, 40, 0]);
  expect([...trace.cacheReadTokens]).toEqual([0, 12, 0]);
  expect([...trace.outputTokens]).toEqual([0, 8, 0]);
  expect([...trace.onDemandMicrodollars]).toEqual([0, 20, 0]);
  expect(trace.unknownCalls).toBe(1);
});

test("a trace can be at the prices of the operator's own contracts", () => {
  const seen = { fromMs: report.fromMs, toMs: report.toMs };

  expect(demandTraceOf(report, seen, "contracted").onDemandMicrodollars[0]).toBe(36);
});

test("of a range that the ledger holds nothing of there is a trace of no steps", () => {
  const trace = demandTraceOf(report, { fromMs: 0, toMs: 1 });

  expect(trace.calls).toHaveLength(0);
});

test("a step that is not on a whole hour is refused", () => {
  const wrong = { ...report, steps: [{ ...step(1, 1), startMs: FIRST_MS + 1 }] };

  expect(() => demandTraceOf(wrong, { fromMs: 0, toMs: report.toMs })).toThrow("whole hour");
});
