import fc from "fast-check";
import { expect, test } from "vitest";
import { readLangfuseUsage } from "./usage.ts";

const count = fc.integer({ min: 1, max: 1_000_000 });

test("keys are disjoint where the total is their sum, and parts where it is the whole's", () => {
  fc.assert(
    fc.property(count, count, count, (input, cached, output) => {
      const apart = { input, input_cached_tokens: cached, output, total: input + cached + output };
      const within = {
        input: input + cached,
        "prompt_details.cache_read": cached,
        output,
        total: input + cached + output,
      };
      const expected = { usage: { input, cache_read: cached, output }, violations: [] };
      expect(readLangfuseUsage(apart)).toEqual(expected);
      expect(readLangfuseUsage(within)).toEqual(expected);
    }),
  );
});

test("a total that neither reading adds up to is told, and so is a detail without a total", () => {
  expect(readLangfuseUsage({ input: 5, output: 845, total: 2023 })).toEqual({
    usage: { input: 5, output: 845 },
    violations: ["total 2023 ≠ 850 of the parts"],
  });
  expect(
    readLangfuseUsage({ input: 5, output: 8, "completion_details.reasoning": 3 }).violations,
  ).toEqual(["it is not stated whether input and output include their details"]);
});
