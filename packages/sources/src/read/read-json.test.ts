import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { all, memoryFile } from "../memory-file.fixture.ts";
import type { JsonFound } from "./json-record.ts";
import { parseJsonKeepingNumbers } from "./number-text.ts";
import { readJson } from "./read-json.ts";

const { signal } = new AbortController();
const read = (content: string | Uint8Array, pieceBytes?: number): Promise<JsonFound[]> =>
  all(readJson(memoryFile("log.json", content, pieceBytes), { signal }));

const brief = (found: readonly JsonFound[]) =>
  found.map((piece) =>
    piece.kind === "record"
      ? `${piece.line} ${JSON.stringify(piece.value)}`
      : `${piece.skip.place.split(":").at(-1)} ${piece.skip.reason}`,
  );

describe.each([1, 2, 7, 4096])("in pieces of %i bytes", (pieceBytes) => {
  test.each<[string, string, readonly string[]]>([
    ["lines", '{"a":1}\n{"b":"x"}\n', ['1 {"a":1}', '2 {"b":"x"}']],
    ["no last newline", '{"a":1}\n{"b":2}', ['1 {"a":1}', '2 {"b":2}']],
    ["CRLF and blank lines", '{"a":1}\r\n\r\n{"b":2}\r\n', ['1 {"a":1}', '3 {"b":2}']],
    ["a byte order mark", '\uFEFF{"a":1}\n', ['1 {"a":1}']],
    ["a list", '[{"a":1},{"b":2}]', ['1 {"a":1}', '1 {"b":2}']],
    [
      "a list over lines",
      '[\n  {"a": 1},\n  {"b": [2, {"c": 3}]}\n]\n',
      ['2 {"a":1}', '3 {"b":[2,{"c":3}]}'],
    ],
    ["objects over lines", '{\n  "a": "}{"\n}\n{\n  "b": 2\n}', ['1 {"a":"}{"}', '4 {"b":2}']],
    [
      "objects behind each other",
      '{"a":1}{"b":"\\""} {"c":3}\n{"d":4}',
      ['1 {"a":1}', '1 {"b":"\\""}', '1 {"c":3}', '2 {"d":4}'],
    ],
    ["half a last line", '{"a":1}\n{"b":', ['1 {"a":1}', "2 row_cut_short"]],
    [
      "half a line inside",
      '{"a":1}\n{"b":"x\n{"c":3}\n',
      ['1 {"a":1}', "2 row_malformed", '3 {"c":3}'],
    ],
    [
      "a line without its end",
      '{"a":1\n{"b":2}\n{"c":3}\n',
      ["1 row_malformed", '2 {"b":2}', '3 {"c":3}'],
    ],
    [
      "a line that is cut behind a colon",
      '{"a":1}\n{"b":\n{"c":3}\n{"d":4}\n',
      ['1 {"a":1}', "2 row_malformed", '3 {"c":3}', '4 {"d":4}'],
    ],
    [
      "the line before the last one cut behind a colon",
      '{"b":\n{"c":3}\n',
      ["1 row_malformed", '2 {"c":3}'],
    ],
    [
      "lines that are cut behind a colon, in a list and behind a comma of a list",
      '{"b":\n\n{"c":3}\r\n{"d":[\n{"e":5}\n{"f":[6,\n{"g":{"h":7}}',
      [
        "1 row_malformed",
        '3 {"c":3}',
        "4 row_malformed",
        '5 {"e":5}',
        "6 row_malformed",
        '7 {"g":{"h":7}}',
      ],
    ],
    [
      "cut lines behind each other",
      '{"b":\n{"c":\n{"d":"\n{"e":5}\n{"f":',
      ["1 row_malformed", "2 row_malformed", "3 row_malformed", '4 {"e":5}', "5 row_cut_short"],
    ],
    [
      "an object over lines that holds whole lines",
      '{"a":[\n{"b":1},\n{"c":2}\n]}\n{"d":4}',
      ['1 {"a":[{"b":1},{"c":2}]}', '5 {"d":4}'],
    ],
    [
      "something else",
      'hello\n{"a":1}\n12\n"x"\n{"b":2}\n',
      ["1 row_malformed", '2 {"a":1}', "3 row_malformed", "4 row_malformed", '5 {"b":2}'],
    ],
    [
      "a bad member of a list",
      '[{"a":1,},{"b":2}, 3, {"c":3}]',
      ["1 row_malformed", '1 {"b":2}', "1 row_malformed", '1 {"c":3}'],
    ],
    ["a list that is cut", '[{"a":1},\n', ['1 {"a":1}', "2 row_cut_short"]],
    ["nothing", "", []],
    ["blank", " \n\n", []],
  ])("%s", async (_, content, expected) => {
    expect(brief(await read(content, pieceBytes))).toEqual(expected);
  });
});

