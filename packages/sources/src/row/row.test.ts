import fc from "fast-check";
import { expect, test } from "vitest";
import { labelOf } from "./label-of.ts";
import { rowIds } from "./row-ids.ts";
import { TagCollector } from "./tag-collector.ts";
import { timeMsOf } from "./time-ms.ts";

test("ids fit the ledger whatever the source's own are, and stay apart", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), fc.string({ maxLength: 600 }), (one, other) => {
      const first = rowIds("litellm", one).row_id;
      expect(first.length).toBeLessThanOrEqual(180);
      expect(first === rowIds("litellm", other).row_id).toBe(one === other);
    }),
  );
});

test.each([
  ["2026-11-01T10:00:00Z", 1793527200000],
  ["2026-11-01 10:00:00.123", 1793527200123],
  ["2026-11-01 10:00:00.123456+00", 1793527200123],
  ["2026-11-01T12:00:00+02:00", 1793527200000],
  ["2026-11-01T12:00:00+0200", 1793527200000],
  [1793527200, 1793527200000],
  ["1793527200.5", 1793527200500],
  [1793527200000, 1793527200000],
  [1793527200123456, 1793527200123],
  [1_793_527_200_123_456_800, 1793527200123],
  ["1793527200123456789", 1793527200123],
])("%s is a time", (value, expected) => {
  expect(timeMsOf(value)).toBe(expected);
});

test.each([
  ["yesterday"],
  [""],
  [null],
  [Number.NaN],
  ["11/01/2026"],
  [-5],
  [9e20],
  [1e300],
  ["9999999999999999999999"],
])("%s is no time", (value) => {
  expect(timeMsOf(value)).toBeUndefined();
});

test("tags take the ledger's form, and what does not fit is told", () => {
  const tags = new TagCollector();
  tags.add("cost centre", "CC-1");
  tags.add("long", "x".repeat(300));
  tags.add("empty", "");
  tags.add("absent", undefined);
  for (let index = 0; index < 40; index += 1) tags.add(`tag${index}`, index);

  expect(tags.tags).toMatchObject({ cost_centre: "CC-1", long: "x".repeat(256), tag0: "0" });
  expect(Object.keys(tags.tags)).toHaveLength(32);
  expect(tags.problems).toEqual([
    "a tag is longer than 256 characters and is cut there",
    "a row has more than 32 tags; the rest is left out",
  ]);
});

test("a label is text with something in it", () => {
  expect([labelOf(" team "), labelOf(" "), labelOf(5), labelOf(undefined)]).toEqual([
    "team",
    undefined,
    undefined,
    undefined,
  ]);
});
