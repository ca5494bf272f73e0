import fc from "fast-check";
import { expect, test } from "vitest";
import { planPeriods } from "./plan-periods.ts";
import { retryAfterMs } from "./retry-after.ts";

const HOUR_MS = 3_600_000;
const terms = fc.record({
  nowMs: fc.integer({ min: 10_000 * HOUR_MS, max: 20_000 * HOUR_MS }),
  finishedUntilMs: fc.option(fc.integer({ min: 9_000 * HOUR_MS, max: 21_000 * HOUR_MS }), {
    nil: undefined,
  }),
  grainMs: fc.constantFrom(HOUR_MS, 24 * HOUR_MS),
  lookBackMs: fc.integer({ min: 0, max: 400 * HOUR_MS }),
  firstMs: fc.integer({ min: HOUR_MS, max: 1_000 * HOUR_MS }),
  longestMs: fc.integer({ min: 1, max: 800 }).map((hours) => hours * 24 * HOUR_MS),
});

test("periods are whole grains without a gap, from before what is finished to the last that is over", () => {
  fc.assert(
    fc.property(terms, (asked) => {
      const periods = planPeriods(asked);
      const endMs = Math.floor(asked.nowMs / asked.grainMs) * asked.grainMs;
      for (const [index, { fromMs, toMs }] of periods.entries()) {
        expect(toMs).toBeGreaterThan(fromMs);
        expect(fromMs % asked.grainMs).toBe(0);
        expect(toMs % asked.grainMs).toBe(0);
        expect(fromMs).toBe(periods[index - 1]?.toMs ?? fromMs);
        expect(toMs - fromMs).toBeLessThanOrEqual(Math.max(asked.grainMs, asked.longestMs));
      }
      const [first] = periods;
      if (first === undefined) return;
      expect(periods.at(-1)?.toMs).toBe(endMs);
      const doneMs = asked.finishedUntilMs ?? endMs;
      expect(first.fromMs).toBeLessThanOrEqual(doneMs);
    }),
  );
});

test("what a provider says of waiting is read as seconds or as a date, and believed for a day", () => {
  const nowMs = Date.parse("2026-11-28T12:00:00Z");
  const cases: readonly (readonly [string | undefined, number | undefined])[] = [
    [undefined, undefined],
    ["", undefined],
    ["soon", undefined],
    ["0", 0],
    ["1.5", 1_500],
    ["Sat, 28 Nov 2026 12:00:30 GMT", 30_000],
    ["Sat, 28 Nov 2026 11:00:00 GMT", 0],
    ["999999999", 86_400_000],
  ];
  for (const [header, ms] of cases) expect(retryAfterMs(header, nowMs)).toBe(ms);
});
