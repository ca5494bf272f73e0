import { HeadgateError } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLines } from "./split-lines.ts";
import { splitRequests } from "./split-requests.ts";

/** Bytes cut where the numbers say. */
async function* cut(text: string, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  const places = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].toSorted(
    (one, other) => one - other,
  );
  let from = 0;
  for (const to of places) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const cuts = fc.array(fc.nat(), { maxLength: 8 });

test("lines are the same however their bytes are cut, and keep their numbers", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 8 }), cuts, async (values, at) => {
      const text = values.map((value) => `${JSON.stringify(value)}\r\n\n`).join("");
      const lines = await all(splitLines(cut(text, at), 1_000_000));
      expect(lines.map((one) => JSON.parse(one.text))).toEqual(
        values.map((value) => JSON.parse(JSON.stringify(value))),
      );
      expect(lines.map(({ line }) => line)).toEqual(values.map((_, index) => index * 2 + 1));
    }),
  );
});

test("a line without an end has one", async () => {
  expect(await all(splitLines(cut('{"a":1}', []), 100))).toEqual([{ line: 1, text: '{"a":1}' }]);
});

test("a line that is too long is refused by its number", async () => {
  await expect(all(splitLines(cut(`{}\n${"x".repeat(50)}`, [20, 30]), 40))).rejects.toThrow(
    /line 2/,
  );
});

test("the members of requests are the same however their bytes are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
      cuts,
      async (list, at) => {
        const text = JSON.stringify({ requests: list }, null, 1);
        const members = await all(splitRequests(cut(text, at), 1_000_000));
        expect(members.map((one) => JSON.parse(one))).toEqual(JSON.parse(text).requests);
      },
    ),
  );
});

test.each([
  '{"requests": [',
  '{"requests": {}}',
  '{"other": []}',
  '{"requests": [1, 2]}',
  '{"requests": ["text"]}',
  '{"requests": [{}], "other": [{}]}',
  '{"model": "x", "requests": []}',
  "[]",
  "",
])("a body of another form is refused: %j", async (text) => {
  await expect(all(splitRequests(cut(text, []), 100))).rejects.toThrow(HeadgateError);
});

test("a member that is too long is refused", async () => {
  const text = JSON.stringify({ requests: [{ text: "x".repeat(100) }] });
  await expect(all(splitRequests(cut(text, [30, 60, 90]), 50))).rejects.toThrow(/more than 50/);
});
