import fc from "fast-check";
import { expect, test } from "vitest";
import { FEATURES, featureAt, lexicalFeatures } from "./lexical-feature-names.ts";
import { ngramsOf } from "./ngrams.ts";
import { scanPrompt } from "./scan-prompt.ts";

const feature = (prompt: string, name: keyof typeof featureAt): number =>
  scanPrompt(prompt).features[featureAt[name]] as number;

test("every feature is named once", () => {
  expect(new Set(lexicalFeatures.map(([name]) => name)).size).toBe(FEATURES);
});

test("any text gives finite features, the same each time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const { features } = scanPrompt(text);
      expect(features.every(Number.isFinite)).toBe(true);
      expect(scanPrompt(text).features).toEqual(features);
    }),
  );
});

test.each([
  ["one two three", "log_words", Math.log1p(3)],
  ["东京在哪里？", "log_words", Math.log1p(5)],
  ["东京在哪里？", "ends_with_question", 1],
  ["a\nb\nc", "log_lines", Math.log1p(2)],
  ["In 1999 and 2024, 12 of 3.5", "log_years", Math.log1p(2)],
  ["In 1999 and 2024, 12 of 3.5", "log_decimals", Math.log1p(1)],
  ["x^2 + y = 10", "log_carets", Math.log1p(1)],
  ["x^2 + y = 10", "log_equals", Math.log1p(1)],
  ["let fooBar = call(1);\nx", "log_camel", Math.log1p(1)],
  ["let fooBar = call(1);\nx", "log_calls", Math.log1p(1)],
  ["let fooBar = call(1);\nx", "log_semicolons_at_end", Math.log1p(1)],
  ["A. yes\nB. no\nAnswer:", "log_options", Math.log1p(2)],
  ["A. yes\nB. no\nAnswer:", "ends_with_colon", 1],
  ["- one\n- two", "log_bullets", Math.log1p(2)],
  ["we met Ann in NATO", "log_names", Math.log1p(1)],
  ["we met Ann in NATO", "log_acronyms", Math.log1p(1)],
  ["Why not?", "log_asking", Math.log1p(1)],
  ["Why not?", "log_negations", Math.log1p(1)],
] as const)("%j has %s %d", (prompt, name, value) => {
  expect(feature(prompt, name)).toBeCloseTo(value, 12);
});

test("of a long prompt the head and the tail are read, and its whole length told", () => {
  const prompt = `${"word ".repeat(100_000)}\nIs it so?`;

  expect(feature(prompt, "ends_with_question")).toBe(1);
  expect(feature(prompt, "log_characters")).toBeCloseTo(Math.log1p(prompt.length), 12);
  expect(scanPrompt(prompt).words.length).toBeLessThan(1_000);
});

test("n-grams stand once each, in rising order", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const { places, values } = ngramsOf(scanPrompt(text));
      expect([...places]).toEqual([...new Set(places)].sort((a, b) => a - b));
      expect(values.every((value) => value >= 1)).toBe(true);
    }),
  );
});
