import { stripVTControlCharacters } from "node:util";
import { losslessPasses } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EarlierTexts } from "./earlier-texts.ts";
import { nothingBefore, type Surroundings } from "./pass.ts";
import { passes, restore, shorten } from "./shorten.ts";

const passOf = (name: string) => passes.filter((pass) => pass.name === name);
const after = (name: string, text: string, before?: Surroundings): string =>
  shorten(text, passOf(name), before).text;
const afterTexts = (...texts: string[]): Surroundings => {
  const earlier = new EarlierTexts();
  for (const text of texts) earlier.add(text);
  return { earlier, siblings: texts };
};

/** Texts with all that the passes look for, thrown together. */
const piece = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("\n", "\n\n\n\n", "  \n", "\t", "\r", "\r\n", "```json\n", "```\n", "\u001b[31m"),
  fc.constantFrom("\u001b]0;title\u0007", "\u001b[2K", "\u001b[", "10%\r20%\r100%\n"),
  fc.json({ maxDepth: 3 }).map((json) => JSON.stringify(JSON.parse(json), null, 2)),
  fc
    .uint8Array({ minLength: 900, maxLength: 1_200 })
    .map((bytes) => Buffer.from(bytes).toString("base64")),
  fc.constant(
    Array.from({ length: 9 }, (_, line) => `a line of forty letters, number ${line} of nine`).join(
      "\n",
    ),
  ),
);
const text = fc.oneof(
  piece,
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
);

test("what any passes made of any text gives the text back, to the last unit", () => {
  fc.assert(
    fc.property(
      text,
      fc.array(text, { maxLength: 3 }),
      fc.subarray([...passes]),
      (one, before, acting) => {
        const shortened = shorten(one, acting, afterTexts(...before));
        expect(restore(shortened)).toBe(one);
        expect(shortened.text.length).toBeLessThanOrEqual(one.length);
      },
    ),
    { numRuns: 300 },
  );
});

test("a text is shortened the same way whenever it comes after the same texts", () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 3 }), (one, before) => {
      const first = shorten(one, passes, afterTexts(...before));
      expect(shorten(one, passes, afterTexts(...before))).toEqual(first);
    }),
    { numRuns: 100 },
  );
});

test("compact JSON has the same value, and its numbers as they were written", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(1, 2, "\t"), (json, indent) => {
      const pretty = JSON.stringify(JSON.parse(json), null, indent);
      const compact = after("json", pretty);
      expect(JSON.parse(compact)).toEqual(JSON.parse(json));
    }),
  );
  const odd =
    '{\n    "id": 12345678901234567890,\n    "mass": 1.50e+10,\n    "name": "\\u00e9  b"\n}\n';
  expect(after("json", odd)).toBe(
    '{"id":12345678901234567890,"mass":1.50e+10,"name":"\\u00e9  b"}',
  );
});

test("of a text that is no JSON, only fenced blocks that are JSON are made compact", () => {
  const fenced = 'See:\n```json\n{\n  "a": 1,\n  "b": [1,   2]\n}\n```\n{  "not": "fenced"  }\n';
  expect(after("json", fenced)).toBe(
    'See:\n```json\n{"a":1,"b":[1,2]}\n```\n{  "not": "fenced"  }\n',
  );
  const broken = '```json\n{\n   "a": 1,\n      ...\n}\n```\n';
  expect(after("json", broken)).toBe(broken);
});

test("a list of like objects becomes a table of the values as they were written", () => {
  const list =
    '[{"id": 12345678901234567890, "x": 1.0}, {"id": 2, "x": {"y": []}}, {"id": 3, "x": "a, b"}]';
  expect(after("columnar_json", list)).toBe(
    '{"_cols":["id","x"],"_rows":[[12345678901234567890,1.0],[2,{"y":[]}],[3,"a, b"]]}',
  );
  const unlike = '[{"id": 1}, {"id": 2, "x": 2}, {"x": 1, "id": 3}]';
  expect(after("columnar_json", unlike)).toBe(unlike);
});

test("a table holds the same values as the list it was made of", () => {
  const row = fc.tuple(fc.jsonValue({ maxDepth: 2 }), fc.string(), fc.integer());
  fc.assert(
    fc.property(fc.array(row, { minLength: 3 }), (values) => {
      const list = values.map(([value, name, count]) => ({ value, "the name": name, count }));
      const source = JSON.stringify({ list });
      const table = after("columnar_json", source);
      expect(fromTables(JSON.parse(table))).toEqual(JSON.parse(source));
    }),
  );
});

test("colours go, and what a progress line showed before its last state", () => {
  const shown = "\u001b[1;32mPASS\u001b[0m all\r\n 10 %\r 55 %\r100 %\ndone\n";
  expect(after("terminal_codes", shown)).toBe("PASS all\r\n100 %\ndone\n");
  expect(after("terminal_codes", "long line\rab\n")).toBe("long line\rab\n");
  expect(after("terminal_codes", "long line\r\u001b[Kab\n")).toBe("ab\n");
});

