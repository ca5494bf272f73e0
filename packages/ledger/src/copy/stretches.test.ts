import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HourSum } from "./ledger-tables.ts";
import { areEqual, stretchesOf } from "./stretches.ts";

const sumOf = (hour: number, rows: number, hashes: string | null = `${hour}`): HourSum => ({
  ...{ hour, rows, hashes },
  amounts: { list_cost: `${rows}` },
});

const hourSums = fc
  .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 60 })
  .chain((hours) =>
    fc.tuple(
      ...hours.map((hour) =>
        fc
          .tuple(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom("same", "other", null))
          .map(([rows, hashes]) => sumOf(hour, rows, hashes)),
      ),
    ),
  );

describe("hours are taken together", () => {
  test("each hour is in one stretch, with those of its day that are as equal, up to 20,000 rows", () => {
    fc.assert(
      fc.property(hourSums, hourSums, fc.boolean(), (source, target, rest) => {
        const stretches = stretchesOf(source, target, { rest });
        const theirs = new Map(target.map((sum) => [sum.hour, sum]));
        const ours = new Map(source.map((sum) => [sum.hour, sum]));
        const meant = new Set([...ours.keys(), ...(rest ? [] : theirs.keys())]);
        let counted = 0;
        for (const { range, hours, rows, amounts, isEqual, isThere } of stretches) {
          const inside = [...meant].filter((hour) => hour >= range.from && hour <= range.to);
          counted += inside.length;
          expect(inside).toHaveLength(hours);
          expect(Math.floor(range.from / 24)).toBe(Math.floor(range.to / 24));
          const own = inside.flatMap((hour) => ours.get(hour) ?? []);
          expect(rows).toBe(own.reduce((sum, each) => sum + each.rows, 0));
          if (own.length > 0) expect(Number(amounts.list_cost)).toBe(rows);
          expect(isThere).toBe(inside.some((hour) => theirs.has(hour)));
          for (const hour of inside) {
            const sum = ours.get(hour);
            expect(sum !== undefined && areEqual(theirs.get(hour), sum)).toBe(isEqual);
          }
          const most = inside.reduce(
            (sum, hour) => sum + Math.max(ours.get(hour)?.rows ?? 0, theirs.get(hour)?.rows ?? 0),
            0,
          );
          expect(hours === 1 || most <= 20_000).toBe(true);
        }
        expect(counted).toBe(meant.size);
      }),
    );
  });

  test("a quiet day is one stretch, a busy hour one by itself", () => {
    const quiet = Array.from({ length: 24 }, (_, hour) => sumOf(hour, 10));
    expect(stretchesOf(quiet, [], { rest: false }).map(({ hours }) => hours)).toEqual([24]);
    const busy = [sumOf(24, 5), sumOf(25, 1_000_000), sumOf(26, 5), sumOf(27, 5)];
    expect(stretchesOf(busy, [], { rest: false }).map(({ hours }) => hours)).toEqual([1, 1, 2]);
  });
});
