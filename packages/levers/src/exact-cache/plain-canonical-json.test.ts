import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalByValue } from "./canonical-json.ts";
import { plainCanonicalJson } from "./plain-canonical-json.ts";

const byValue = (text: string): string | undefined =>
  canonicalByValue(JSON.parse(text) as Record<string, unknown>, text);

/** Signs that JSON escapes, signs that sort beside a quotation mark, and letters of two and four bytes. */
const string = fc.string({
  unit: fc.constantFrom(
    ...["a", "b", "!", '"', " ", "#", "\\", "/", "\n", "\t", "\b", "\u001f"],
    ...["é", "漢", "\u{1f600}", "\u2028"],
  ),
});
const name = fc.oneof(
  string,
  fc.constantFrom("properties", "__proto__", "constructor", "1", "01", "-1", "10"),
);
const number = fc.oneof(
  fc.constantFrom("0", "-0", "1.0", "1e2", "1E-7", "-12.50", "9007199254740993", "1e400", "0.1"),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const blank = fc.constantFrom("", "", " ", "\n\t", "\r\n  ");

/** JSON texts, names that come twice and numbers that no double holds among them. */
const { value: text } = fc.letrec<{ value: string; object: string }>((tie) => ({
  object: fc
    .array(fc.tuple(name, tie("value"), blank, blank), { maxLength: 5 })
    .map(
      (members) =>
        `{${members.map(([key, value, a, b]) => `${a}${JSON.stringify(key)}${b}:${a}${value}${b}`).join(",")}}`,
    ),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    string.map((one) => JSON.stringify(one)),
    string.map((one) => JSON.stringify(one).replaceAll("a", "\\u0061").replaceAll("/", "\\/")),
    number,
    fc.constantFrom("true", "false", "null", "{}", "[]", "{ }", "[\n]"),
    fc
      .array(fc.tuple(tie("value"), blank, blank), { maxLength: 4 })
      .map((items) => `[${items.map(([item, a, b]) => `${a}${item}${b}`).join(",")}]`),
    tie("object"),
  ),
}));

test("what is written from the text alone is what is written from its value", () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(name, text), { maxLength: 5 }), (members) => {
      const whole = `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(", ")}}`;
      const written = plainCanonicalJson(whole);

      if (written === undefined) return;
      plain += 1;
      expect(written).toBe(byValue(whole));
    }),
    { numRuns: 2_000 },
  );
  expect(plain).toBeGreaterThan(200);
});

test.each([
  '{"b":1,"a":{"properties":{"z":1,"b":2}},"c":["x",-0,1.50,null,true,false]}',
  ' { "role" : "user", "content": "two\\nlines and \\"quotes\\"" }\n',
  "{}",
])("%s is written from its text alone", (one) => {
  expect(plainCanonicalJson(one)).toBe(byValue(one));
});

test.each([
  ['{"a":"\\u0041"}', "an escape that could be a letter"],
  ['{"a":"\\/"}', "an escaped slash"],
  ['{"a":1,"a":2}', "a member named twice"],
  ['{"a\\n":1}', "an escape in a name"],
  ['{"properties":{"b":1,"0":2}}', "a name that is a number, where the order counts"],
  ['{"a":1e400}', "a number beyond all doubles"],
  [`{"a":${"[".repeat(200)}${"]".repeat(200)}}`, "200 arrays in each other"],
])("%s is not: it has %s", (one) => {
  expect(plainCanonicalJson(one)).toBeUndefined();
});
