import fc from "fast-check";
import { expect, test } from "vitest";
import { packed, unpacked } from "./packed-answer.ts";

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.bigInt(),
  fc.constantFrom(null, undefined),
  fc.array(fc.string(), { maxLength: 2 }),
);
const plain = { noNullPrototype: true } as const;
const row = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.record({ a: value, b: value, c: fc.record({ d: value }, plain) }, plain),
  },
  {
    weight: 1,
    arbitrary: fc.record({ a: value, b: value }, { requiredKeys: [], noNullPrototype: true }),
  },
  { weight: 1, arbitrary: value },
);
const rows = fc.oneof(
  fc.array(row, { maxLength: 120 }),
  fc.array(fc.record({ a: value, b: value }, plain), { minLength: 50, maxLength: 120 }),
);

test("an answer comes back as it went, whatever its rows are", () => {
  fc.assert(
    fc.property(
      fc.oneof(rows, fc.record({ rows, more: rows, total: value }, plain), value),
      (answer) => {
        expect(unpacked(structuredClone(packed(answer)))).toStrictEqual(answer);
      },
    ),
  );
});

test("rows that repeat those before come back as they went, objects each as its own", () => {
  const repeated = fc.record(
    { a: fc.constantFrom("x", "y", null, 0, -0, 1n), b: fc.nat(3) },
    plain,
  );
  const runs = fc
    .array(fc.tuple(repeated, fc.integer({ min: 1, max: 40 })), { minLength: 5, maxLength: 20 })
    .map((pairs) =>
      pairs.flatMap(([one, times]) => Array.from({ length: times }, () => ({ ...one }))),
    );

  fc.assert(
    fc.property(runs, (answer) => {
      expect(unpacked(structuredClone(packed(answer)))).toStrictEqual(answer);
    }),
  );
  const shared = { d: 1 };
  const [first, second] = unpacked(
    packed(Array.from({ length: 60 }, () => ({ a: "x", c: structuredClone(shared) }))),
  ) as readonly { c: object }[];
  expect(first?.c).not.toBe(second?.c);
});

test("lists of rows come back as they went, however long each is", () => {
  const listed = fc.record(
    {
      name: fc.string(),
      parts: fc.array(fc.record({ a: value, b: value }, plain), { maxLength: 4 }),
    },
    plain,
  );
  fc.assert(
    fc.property(fc.array(listed, { minLength: 50, maxLength: 90 }), (answer) => {
      expect(unpacked(structuredClone(packed(answer)))).toStrictEqual(answer);
    }),
  );
  const many = Array.from({ length: 100 }, (_, at) => ({
    at,
    parts: [{ bucket: "input", tokens: at }],
  }));
  expect(JSON.stringify(packed(many)).length).toBeLessThan(JSON.stringify(many).length / 2);
});

test("a value that many rows share crosses once", () => {
  const long = "a".repeat(100);
  const answer = Array.from({ length: 500 }, (_, at) => ({ model: long, tokens: at }));

  expect(JSON.stringify(packed(answer)).split(long)).toHaveLength(2);
});

test("many rows of one shape take a fraction of the room", () => {
  const answer = { rows: Array.from({ length: 500 }, (_, at) => ({ model: "one", tokens: at })) };

  expect(JSON.stringify(packed(answer)).length).toBeLessThan(JSON.stringify(answer).length / 2);
});
