import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsPattern } from "./name-pattern.ts";

test.each([
  ["openai", "openai", true],
  ["openai", "openai-eu", false],
  ["openai*", "openai-eu", true],
  ["*", "", true],
  ["claude-*-4-5", "claude-sonnet-4-5", true],
  ["claude-*-4-5", "claude-4-5", false],
  ["*sonnet*", "claude-sonnet-4-5", true],
  ["a*a", "a", false],
  ["*/*", "acme/one", true],
])("%s fits %s: %s", (pattern, name, fits) => {
  expect(fitsPattern(pattern, name)).toBe(fits);
});

test("a pattern fits exactly what the same pattern as a regular expression fits", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
  fc.assert(
    fc.property(letters, name, (pattern, text) => {
      expect(fitsPattern(pattern, text)).toBe(
        new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text),
      );
    }),
  );
});
