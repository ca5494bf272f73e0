import fc from "fast-check";
import { expect, test } from "vitest";
import { wireFor } from "../wire-for.ts";
import { readGeminiPath } from "./model-path.ts";
import { withoutQueryKey } from "./query-key.ts";

const path = "/gemini/v1beta/models/a:batchEmbedContents";
const wire = wireFor("POST", path, {});

test("another model for a batch changes the path and what each request says of it, and no other byte", () => {
  const batch =
    '{"requests": [ {"model":"models/a", "content":{"model":1}} , {"content":{},"model":"models/a"} ] }';

  const changed = wire.withModel({ pathAndQuery: path, body: Buffer.from(batch) }, "b");

  expect(changed.pathAndQuery).toBe("/gemini/v1beta/models/b:batchEmbedContents");
  expect(changed.body.toString()).toBe(batch.replaceAll("models/a", "models/b"));
});

test("a body that names no model stays the same buffer", () => {
  const body = Buffer.from('{"content": {"parts":[{"text":"model"}]}}');
  const pathAndQuery = "/gemini/v1/models/a:embedContent?prettyPrint=false";

  const changed = wire.withModel({ pathAndQuery, body }, "b");

  expect(changed.body).toBe(body);
  expect(changed.pathAndQuery).toBe("/gemini/v1/models/b:embedContent?prettyPrint=false");
});

test("nothing by which a client says who it is stays in a query", () => {
  expect(withoutQueryKey(`${path}?access_token=ya29&alt=json&$key=x&oauth_token=y`)).toEqual({
    pathAndQuery: `${path}?alt=json`,
    key: undefined,
  });
  expect(withoutQueryKey(`${path}?keys=1&monkey=2`)).toEqual({
    pathAndQuery: `${path}?keys=1&monkey=2`,
    key: undefined,
  });
});

test("a model with its provider before it is read as Google's clients write it, in any form of the path", () => {
  const parents = ["", "publishers/google/", "projects/models/locations/l/publishers/google/"];
  for (const parent of parents) {
    const named = `/gemini/v1beta1/${parent}models/vertex/models-2.5:generateContent`;
    const chat = wireFor("POST", named, {});

    expect(readGeminiPath(named)?.model).toBe("vertex/models-2.5");
    expect(
      chat.withModel({ pathAndQuery: named, body: Buffer.from("{}") }, "models-2.5").pathAndQuery,
    ).toBe(`/gemini/v1beta1/${parent}models/models-2.5:generateContent`);
  }
});

test("whatever a path carries as its model, no other path can be reached with it", () => {
  const part = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom("..", ".", "/", "%2e", "%2F", "a", "?", "#", "\\", ";"),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const read = readGeminiPath(`/gemini/v1beta/models/${parts.join("")}:generateContent`);
      if (read?.model === undefined) return;
      const { pathname, search, hash } = new URL(`https://host/v1beta/models/${read.model}:x`);
      expect(pathname).toBe(`/v1beta/models/${read.model}:x`);
      expect(search + hash).toBe("");
    }),
    { numRuns: 3000 },
  );
});
