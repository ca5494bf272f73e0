import fc from "fast-check";
import { expect, test } from "vitest";
import {
  inputBuckets,
  inputTokens,
  outputBuckets,
  outputTokens,
  tokenBuckets,
  type Usage,
  usageSchema,
} from "./usage.ts";

const usages = fc.record(
  Object.fromEntries(tokenBuckets.map((bucket) => [bucket, fc.nat(1_000_000)])),
  { requiredKeys: [] },
) as fc.Arbitrary<Usage>;

test("every token bucket belongs to the prompt or to the answer, never to both", () => {
  expect([...inputBuckets, ...outputBuckets].sort()).toEqual([...tokenBuckets].sort());
});

test("prompt and answer together are all tokens that were reported", () => {
  fc.assert(
    fc.property(usages, (usage) => {
      const reported = Object.values(usage)
        .filter((tokens) => tokens !== undefined)
        .reduce((total, tokens) => total + tokens, 0);
      const parts = [inputTokens(usage), outputTokens(usage)].filter((part) => part !== undefined);
      expect(parts.reduce((total, part) => total + part, 0)).toBe(reported);
    }),
  );
});

test("no report of input is not a report of none", () => {
  expect(inputTokens({ output: 5 })).toBeUndefined();
  expect(inputTokens({ input: 0 })).toBe(0);
});

test.each([{ input: -1 }, { input: 0.5 }, { input: "5" }, { tokens: 5 }])(
  "%j is not usage",
  (usage) => {
    expect(usageSchema.safeParse(usage).success).toBe(false);
  },
);