test("lines that end with a carriage return alone are records, and stay", () => {
  for (const stays of [
    "id,name\r1,Ann\r2,Bobby Tables",
    "see:\nid,name\r1,Ann\r2,Bobby Tables\n",
    "log:\ntemperature 12.5\rtemperature 12.7\rtemperature 12.9\n",
    "share,50%\rother,60%\rthe third,100%",
    "10%\r20%\r100%",
  ]) {
    expect(after("terminal_codes", stays)).toBe(stays);
  }
  const spun = "run:\n⠋ building 3/10 [##  ]\r⠙ building 4/10 [### ]\rbuilding done, 10 of 10\n";
  expect(after("terminal_codes", spun)).toBe("run:\nbuilding done, 10 of 10\n");
});

test("of text without carriage returns, what is left is what a terminal shows", () => {
  const parts = fc.constantFrom(
    "word",
    " ",
    "\n",
    "\u001b[0m",
    "\u001b[38;5;12m",
    "\u001b[2J",
    "\u001b]8;;\u0007",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 20 }), (list) => {
      expect(after("terminal_codes", list.join(""))).toBe(stripVTControlCharacters(list.join("")));
    }),
  );
});

test("blank lines beyond two go; fenced blocks and Markdown's line breaks stay", () => {
  expect(after("blank_lines", "a   \n\n\n\n\nb  \n\t\nc\n")).toBe("a\n\n\nb  \n\nc\n");
  const code = "```py\nx = 1   \n\n\n\n\ny = 2\n```\n";
  expect(after("blank_lines", code)).toBe(code);
});

test("empty columns of a table and blank lines of a diff stay", () => {
  for (const stays of [
    "id\tname\tnote\n1\t\t\n2\tAnn\t\n",
    "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n \n-b\n+c\n",
    "diff --git a/x b/x\n a\n \n+c\n",
  ]) {
    expect(after("blank_lines", stays)).toBe(stays);
  }
});

test("base64 is named by its length and digest; words, digits and certificates stay", () => {
  const data = Buffer.from(
    Array.from({ length: 1_500 }, (_, at) => (at * 7_919 + at * at) % 251),
  ).toString("base64");
  expect(after("base64", `{"image":"data:image/png;base64,${data}"}`)).toMatch(
    /^\{"image":"data:image\/png;base64,\[base64 left out: 2000 characters, sha256 [0-9a-f]{16}\]"\}$/,
  );
  const pem = `-----BEGIN CERTIFICATE-----\n${data.replace(/.{64}/g, "$&\n")}`;
  for (const stays of [
    pem,
    "0123456789abcdef".repeat(100),
    "-".repeat(5_000),
    "path/to/".repeat(300),
  ]) {
    expect(after("base64", stays)).toBe(stays);
  }
});

test("a file that is read again is named by its first and last line", () => {
  const file = Array.from(
    { length: 30 },
    (_, line) => `line ${line} of a file that an agent reads`,
  ).join("\n");
  const again = `$ cat file\n${file}`;
  expect(after("repeated_blocks", again, afterTexts(file))).toBe(
    "$ cat file\nline 0 of a file that an agent reads\n[28 lines as in an earlier result, left out here]\nline 29 of a file that an agent reads",
  );
  expect(after("repeated_blocks", `${file}\n${file}`)).toBe(`${file}\n${file}`);
});

test("what two passages share at their edges stands in the first alone", () => {
  const shared = "Words that end one passage and begin the next of the same document. ".repeat(4);
  const [first, second] = [`The beginning. ${shared}`, `${shared}The end.`];
  expect(after("chunk_overlap", second, afterTexts(first))).toBe(
    "[… as at the end of an earlier passage]The end.",
  );
  expect(after("chunk_overlap", first, afterTexts(second))).toBe(
    "The beginning. [… as at the beginning of an earlier passage]",
  );
});

test("the safe passes leave plain words and code alone", () => {
  const safe = passes.filter(({ name }) => losslessPasses.some((one) => one === name));
  const plain = "function f() {\n  return 12;\n}\n\nThe answer is { 12 }, as I said.\n";
  expect(shorten(plain, safe, nothingBefore)).toEqual({ text: plain, record: [] });
});

function fromTables(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromTables);
  if (typeof value !== "object" || value === null) return value;
  if ("_cols" in value && "_rows" in value) {
    const [names, rows] = [value._cols as string[], value._rows as unknown[][]];
    return rows.map((row) =>
      Object.fromEntries(names.map((name, at) => [name, fromTables(row[at])])),
    );
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fromTables(one)]));
}

test("no text makes the passes go through it again and again", () => {
  const units = 200_000;
  const hard = [
    " x".padStart(units),
    "```json\n".repeat(units / 8),
    "aB3".repeat(units / 3),
    "\u001b]".repeat(units / 2),
    "\n ".repeat(units / 2),
    "\ra".repeat(units / 2),
    `${"aB3+".repeat(250)} `.repeat(units / 1_001),
  ];
  const beganAt = performance.now();
  for (const one of hard) shorten(one, passes, afterTexts(one));
  // A second pass over each would take some milliseconds; one that grows by the square, minutes.
  expect(performance.now() - beganAt).toBeLessThan(20_000);
});
