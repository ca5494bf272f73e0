import { expect, test } from "vitest";
import { ElidedTexts, HANDLE } from "./elided-texts.ts";

test("a text has one handle for its tenant, and is given to nobody else", () => {
  const texts = new ElidedTexts(10_000);

  const handle = texts.keep("key-1", "long") ?? "none";
  expect(handle).toMatch(HANDLE);
  expect(texts.keep("key-1", "long")).toBe(handle);
  expect(texts.keep("key-2", "long")).not.toBe(handle);
  expect(texts.give("key-1", handle)).toBe("long");
  expect(texts.give("key-2", handle)).toBeUndefined();
  expect(texts.stats()).toMatchObject({ texts: 2, given: 1, missing: 1 });
});

test("memory is bounded: what was not used for longest goes, and what never fits is not held and has no handle", () => {
  const texts = new ElidedTexts(1_000);

  const first = texts.keep("key", "a".repeat(200)) ?? "none";
  const second = texts.keep("key", "b".repeat(200)) ?? "none";
  texts.keep("key", "a".repeat(200));
  texts.keep("key", "c".repeat(200));
  const huge = texts.keep("key", "d".repeat(2_000));

  expect(texts.give("key", second)).toBeUndefined();
  expect(texts.give("key", first)).toBe("a".repeat(200));
  expect(huge).toBeUndefined();
  expect(texts.stats()).toMatchObject({ texts: 2, bytes: 800, evicted: 1 });
  texts.resize(0);
  expect(texts.stats()).toMatchObject({ texts: 0, bytes: 0 });
});
