import { expect, test, vi } from "vitest";
import { OutputCeiling } from "./output-ceiling.ts";

/** A count of one token a word, which is done when the test says. */
function counter() {
  const waiting: (() => void)[] = [];
  const count = vi.fn(
    (texts: readonly string[]) =>
      new Promise<readonly number[]>((resolve) => {
        waiting.push(() => resolve(texts.map((text) => text.split(" ").length - 1)));
      }),
  );
  const done = async (): Promise<void> => {
    for (const one of waiting.splice(0)) one();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { count, done };
}

const words = "word ".repeat(1_000);
const failed = (): never => {
  throw new Error("nothing fails here");
};

test("nothing is counted while the bytes alone say that it fits", () => {
  const { count } = counter();
  const ceiling = new OutputCeiling({ tokens: 5_000, count, failed });
  expect(ceiling.push(words)).toBe(false);
  expect(count).not.toHaveBeenCalled();
});

test("an answer is over its ceiling when what was counted is more, and not before", async () => {
  const { count, done } = counter();
  const ceiling = new OutputCeiling({ tokens: 1_500, count, failed });
  expect(ceiling.push(words)).toBe(false);
  await done();
  // A thousand are counted.
  expect(ceiling.push(words)).toBe(false);
  await done();
  expect(ceiling.push("")).toBe(true);
  expect(count).toHaveBeenCalledTimes(2);
});

test("one count is under way at a time, and what comes meanwhile is counted with the next", async () => {
  const { count, done } = counter();
  const ceiling = new OutputCeiling({ tokens: 2_500, count, failed });
  for (let piece = 0; piece < 3; piece++) ceiling.push(words);
  expect(count).toHaveBeenCalledTimes(1);
  await done();
  ceiling.push("");
  await done();
  expect(count.mock.calls.map(([[text]]) => text?.length)).toEqual([5_000, 10_000]);
  expect(ceiling.push("")).toBe(true);
});

test("a tokenizer that fails is told once, and the answer goes on uncounted", async () => {
  const errors: unknown[] = [];
  const ceiling = new OutputCeiling({
    tokens: 10,
    count: () => Promise.reject(new Error("no tokenizer")),
    failed: (error) => errors.push(error),
  });
  expect(ceiling.push(words)).toBe(false);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(ceiling.push(words)).toBe(false);
  expect(errors.map(String)).toEqual(["Error: no tokenizer"]);
});
