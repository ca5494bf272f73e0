import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS, dayOf, type LedgerDay, planDays } from "./day-plan.ts";

const days = (pattern: string): LedgerDay[] =>
  pattern
    .split("")
    .flatMap((mark, index) =>
      mark === "." ? [] : [{ dayMs: index * DAY_MS, isBuilt: mark === "b" }],
    );

test("whole days that are built are read from sums, and the ragged edges from rows", () => {
  expect(planDays({ fromMs: 1, toMs: 4 * DAY_MS + 2 }, days("bbbbb"))).toEqual([
    { from: "rows", fromMs: 1, toMs: DAY_MS },
    { from: "rollups", fromMs: DAY_MS, toMs: 4 * DAY_MS },
    { from: "rows", fromMs: 4 * DAY_MS, toMs: 4 * DAY_MS + 2 },
  ]);
});

test("days without rows part no stretch", () => {
  expect(planDays({ fromMs: 0, toMs: 6 * DAY_MS }, days("b..b.c"))).toEqual([
    { from: "rollups", fromMs: 0, toMs: 4 * DAY_MS },
    { from: "rows", fromMs: 5 * DAY_MS, toMs: 6 * DAY_MS },
  ]);
});

test("many scattered days are read from rows together with what lies between them", () => {
  expect(planDays({ fromMs: 0, toMs: 20 * DAY_MS }, days("bbcbcbcbcbcbcbbb"))).toEqual([
    { from: "rollups", fromMs: 0, toMs: 2 * DAY_MS },
    { from: "rows", fromMs: 2 * DAY_MS, toMs: 13 * DAY_MS },
    { from: "rollups", fromMs: 13 * DAY_MS, toMs: 16 * DAY_MS },
  ]);
});

test("every moment of a day with rows is read exactly once, and from sums only where they are built", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("b", "c", "."), { maxLength: 40 }),
      fc.tuple(fc.nat(20 * DAY_MS), fc.nat(30 * DAY_MS)),
      (pattern, [fromMs, length]) => {
        const known = days(pattern.join(""));
        const range = { fromMs, toMs: fromMs + length };
        const stretches = planDays(range, known);
        for (const { dayMs, isBuilt } of known) {
          const part = {
            fromMs: Math.max(range.fromMs, dayMs),
            toMs: Math.min(range.toMs, dayMs + DAY_MS),
          };
          if (part.fromMs >= part.toMs) continue;
          const found = stretches.filter(
            (stretch) => stretch.fromMs < part.toMs && stretch.toMs > part.fromMs,
          );
          expect(found).toHaveLength(1);
          expect(found[0]?.fromMs).toBeLessThanOrEqual(part.fromMs);
          expect(found[0]?.toMs).toBeGreaterThanOrEqual(part.toMs);
          if (found[0]?.from === "rollups") expect(isBuilt).toBe(true);
        }
        for (const stretch of stretches.filter(({ from }) => from === "rollups")) {
          expect(dayOf(stretch.fromMs)).toBe(stretch.fromMs);
          expect(dayOf(stretch.toMs)).toBe(stretch.toMs);
          expect(stretch.fromMs).toBeGreaterThanOrEqual(range.fromMs);
          expect(stretch.toMs).toBeLessThanOrEqual(range.toMs);
        }
      },
    ),
  );
});
