import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

const canonical = (text: string): string | undefined =>
  canonicalJson(JSON.parse(text) as Record<string, unknown>, text);

/** The same value written in another way: members shuffled, white space, characters escaped. */
const rewritten = (value: unknown, choose: () => number): string => {
  const space = () => " \n\t".slice(0, choose() % 4);
  if (typeof value === "string") {
    // An escape of JSON's own stays whole.
    if (JSON.stringify(value).includes("\\")) return JSON.stringify(value);
    const escaped = Array.from(JSON.stringify(value).slice(1, -1), (letter) =>
      /[a-z]/.test(letter) && choose() % 3 === 0
        ? `\\u00${letter.charCodeAt(0).toString(16)}`
        : letter,
    );
    return `"${escaped.join("")}"`;
  }
  if (Array.isArray(value)) {
    return `[${space()}${value.map((item) => rewritten(item, choose)).join(`${space()},`)}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(() => (choose() % 2 === 0 ? 1 : -1));
  return `{${space()}${members
    .map(([name, member]) => `${JSON.stringify(name)}${space()}:${rewritten(member, choose)}`)
    .join(`,${space()}`)}}`;
};

const shortNumber = fc.integer({ min: -999_999, max: 999_999 }).map((whole) => whole / 100);
const value = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "grapheme" }),
    shortNumber,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: "grapheme" }).filter((name) => name !== "properties"),
      tie("json"),
      { maxKeys: 4 },
    ),
  ),
})).json;
const object = fc.dictionary(
  fc.string({ unit: "grapheme" }).filter((name) => name !== "properties"),
  value,
  { maxKeys: 5 },
);

test("two texts of one value are written alike, and the writing has that value", () => {
  fc.assert(
    fc.property(object, fc.infiniteStream(fc.nat()), (json, choices) => {
      const plain = JSON.stringify(json);
      const other = rewritten(JSON.parse(plain), () => choices.next().value ?? 0);

      expect(canonical(other)).toBe(canonical(plain));
      expect(JSON.parse(canonical(plain) ?? "")).toEqual(JSON.parse(plain));
    }),
  );
});

test("two values are never written alike", () => {
  fc.assert(
    fc.property(object, object, (one, other) => {
      const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
      fc.pre(JSON.stringify(JSON.parse(a)) !== JSON.stringify(JSON.parse(b)));
      const isSame = canonical(a) === canonical(b);

      if (isSame) expect(JSON.parse(a)).toEqual(JSON.parse(b));
    }),
  );
});

test.each([
  ['{"a":1,"b":2}', '{ "b" : 2, "a" : 1 }'],
  ['{"a":"\\u0041\\u00e9"}', '{"a":"Aé"}'],
  ['{"a":1.0,"b":1e2}', '{"a":1,"b":100}'],
  ['{"a":0.10}', '{"a":0.1}'],
])("%s is written as %s is", (one, other) => {
  expect(canonical(one)).toBe(canonical(other));
});

test.each([
  ['{"a":"é"}', '{"a":"e\\u0301"}'],
  ['{"a":"\\ud800"}', '{"a":"\\\\ud800"}'],
  ['{"a":"1"}', '{"a":1}'],
  ['{"a":{}}', '{"a":[]}'],
  ['{"a":null}', "{}"],
  ['{"a":0.1}', '{"a":0.100000000000001}'],
  ['{"properties":{"a":1,"b":2}}', '{"properties":{"b":2,"a":1}}'],
])("%s is not written as %s is", (one, other) => {
  expect(canonical(one)).not.toBe(canonical(other));
});

test.each([
  ['{"model":"a","model":"b"}', "a member named twice"],
  ['{"a":{"x":1,"\\u0078":2}}', "a member named twice under an escape"],
  ['{"__proto__":1,"__proto__":2}', "a prototype named twice"],
  ['{"seed":9007199254740993}', "a whole number beyond what a double holds"],
  ['{"a":0.1234567890123456789}', "more digits than a double holds"],
  ['{"a":1e400}', "a number beyond all doubles"],
  [`{"a":${"[".repeat(200)}${"]".repeat(200)}}`, "200 arrays in each other"],
])("%s has no certain meaning", (text) => {
  expect(canonical(text)).toBeUndefined();
});