test("whatever the objects and the cuts, all are read, in order and once", async () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      objects,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom("\n", "", " ", "\r\n"),
      fc.boolean(),
      async (values, pieceBytes, between, indented) => {
        const text = values.map((value) => JSON.stringify(value, null, indented ? 2 : 0));

        const found = await read(text.join(between), pieceBytes);

        expect(found.map((piece) => piece.kind === "record" && piece.text)).toEqual(text);
      },
    ),
  );
});

test("an object over the bound costs itself alone, on a line, in a list and over lines", async () => {
  const long = `{"long":"${"x".repeat(200)}"}`;
  for (const content of [`{"a":1}\n${long}\n{"b":2}\n`, `[{"a":1},${long},{"b":2}]`]) {
    const found = await all(
      readJson(memoryFile("log.json", content, 16), { signal, maxRecordBytes: 64 }),
    );

    expect(found.map((piece) => (piece.kind === "skip" ? piece.skip.reason : "record"))).toEqual([
      "record",
      "row_too_long",
      "record",
    ]);
  }
});

test("a line without an end is left out at the bound, and is not looked at anew with every piece of it", async () => {
  const zeros = `${"\0".repeat(8 * 2 ** 20)}\n{"a":2}\n`;
  for (const start of ['{"a":1}\n', `{"a":1}\n{"b":"`]) {
    const file = memoryFile("log.json", start + zeros, 1_024);
    const found = await all(readJson(file, { signal, maxRecordBytes: 7 * 2 ** 20 }));

    expect(found).toMatchObject([
      { place: "log.json:1" },
      { skip: { reason: "row_too_long", place: "log.json:2" } },
      { place: "log.json:3" },
    ]);
  }
});

test("as many bad lines as one likes cost themselves alone, and no stack", async () => {
  const count = 100_000;
  const found = await read(`${"x\n".repeat(count)}{"b":2}\n`, 256 * 1024);

  expect(found).toHaveLength(count + 1);
  expect(brief(found.slice(-2))).toEqual([`${count} row_malformed`, `${count + 1} {"b":2}`]);
});

test("whichever line is cut wherever, the others are read, each at its place", async () => {
  const lines = Array.from({ length: 6 }, (_, n) =>
    JSON.stringify({ n, input: { body: [{ text: `"${n}":{` }, { list: [1, n] }] }, end: { n } }),
  );
  const whole = lines[0]?.length ?? 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 1, max: whole - 1 }),
      fc.integer({ min: 1, max: 300 }),
      async (cut, length, pieceBytes) => {
        const content = lines.map((line, n) => (n === cut ? line.slice(0, length) : line));

        const found = await read(`${content.join("\n")}\n`, pieceBytes);

        expect(found.map((piece) => (piece.kind === "record" ? piece.line - 1 : -1))).toEqual(
          lines.map((_, n) => (n === cut ? -1 : n)),
        );
        const skip = found[cut];
        expect(skip?.kind === "skip" && skip.skip.place).toBe(`log.json:${cut + 1}`);
      },
    ),
    { numRuns: 300 },
  );
});

test("a line that is not UTF-8 costs itself alone, and its content is not repeated", async () => {
  const content = Buffer.concat([
    Buffer.from('{"a":1}\n{"secret":"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}\n{"b":2}\n'),
  ]);

  const found = await read(content);

  expect(brief(found)).toEqual(['1 {"a":1}', "2 row_malformed", '3 {"b":2}']);
  expect(JSON.stringify(found)).not.toContain("secret");
});

test("amounts keep the digits that the file has", async () => {
  const file = memoryFile("costs.json", '{"amount":0.1000,"big":9007199254740993,"tokens":12}');

  const found = await all(readJson(file, { signal, parse: parseJsonKeepingNumbers }));

  expect(found).toMatchObject([
    { value: { amount: "0.1000", big: "9007199254740993", tokens: 12 } },
  ]);
});

test("an aborted read throws", async () => {
  const file = memoryFile("log.json", '{"a":1}\n');

  await expect(all(readJson(file, { signal: AbortSignal.abort() }))).rejects.toThrow();
});
