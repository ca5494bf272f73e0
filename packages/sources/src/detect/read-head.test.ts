import fc from "fast-check";
import { expect, test } from "vitest";
import { headObjects } from "./read-head.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

test("lines, lists and printed objects are read alike", () => {
  const expected = [{ a: 1, b: { c: ["x", null] } }, { a: 2 }];
  const [one, other] = expected;

  expect(headObjects(bytes(`${JSON.stringify(one)}\n${JSON.stringify(other)}\n`))).toEqual(
    expected,
  );
  expect(headObjects(bytes(JSON.stringify(expected, null, 2)))).toEqual(expected);
  expect(headObjects(bytes(`\uFEFF${JSON.stringify(one)}${JSON.stringify(other)}`))).toEqual(
    expected,
  );
});

test("a sample may end anywhere: what came before is read, and nothing throws", () => {
  const whole = JSON.stringify({ type: "event_msg", payload: { n: [1, 2, { deep: 'a"b' }] } });
  fc.assert(
    fc.property(fc.integer({ min: 12, max: whole.length }), (length) => {
      expect(headObjects(bytes(whole.slice(0, length)))).toHaveLength(1);
    }),
  );
  expect(headObjects(bytes(whole.slice(0, 30)))[0]).toMatchObject({ type: "event_msg" });
});

test("any bytes are read to an end", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (head) => {
      headObjects(head);
    }),
  );
  fc.assert(fc.property(fc.json(), (text) => void headObjects(bytes(text))));
});
