import fc from "fast-check";
import { expect, test } from "vitest";
import { withMember, withModel, withUsageRequested } from "./byte-edit.ts";
import { parseRequestBody } from "./request-body.ts";

const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

/** A string as JSON, with some of its characters written as unicode escapes. */
const jsonText = (text: string, escaped: boolean): string =>
  escaped
    ? `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`
    : JSON.stringify(text);

const keyName = fc.oneof(
  fc.constantFrom("model", "stream_options", "include_usage", "messages", '"', "\\", "{", "é文"),
  fc.string({ maxLength: 6 }),
);
const key = fc.tuple(keyName, fc.boolean()).map(([name, escaped]) => jsonText(name, escaped));
const scalar = fc.oneof(
  fc.constantFrom(
    "true",
    "false",
    "null",
    "0",
    "-1.5e+3",
    '"model"',
    '"\\\\"',
    '"{\\"model\\":1}"',
    '"],}"',
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => jsonText(text, false)),
);

/** JSON texts with odd white space, escapes, duplicate keys and nested keys of the same names. */
const { object } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, tie("object"), tie("array")),
  array: fc
    .array(
      fc.tuple(space, tie("value"), space).map((parts) => parts.join("")),
      { maxLength: 3 },
    )
    .map((items) => `[${items.join(",")}]`),
  object: fc
    .tuple(
      space,
      fc.array(
        fc
          .tuple(space, key, space, space, tie("value"), space)
          .map(([a, name, b, c, value, d]) => `${a}${name}${b}:${c}${value}${d}`),
        { maxLength: 4 },
      ),
    )
    .map(([inner, members]) => `{${members.length === 0 ? inner : members.join(",")}}`),
}));
const body = fc.tuple(space, object, space).map((parts) => parts.join(""));

/** What is left when the inserted or replaced piece is taken out: the longest common start and end. */
function changedPart(before: Buffer, after: Buffer): { removed: string; added: string } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  return {
    removed: before.toString("utf8", start, before.length - end),
    added: after.toString("utf8", start, after.length - end),
  };
}

test("only the model changes, whatever the body looks like", () => {
  fc.assert(
    fc.property(body, fc.string({ unit: "grapheme", minLength: 1 }), (text, model) => {
      const before = Buffer.from(text, "utf8");
      const parsed: unknown = JSON.parse(text);

      const after = withModel(before, model);

      expect(JSON.parse(after.toString("utf8"))).toEqual({ ...(parsed as object), model });
    }),
    { numRuns: 500 },
  );
});

test("only stream_options changes, and it asks for usage, whatever the body looks like", () => {
  fc.assert(
    fc.property(body, (text) => {
      const before = Buffer.from(text, "utf8");
      const parsed = JSON.parse(text) as Record<string, unknown>;
      const options = parsed.stream_options;
      const kept = typeof options === "object" && !Array.isArray(options) ? options : {};

      const after = withUsageRequested(before);

      expect(JSON.parse(after.toString("utf8"))).toEqual({
        ...parsed,
        stream_options: { ...kept, include_usage: true },
      });
    }),
    { numRuns: 500 },
  );
});

test("bytes beside the edited value stay as they were", () => {
  const before = Buffer.from('{ "x": "\\u00e9",\r\n\t"model" : "gpt-4o" , "z":1e2 }');

  expect(withModel(before, "gpt-5").toString()).toBe(
    '{ "x": "\\u00e9",\r\n\t"model" : "gpt-5" , "z":1e2 }',
  );
});

test.each([
  [
    '{"model":"m","stream":true}',
    '{"stream_options":{"include_usage":true},"model":"m","stream":true}',
  ],
  ["{}", '{"stream_options":{"include_usage":true}}'],
  ['{"stream_options":null}', '{"stream_options":{"include_usage":true}}'],
  ['{"stream_options": {} }', '{"stream_options": {"include_usage":true} }'],
  [
    '{"stream_options":{"include_obfuscation":false}}',
    '{"stream_options":{"include_usage":true,"include_obfuscation":false}}',
  ],
  ['{"stream_options":{"include_usage": false}}', '{"stream_options":{"include_usage": true}}'],
  ['{"stream_options":{"include_usage":null }}', '{"stream_options":{"include_usage":true }}'],
])("%s asks for usage as %s", (before, after) => {
  expect(withUsageRequested(Buffer.from(before)).toString()).toBe(after);
});

test("a body that already asks for usage is returned as it is", () => {
  const before = Buffer.from('{"stream_options":{"include_usage":true}}');

  expect(withUsageRequested(before)).toBe(before);
});

test("one edit touches one place only", () => {
  fc.assert(
    fc.property(object, (text) => {
      const members = text.slice(1, -1).trim() === "" ? "" : `,"rest":${text}`;
      const before = Buffer.from(`{"model":"a"${members}}`, "utf8");

      expect(changedPart(before, withModel(before, "b"))).toEqual({ removed: "a", added: "b" });
    }),
  );
});

test("a body nested a hundred thousand deep is edited without running out of stack", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const before = Buffer.from(`{"messages":${deep},"model":"a"}`);

  expect(withModel(before, "b").toString()).toBe(`{"messages":${deep},"model":"b"}`);
});

test("an accepted body can always be edited", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const bytes = Buffer.from(`{"model":"m","rest":${text}}`, "utf8");
      parseRequestBody(bytes);

      expect(parseRequestBody(withModel(bytes, "n")).model).toBe("n");
    }),
  );
});

test("a member is added behind the last one, and no other byte changes", () => {
  fc.assert(
    fc.property(body, fc.string({ unit: "grapheme" }), (text, value) => {
      const before = Buffer.from(text);
      const after = withMember(before, "of ours", value);

      expect(changedPart(before, after).removed).toBe("");
      expect(JSON.parse(after.toString())).toEqual({ ...JSON.parse(text), "of ours": value });
      expect(Object.keys(JSON.parse(after.toString())).at(-1)).toBe("of ours");
    }),
  );
});
