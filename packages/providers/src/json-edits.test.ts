import fc from "fast-check";
import { expect, test } from "vitest";
import { applyJsonEdits, type JsonEdit } from "./json-edits.ts";
import type { JsonPath } from "./json-path.ts";

const edited = (text: string, edits: readonly JsonEdit[]): string =>
  applyJsonEdits(Buffer.from(text), edits).toString();

const body =
  '{ "model":"m", "messages" : [ {"role":"a"},\n{"role":"b", "n":1e2} ,{"role":"\\u00e9"} ], "x":{} }';

test.each<Readonly<{ what: string; edits: readonly JsonEdit[]; after: string }>>([
  {
    what: "a value is set where it stands",
    edits: [{ kind: "set", path: ["messages", 1, "role"], value: "ü" }],
    after: body.replace('"b"', '"ü"'),
  },
  {
    what: "the first item goes with its comma",
    edits: [{ kind: "remove", path: ["messages", 0] }],
    after: body.replace(' {"role":"a"},\n', ""),
  },
  {
    what: "the last item goes with the comma before it",
    edits: [{ kind: "remove", path: ["messages", 2] }],
    after: body.replace(' ,{"role":"\\u00e9"} ', ""),
  },
  {
    what: "all items go",
    edits: [0, 1, 2].map((index) => ({ kind: "remove", path: ["messages", index] }) as const),
    after: body.replace(/\[[^\]]*\]/, "[]"),
  },
  {
    what: "a value comes before, between and behind",
    edits: [0, 1, 3].map(
      (index) => ({ kind: "insert", path: ["messages"], index, value: index }) as const,
    ),
    after:
      '{ "model":"m", "messages" : [0,{"role":"a"},1,{"role":"b", "n":1e2} ,{"role":"\\u00e9"},3], "x":{} }',
  },
  {
    what: "a member comes into an object that has none",
    edits: [{ kind: "add", path: ["x"], key: "y", value: [1] }],
    after: body.replace("{}", '{"y":[1]}'),
  },
  {
    what: "a member goes and another comes",
    edits: [
      { kind: "remove", path: ["x"] },
      { kind: "add", path: [], key: "y", value: null },
    ],
    after: body.replace(', "x":{} ', ',"y":null'),
  },
])("$what, and no other byte changes", ({ edits, after }) => {
  expect(edited(body, edits)).toBe(after);
});

test("no change gives back the very same bytes", () => {
  const bytes = Buffer.from(body);

  expect(applyJsonEdits(bytes, [])).toBe(bytes);
});

test.each<Readonly<{ what: string; text: string; edits: readonly JsonEdit[] }>>([
  { what: "leads nowhere", text: body, edits: [{ kind: "set", path: ["messages", 3], value: 1 }] },
  { what: "leads nowhere", text: body, edits: [{ kind: "set", path: ["model", "a"], value: 1 }] },
  {
    what: "stands twice",
    text: '{"a":1,"\\u0061":2}',
    edits: [{ kind: "set", path: ["a"], value: 3 }],
  },
  {
    what: "in two ways",
    text: body,
    edits: [
      { kind: "remove", path: ["messages", 0] },
      { kind: "set", path: ["messages", 0, "role"], value: 1 },
    ],
  },
  { what: "already", text: body, edits: [{ kind: "add", path: [], key: "x", value: 1 }] },
  {
    what: "none of JSON's",
    text: body,
    edits: [{ kind: "set", path: ["x"], value: undefined }],
  },
])("a change is refused that $what", ({ what, text, edits }) => {
  expect(() => edited(text, edits)).toThrow(what);
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

test("what becomes of a body is what becomes of its value", () => {
  const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const list = fc.array(fc.tuple(value, fc.boolean(), fc.option(value)), { maxLength: 6 });
  fc.assert(
    fc.property(list, fc.option(value), fc.constantFrom(0, 1, 2), (entries, last, indent) => {
      const before = { a: 1, list: entries.map(([one]) => one) };
      const path: JsonPath = ["list"];
      const edits: JsonEdit[] = [];
      const after: Json[] = [];
      for (const [index, [one, isRemoved, fresh]] of entries.entries()) {
        if (fresh !== null) {
          edits.push({ kind: "insert", path, index, value: fresh });
          after.push(fresh);
        }
        if (isRemoved) edits.push({ kind: "remove", path: [...path, index] });
        else after.push(one);
      }
      if (last !== null) {
        edits.push({ kind: "insert", path, index: entries.length, value: last });
        after.push(last);
      }

      const text = edited(JSON.stringify(before, undefined, indent), edits);

      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify({ a: 1, list: after }));
    }),
    { numRuns: 500 },
  );
});
