import { expect, test } from "vitest";
import { readUsage } from "./read-usage.ts";

test("the cached and the written part of a prompt are taken out of its input", () => {
  expect(readUsage({ input: "1000", cached: "600", "cache-write": "300", output: "50" })).toEqual({
    input: 100,
    cache_read: 600,
    cache_write: 300,
    output: 50,
  });
});

test("a share of the prompt may be cached, to a tenth of a percent", () => {
  expect(readUsage({ input: "1000", cached: "80%" })).toEqual({ input: 200, cache_read: 800 });
  expect(readUsage({ cached: "12.5%" }, 1_001)).toEqual({ input: 876, cache_read: 125 });
});

test.each([
  [{ input: "10", cached: "11" }, "parts of the prompt"],
  [{ input: "10", cached: "101%" }, "up to 100%"],
  [{ cached: "50%" }, "share of the prompt"],
  [{ input: "-1" }, "--input is a whole number"],
  [{}, "how many tokens"],
])("%j is refused", (flags, message) => {
  expect(() => readUsage(flags)).toThrow(message);
});
