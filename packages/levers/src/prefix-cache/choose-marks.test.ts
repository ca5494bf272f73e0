import fc from "fast-check";
import { expect, test } from "vitest";
import { publishedTerms } from "./cache-terms.ts";
import { chooseMarks, type Segment } from "./choose-marks.ts";

const part = (tokens: number, fiveMinutes: number, hour: number): Segment => ({
  tokens,
  keptTokens: 0,
  keptFor: undefined,
  chance: { "5m": fiveMinutes, "1h": hour },
});
const marksOf = (...segments: Segment[]) =>
  chooseMarks(segments, publishedTerms, ["5m", "1h"]).marks;

test("five minutes pay when more than a good fifth is used again within them, an hour from a good half on", () => {
  expect(marksOf(part(1_000, 0.21, 0.21))).toEqual(["none"]);
  expect(marksOf(part(1_000, 0.23, 0.23))).toEqual(["5m"]);
  expect(marksOf(part(1_000, 0, 0.52))).toEqual(["none"]);
  expect(marksOf(part(1_000, 0, 0.54))).toEqual(["1h"]);
});

test("a head that all share is marked without the question that nobody repeats", () => {
  expect(marksOf(part(4_000, 0.99, 0.99), part(200, 0.01, 0.01))).toEqual(["5m", "none"]);
});

test("a marker for an hour is never behind one for five minutes", () => {
  expect(marksOf(part(500, 0.99, 0.99), part(50_000, 0.05, 0.95))).toEqual(["1h", "1h"]);
});

test("what the provider has is read again, though its next use is uncertain", () => {
  const kept: Segment = { ...part(1_000, 0, 0), keptTokens: 1_000, keptFor: "5m" };

  expect(marksOf(kept)).toEqual(["5m"]);
});

test("nothing is chosen that is expected to cost more than no marker, nor what is not allowed", () => {
  const chance = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([a, b]) => ({ "5m": Math.min(a, b), "1h": Math.max(a, b) }));
  const segment = fc
    .record({
      tokens: fc.integer({ min: 0, max: 100_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      keptFor: fc.constantFrom<Segment["keptFor"]>("5m", "1h", undefined),
      chance,
    })
    .map(
      ({ share, ...rest }): Segment => ({
        ...rest,
        keptTokens: rest.keptFor === undefined ? 0 : Math.floor(rest.tokens * share),
      }),
    );
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 4 }), (segments) => {
      const { marks, expected, unmarked } = chooseMarks(segments, publishedTerms, ["5m"]);
      expect(expected).toBeLessThanOrEqual(unmarked);
      expect(marks).toHaveLength(segments.length);
      expect(marks).not.toContain("1h");
      expect(marks.lastIndexOf("5m")).toBe(marks.filter((mark) => mark === "5m").length - 1);
    }),
  );
});
