import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketEnd, bucketStart, bucketStarts, wholeDaysOf } from "./buckets.ts";
import { grainFor, MAX_POINTS } from "./grain.ts";
import { firstRange, rangePresets, spanOf, withinRange } from "./range.ts";
import { DAY_MS, HOUR_MS, spanBefore } from "./time-span.ts";

const nowMs = Date.UTC(2026, 10, 23, 14, 37, 12);

test("a preset begins on a bucket's edge, so that its first bar is whole", () => {
  for (const preset of rangePresets) {
    const span = spanOf({ kind: "preset", preset }, nowMs);

    expect(bucketStart(span.fromMs, grainFor(span))).toBe(span.fromMs);
    expect(span.toMs).toBeGreaterThanOrEqual(nowMs);
  }
});

test("no range is drawn with more than the agreed number of points", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: nowMs }),
      fc.integer({ min: 1, max: 30 * 365 * DAY_MS }),
      (fromMs, lengthMs) => {
        const span = { fromMs, toMs: fromMs + lengthMs };

        expect(bucketStarts(span, grainFor(span)).length).toBeLessThanOrEqual(MAX_POINTS);
      },
    ),
  );
});

test("buckets cover a span without gap or overlap, whatever the grain", () => {
  const grains = ["minute", "hour", "day", "week", "month"] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...grains),
      fc.integer({ min: 0, max: nowMs }),
      fc.integer({ min: 1, max: 90 * HOUR_MS }),
      (grain, fromMs, lengthMs) => {
        const span = { fromMs, toMs: fromMs + lengthMs };
        const starts = bucketStarts(span, grain);

        expect(starts[0]).toBeLessThanOrEqual(fromMs);
        starts.forEach((start, index) => {
          const end = bucketEnd(start, grain);
          expect(end).toBe(starts[index + 1] ?? end);
          expect(bucketStart(end - 1, grain)).toBe(start);
        });
        expect(bucketEnd(starts.at(-1) ?? 0, grain)).toBeGreaterThanOrEqual(span.toMs);
      },
    ),
  );
});

test("weeks begin on Monday", () => {
  expect(new Date(bucketStart(nowMs, "week")).getUTCDay()).toBe(1);
});

test("the span before ends where the span begins and is as long", () => {
  expect(spanBefore({ fromMs: 100, toMs: 130 })).toEqual({ fromMs: 70, toMs: 100 });
});

test("a young or empty ledger is first looked at by the hour, one of bills alone by thirty days", () => {
  const at = (agoMs: number | null) =>
    agoMs === null ? null : new Date(nowMs - agoMs).toISOString();
  const first = (calls: number | null, bills: number | null) =>
    firstRange({ first_row_at: at(calls), bills_from: at(bills) }, nowMs);

  expect(first(null, null)).toBe("1h");
  expect(first(HOUR_MS, null)).toBe("1h");
  expect(first(3 * DAY_MS, null)).toBe("24h");
  expect(first(null, 90 * DAY_MS)).toBe("30d");
  expect(first(HOUR_MS, 90 * DAY_MS)).toBe("1h");
});

test("bills are asked for by whole days of UTC", () => {
  const day = bucketStart(nowMs, "day");

  expect(wholeDaysOf({ fromMs: day + HOUR_MS, toMs: day + 2 * HOUR_MS })).toEqual({
    fromMs: day,
    toMs: day + DAY_MS,
  });
  expect(wholeDaysOf({ fromMs: day, toMs: day + DAY_MS })).toEqual({
    fromMs: day,
    toMs: day + DAY_MS,
  });
});

test("a bar at the edge of a custom range opens no more than the range", () => {
  const [noon, midnight, nextNoon] = [12, 24, 36].map((hours) => hours * HOUR_MS) as [
    number,
    number,
    number,
  ];
  const range = { kind: "custom", span: { fromMs: noon, toMs: nextNoon } } as const;

  expect(withinRange({ startMs: 0, endMs: midnight }, range)).toEqual({
    from: "1970-01-01T12:00:00.000Z",
    to: "1970-01-02T00:00:00.000Z",
  });
  expect(withinRange({ startMs: midnight, endMs: 2 * midnight }, range)).toEqual({
    from: "1970-01-02T00:00:00.000Z",
    to: "1970-01-02T12:00:00.000Z",
  });
});

test("the last bar of a range that moves opens to its end", () => {
  const range = { kind: "preset", preset: "7d" } as const;

  expect(withinRange({ startMs: 0, endMs: DAY_MS }, range).to).toBe("1970-01-02T00:00:00.000Z");
});
