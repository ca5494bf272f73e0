import { expect, test } from "vitest";
import { leverChanges } from "./lever-changes-model.ts";

test("an attempt that no lever touched has nothing to tell", () => {
  expect(leverChanges(undefined)).toEqual([]);
});

test("words are told with their counts, a cut answer in a sentence", () => {
  const told = leverChanges([
    { lever: "output", did: "limit_set" },
    { lever: "output", did: "limit_reached" },
    { lever: "context", did: "turns_dropped", count: 12, input_tokens: 4_096 },
    { lever: "prompt", did: "note_added", count: 1, input_tokens: -12 },
  ]);

  expect(told.map(({ lever, text }) => `${lever}: ${text}`)).toEqual([
    "output: limit set",
    "output: The answer came to the limit that the policy set, and ends there.",
    "context: turns dropped, 12 times, about 4,096 input tokens less",
    "prompt: note added, about 12 input tokens more",
  ]);
});
