import { expect, test } from "vitest";
import { passes, restore } from "./passes/shorten.ts";
import { ShorteningMemory } from "./shortening-memory.ts";

const spaced = `[1,${" ".repeat(50_000)}2]`;

test("a text that is known is the same as the first time, and undone to what it was", () => {
  const memory = new ShorteningMemory(1_000_000);
  const alone = passes.filter(({ looksAround }) => !looksAround);
  const first = memory.shorten(spaced, alone);
  const again = memory.shorten(spaced, alone);

  expect([again.text, again.passes]).toEqual(["[1,2]", ["json"]]);
  expect(again.record()).toEqual(first.record());
  expect(restore({ text: again.text, record: again.record() })).toBe(spaced);
});

test("what was taken away is not held", () => {
  const memory = new ShorteningMemory(1_000_000);
  memory.shorten(spaced, passes);

  expect(memory.bytes).toBeLessThan(1_000);
});
