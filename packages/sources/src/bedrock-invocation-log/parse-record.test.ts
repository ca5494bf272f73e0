import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRecord } from "./parse-record.ts";

const parseText = (text: string): unknown => parseRecord(Buffer.from(text));

/** What is left of a value when the bodies' objects and lists are null. */
function withoutBodies(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBodies);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isBody = name === "inputBodyJson" || name === "content";
    const isQuoted = isBody && typeof member === "object" && member !== null;
    return [name, isQuoted ? null : withoutBodies(member)] as const;
  });
  return Object.fromEntries(members);
}

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(
      '"inputBodyJson":{',
      "\\",
      '\\"content\\":[1]',
      '"',
      "{[",
      "inputBodyJson",
      "content",
    ),
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom("input", "usage", "text", "a\\b", 'q"q', "outputBodyJson"),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

test("everything but the bodies is read as it stands, whatever people write", () => {
  fc.assert(
    fc.property(json, json, json, fc.constantFrom(0, 2), (body, content, rest, indent) => {
      const record = {
        rest,
        input: { inputBodyJson: body, inputTokenCount: 1 },
        output: { outputBodyJson: { content, usage: { rest } } },
      };

      expect(parseText(JSON.stringify(record, null, indent))).toEqual(withoutBodies(record));
    }),
  );
});

test("a request that is kept stands as it was, and what is left out beside it is the same", () => {
  fc.assert(
    fc.property(json, json, json, (body, content, rest) => {
      const output = { outputBodyJson: { content, usage: { rest } } };
      const record = { input: { inputBodyJson: { content: body }, rest }, output };

      expect(parseRecord(Buffer.from(JSON.stringify(record)), "kept")).toEqual({
        input: { inputBodyJson: { content: body }, rest: withoutBodies(rest) },
        output: withoutBodies(output),
      });
    }),
  );
});

test("pieces of a stream's text are not read, and nothing else of the stream is lost", () => {
  const deltas = [
    { contentBlockDelta: { delta: { text: 'a "quote" and {[' }, contentBlockIndex: 0 } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "x\\" } },
  ];
  const others = [{ type: "message_start" }, { metadata: { usage: { inputTokens: 3 } } }, 7, []];
  const pieces = fc.array(fc.constantFrom(...deltas, ...others), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, fc.constantFrom(0, 1), (list, indent) => {
      const read = parseText(JSON.stringify({ outputBodyJson: list }, null, indent));

      const kept = (read as { outputBodyJson: unknown[] }).outputBodyJson;
      const isOther = (piece: unknown): boolean =>
        piece !== null && !deltas.some((delta) => JSON.stringify(delta) === JSON.stringify(piece));
      expect(kept.filter(isOther)).toEqual(list.filter(isOther));
    }),
  );
  expect(() => parseText('[{"contentBlockDelta":{}},]')).toThrow(SyntaxError);
});

test("what is no JSON is none, within a body or outside", () => {
  for (const text of [
    '{"inputBodyJson":{',
    '{"inputBodyJson":{"a":1}',
    '{"content":["x',
    "x",
    "",
  ]) {
    expect(() => parseText(text)).toThrow(SyntaxError);
  }
});
