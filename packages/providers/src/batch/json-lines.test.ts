import fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonLine, jsonLines } from "./json-lines.ts";

async function* pieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

async function read(
  text: string,
  sizes: readonly number[] = [],
  most?: number,
): Promise<readonly JsonLine[]> {
  const all: JsonLine[] = [];
  for await (const line of jsonLines(pieces(Buffer.from(text), sizes), most)) all.push(line);
  return all;
}

test("lines are read whole wherever their bytes are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.string({ unit: "grapheme" }))),
      fc.array(fc.nat(20)),
      fc.boolean(),
      async (objects, sizes, endsInNewline) => {
        const text = objects.map((object) => JSON.stringify(object)).join("\n");

        const lines = await read(endsInNewline ? `${text}\n` : text, sizes);

        expect(lines).toEqual(
          objects.map((value, index) => ({
            kind: "object",
            line: index + 1,
            value: JSON.parse(JSON.stringify(value)),
          })),
        );
      },
    ),
  );
});

test("a line that cannot be read is told by its number, and those after it are read", async () => {
  const lines = await read('{"a":1}\n\n{"b":\n[2]\r\n{"c":3}');

  expect(lines.map(({ kind, line }) => [kind, line])).toEqual([
    ["object", 1],
    ["unreadable", 3],
    ["unreadable", 4],
    ["object", 5],
  ]);
});

test("a line that is too long is passed over without being held", async () => {
  const long = `{"a":"${"x".repeat(500)}"}`;

  const lines = await read(`{"a":1}\n${long}\n{"b":2}`, [10, 100, 100], 50);

  expect(lines.map(({ kind }) => kind)).toEqual(["object", "unreadable", "object"]);
});
