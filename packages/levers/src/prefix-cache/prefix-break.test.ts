import type { PromptSection } from "@headgate/providers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { breakBetween } from "./prefix-break.ts";
import { CHUNK_BYTES, printsOf } from "./prompt-prints.ts";

const salt = Buffer.alloc(32, 7);
const prints = (...texts: readonly string[]) => {
  let at = 0;
  const sections = texts.map((text, index): PromptSection => {
    const start = at;
    at += Buffer.byteLength(text);
    return {
      part: index === 0 ? "system" : "message",
      index: Math.max(0, index - 1),
      start,
      end: at,
    };
  });
  return printsOf(Buffer.from(texts.join("")), sections, { salt, scope: "s" });
};

test("a prompt that goes on, or stops earlier, breaks nothing", () => {
  const { sections } = prints("be kind", "one", "two");

  expect(breakBetween(sections, prints("be kind", "one", "two", "three").sections)).toBeUndefined();
  expect(breakBetween(sections, prints("be kind", "one").sections)).toBeUndefined();
});

test("one changed byte is found to within 64, wherever it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.nat(), (length, place) => {
      const before = "a".repeat(length);
      const at = place % length;
      const now = `${before.slice(0, at)}b${before.slice(at + 1)}`;
      const found = breakBetween(prints(before).sections, prints(now).sections);
      expect(found?.fromByte).toBeLessThanOrEqual(at);
      expect(at - (found?.fromByte ?? Number.NaN)).toBeLessThan(CHUNK_BYTES);
      expect(found?.toByte).toBeGreaterThan(at);
      expect((found?.toByte ?? Number.NaN) - (found?.fromByte ?? Number.NaN)).toBeLessThanOrEqual(
        CHUNK_BYTES,
      );
    }),
  );
});

test("where the length changed, no end is told, and what stood before still holds", () => {
  const before = "a".repeat(640);
  const found = breakBetween(prints(before).sections, prints(`${before.slice(0, 320)}!`).sections);

  expect(found).toMatchObject({ part: "system", fromByte: 320, toByte: undefined, heldBytes: 320 });
});

test("prints of the same text differ by who it is of and by the salt", () => {
  const [one] = prints("be kind").digests;
  const sections: PromptSection[] = [{ part: "system", index: 0, start: 0, end: 7 }];
  const body = Buffer.from("be kind");

  expect(printsOf(body, sections, { salt, scope: "t" }).digests[0]).not.toBe(one);
  expect(printsOf(body, sections, { salt: Buffer.alloc(32, 8), scope: "s" }).digests[0]).not.toBe(
    one,
  );
});
