import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stretchesOf, windowsOf } from "./stretches.ts";

const rowsAtOnce = 20_000;
const countsOf = fc
  .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 60 })
  .chain((hours) =>
    fc.tuple(
      ...hours.map((hour) =>
        fc.integer({ min: 1, max: 90_000 }).map((rows) => ({ hour, rows: Math.ceil(rows / 3) })),
      ),
    ),
  );
const everyHour = (): boolean => true;

describe("hours are taken together", () => {
  test("each hour that is meant is in one stretch, with neighbours that are as much there, or in parts that make it up", () => {
    fc.assert(
      fc.property(countsOf, countsOf, fc.func(fc.boolean()), (source, target, isMeant) => {
        const stretches = stretchesOf(source, target, { isMeant, rowsAtOnce });
        const theirs = new Map(target.map(({ hour, rows }) => [hour, rows]));
        const ours = new Map(source.map(({ hour, rows }) => [hour, rows]));
        const all = [...new Set([...ours.keys(), ...theirs.keys()])];
        const sizeOf = (hour: number): number =>
          Math.max(ours.get(hour) ?? 0, theirs.get(hour) ?? 0);
        const covered = new Map<number, number>();
        for (const { hours, isThere } of stretches) {
          const inside = all.filter((hour) => hour >= hours.from && hour <= hours.to);
          for (const hour of inside) {
            expect(isMeant(hour)).toBe(true);
            expect(theirs.has(hour)).toBe(isThere);
            covered.set(hour, (covered.get(hour) ?? 0) + 1 / (hours.part?.of ?? 1));
          }
          const most = inside.reduce((sum, hour) => sum + sizeOf(hour), 0);
          expect(most / (hours.part?.of ?? 1)).toBeLessThan(2 * rowsAtOnce);
          expect(inside.length === 1 || most <= rowsAtOnce).toBe(true);
        }
        for (const hour of all) {
          expect(covered.get(hour) ?? 0).toBeCloseTo(isMeant(hour) ? 1 : 0);
        }
        expect(stretches.reduce((sum, { ends }) => sum + ends, 0)).toBe(covered.size);
      }),
    );
  });

  test("quiet hours are one stretch, a busy one by itself, a fuller one several", () => {
    const quiet = Array.from({ length: 48 }, (_, hour) => ({ hour, rows: 10 }));
    const options = { isMeant: everyHour, rowsAtOnce };
    expect(stretchesOf(quiet, [], options)).toEqual([
      { hours: { from: 0, to: 47 }, ends: 48, isThere: false },
    ]);
    const busy = [
      ...[5, 30_000, 5, 70_000].map((rows, at) => ({ hour: 24 + at, rows })),
      ...[5, 5].map((rows, at) => ({ hour: 28 + at, rows })),
    ];
    expect(stretchesOf(busy, [], options).map(({ hours, ends }) => [hours, ends])).toEqual([
      [{ from: 24, to: 24 }, 1],
      [{ from: 25, to: 25 }, 1],
      [{ from: 26, to: 26 }, 1],
      [{ from: 27, to: 27, part: { number: 0, of: 3 } }, 0],
      [{ from: 27, to: 27, part: { number: 1, of: 3 } }, 0],
      [{ from: 27, to: 27, part: { number: 2, of: 3 } }, 1],
      [{ from: 28, to: 29 }, 2],
    ]);
  });
});

test("windows hold as many rows as are looked at at once", () => {
  const counted = [3, 4, 20, 1, 1].map((rows, hour) => ({ hour, rows }));
  expect(windowsOf(counted, 8)).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: 2 },
    { from: 3, to: 4 },
  ]);
});
