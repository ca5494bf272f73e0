import { expect, test } from "vitest";
import { judgePair } from "./judge-pair.ts";

const pair = { question: "Which is it?", reference: "This one.", other: "That one." };

/** What the other answer is worth where the judge names it in these words, and then the same one with the places exchanged. */
const judged = (straight: string, swapped: string): Promise<number | undefined> => {
  const answers = [straight, swapped];
  return judgePair(async () => answers.shift() ?? "", pair);
};

test.each([
  ["second", "first"],
  ["**Second.**", "first\n"],
  ["The first misses the amount, so: second", "The second misses the amount, so: first"],
  ["The first one is wrong.\n\nAnswer: second", "The second one is wrong.\n\nVerdict: **first**"],
  ["I compared first and second.\nThe second answer is better.", "The first answer is better."],
  ["second\n\nIt names the amount.\nsecond", "First, so first"],
])(
  "the answer that a judge names at its end is the better one: %j, %j",
  async (straight, swapped) => {
    expect(await judged(straight, swapped)).toBe(1);
  },
);

test.each([
  "The first is better than the second",
  "Neither the first nor the second",
  "The first one misses the amount.",
  "They are not the same",
  "second\n\nThe first misses the amount.",
  "Which one is hard to say.",
  "second\nIt names the amount.",
  "",
])("what does not say for certain which it is is no verdict: %j", async (text) => {
  expect(await judged(text, "first")).toBeUndefined();
});

test("a judge that names the same place twice has said nothing of the answers", async () => {
  expect(await judged("first", "first")).toBe(0.5);
  expect(await judged("Both are right: same", "same")).toBe(1);
});
