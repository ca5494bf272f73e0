import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalOf, parseJsonKeepingNumbers } from "./number-text.ts";

test.each<[unknown, string | undefined]>([
  ["0.10", "0.10"],
  ["1e-7", "0.0000001"],
  ["1.25E+3", "1250"],
  ["-2.5e-1", "-0.25"],
  ["+5", "5"],
  [".5", "0.5"],
  ["5.", "5"],
  ["007", "7"],
  ["-0", "0"],
  [12, "12"],
  [12n, "12"],
  [0.5, undefined],
  ["1,000", undefined],
  ["NaN", undefined],
  ["", undefined],
  ["1e999", undefined],
  [null, undefined],
])("%s as a decimal is %s", (value, expected) => {
  expect(decimalOf(value)).toBe(expected);
});

test("a decimal is the same number, whatever its exponent", () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 30n), 10n ** 30n),
      fc.integer({ min: 0, max: 30 }),
      (units, places) => {
        const decimal = decimalOf(`${units}e-${places}`);
        const [whole = "", fraction = ""] = (decimal ?? "").split(".");

        expect(BigInt(whole + fraction.padEnd(places, "0"))).toBe(units);
      },
    ),
  );
});

test.each<[string, unknown]>([
  ["0.1", "0.1"],
  ["[1e-7, 1E5, -0.50]", ["1e-7", "1E5", "-0.50"]],
  ["9007199254740991", 9_007_199_254_740_991],
  ["9007199254740993", "9007199254740993"],
  [
    '{"spend" : 0.10\n, "tokens":12,"text":"cost 0.10, \\"1.5\\", \\\\"}',
    {
      spend: "0.10",
      tokens: 12,
      text: 'cost 0.10, "1.5", \\',
    },
  ],
])("%s keeps every digit", (json, expected) => {
  expect(parseJsonKeepingNumbers(json)).toEqual(expected);
});

test("what holds no number that would change is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.stringify(value)),
      fc.constantFrom(0, 1, 4),
      (json, indent) => {
        const printed = JSON.stringify(JSON.parse(json), null, indent);
        const read = parseJsonKeepingNumbers(Buffer.from(printed));

        expect(numbersOf(read)).toEqual(numbersOf(JSON.parse(printed)));
      },
    ),
    { numRuns: 1_000 },
  );
});

/** A value with every number as a number again: what became text for its digits says the same one. */
const numbersOf = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, member: unknown) =>
    typeof member === "string" && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(member)
      ? Number(member)
      : member,
  );

test.each([
  '{"a":1,}',
  "01",
  "1.",
  "-",
  "1.5.5",
  "[1.5 2]",
  "{1.5:2}",
  "[1e]",
  "a1.5",
  "",
  '{"a":"',
])("%s is no JSON", (text) => {
  expect(() => parseJsonKeepingNumbers(text)).toThrow(SyntaxError);
});
