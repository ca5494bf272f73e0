import { type ProviderConfig, providerConfigSchema } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { providerRequest } from "../provider-request.ts";
import { isModelPath, wireFor } from "../wire-for.ts";
import { keyInQuery, withoutCredentials } from "./client-query.ts";
import { readGeminiPath } from "./model-path.ts";

const provider = (settings: Record<string, unknown>): ProviderConfig =>
  providerConfigSchema.parse(settings);
const gemini = provider({ kind: "gemini", api_key: "AIza-operator" });
const vertex = provider({
  kind: "vertex",
  project: "ours",
  location: "europe-west4",
  access_token: "ya29.ours",
});
const theirs = "projects/theirs/locations/us-central1/publishers/google/models";

const shaped = (config: ProviderConfig, pathAndQuery: string, method: "GET" | "POST" = "POST") => {
  const [path = "", query] = pathAndQuery.split("?");
  return providerRequest({
    provider: config,
    wire: wireFor(method, path, {}, query),
    pathAndQuery,
    headers: {
      "x-goog-api-key": "hg-client",
      "x-goog-user-project": "theirs",
      "x-goog-api-client": "google-genai-sdk/2.32.0",
    },
    method,
    body: Buffer.from("{}"),
  });
};

test.each([
  [gemini, "/gemini/v1beta/models/m:generateContent", "/v1beta/models/m:generateContent"],
  [gemini, "/gemini/v1/models/m:countTokens?key=hg", "/v1/models/m:countTokens"],
  [
    gemini,
    "/gemini/v1beta/models/m:streamGenerateContent?key=hg&alt=sse",
    "/v1beta/models/m:streamGenerateContent?alt=sse",
  ],
  [gemini, `/gemini/v1beta1/${theirs}/m:generateContent`, "/v1beta/models/m:generateContent"],
  [
    vertex,
    `/gemini/v1/${theirs}/m:generateContent`,
    "/v1/projects/ours/locations/europe-west4/publishers/google/models/m:generateContent",
  ],
  [
    vertex,
    "/gemini/v1beta/models/m:embedContent",
    "/v1beta1/projects/ours/locations/europe-west4/publishers/google/models/m:embedContent",
  ],
  [
    vertex,
    "/gemini/v1beta1/publishers/google/models/m:generateContent",
    "/v1beta1/projects/ours/locations/europe-west4/publishers/google/models/m:generateContent",
  ],
] as const)("to %o: %s goes to %s", (config, from, to) => {
  expect(shaped(config, from).path).toBe(to);
});

test("models are listed where each API lists them", () => {
  expect(shaped(gemini, "/gemini/v1beta/models?pageSize=5", "GET").path).toBe(
    "/v1beta/models?pageSize=5",
  );
  expect(shaped(vertex, "/gemini/v1beta/models", "GET").path).toBe(
    "/v1beta1/publishers/google/models",
  );
});

test("the operator's credential goes to the provider, and nothing of the client's", () => {
  const path = "/gemini/v1beta/models/m:generateContent?key=hg-client&access_token=x";

  const toGemini = shaped(gemini, path);
  const toVertex = shaped(vertex, path);

  expect(toGemini.headers).toEqual({
    "accept-encoding": "identity",
    "x-goog-api-client": "google-genai-sdk/2.32.0",
    "x-goog-api-key": "AIza-operator",
  });
  expect(toVertex.headers.authorization).toBe("Bearer ya29.ours");
  expect(toVertex.headers["x-goog-api-key"]).toBeUndefined();
  expect(JSON.stringify([toGemini, toVertex])).not.toMatch(/hg-client|theirs/);
});

test.each([
  ["", undefined, ""],
  ["key=hg_1", "hg_1", ""],
  ["alt=sse&key=hg%5F1&x=%20", "hg_1", "alt=sse&x=%20"],
  ["%6bey=hg_1&a", "hg_1", "a"],
  ["KEY=hg_1", "hg_1", ""],
  ["monkey=1&keys=2", undefined, "monkey=1&keys=2"],
  ["a=key&%zz=1", undefined, "a=key&%zz=1"],
])("of the query %s the key is taken and the rest left as it was", (query, key, rest) => {
  expect(keyInQuery(query)).toBe(key);
  expect(withoutCredentials(query)).toBe(rest);
});

test.each([
  "/gemini",
  "/gemini/v1beta",
  "/gemini/v1beta/files",
  "/gemini/v1beta/models/:generateContent",
  "/gemini/v1beta/models/m:predict",
  "/gemini/v1beta/models/m:constructor",
  "/gemini/v2/models/m:generateContent",
  "/gemini/v1beta/models/../files/m:generateContent",
  "/gemini/v1beta/models/%2e%2e/m:generateContent",
  "/gemini/v1beta/models/a//m:generateContent",
  "/gemini/v1beta/models/a%2F..%2Fm:generateContent",
  "/gemini/v1beta/models/m%3Fx:generateContent",
  "/gemini/v1beta/models/%zz:generateContent",
  "/gemini/v1/projects/p/locations/../publishers/google/models/m:generateContent",
  "/gemini/v1/projects/p/locations/l/publishers/other/models/m:generateContent",
  "/gemini/v1beta/models/../../files",
])("%s is a path of this API that is not served", (path) => {
  expect(isModelPath(path)).toBe(true);
  expect(() => wireFor("POST", path, {})).toThrow(
    expect.objectContaining({ code: "path_unknown" }) as Error,
  );
});

test("another model changes the path alone, and of embeddings what the body says of it", () => {
  const body = Buffer.from('{ "contents" : [ {"parts":[{"text":"model"}]} ] }');
  const stream = wireFor("POST", "/gemini/v1beta/models/a:streamGenerateContent", {}, "alt=sse");
  const embed = wireFor("POST", "/gemini/v1beta/models/a:batchEmbedContents", {});
  const batch =
    '{"requests": [ {"model":"models/a", "content":{"model":1}} , {"content":{},"model":"models/a"} ] }';

  expect(
    stream.withModel(
      { pathAndQuery: "/gemini/v1beta/models/a:streamGenerateContent?alt=sse", body },
      "b-2",
    ),
  ).toEqual({ pathAndQuery: "/gemini/v1beta/models/b-2:streamGenerateContent?alt=sse", body });
  expect(
    embed
      .withModel(
        {
          pathAndQuery: "/gemini/v1beta/models/a:batchEmbedContents",
          body: Buffer.from(batch),
        },
        "b",
      )
      .body.toString(),
  ).toBe(batch.replaceAll("models/a", "models/b"));
});

test("whatever name a path carries, no other path can be reached with it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.boolean(), (name, escaped) => {
      const segment = escaped ? encodeURIComponent(name) : name;
      const read = readGeminiPath(`/gemini/v1beta/models/${segment}:generateContent`);
      if (read === undefined) return;
      const url = new URL(`https://host/v1beta/models/${read.escapedModel}:generateContent`);
      expect(url.pathname).toBe(`/v1beta/models/${read.escapedModel}:generateContent`);
      expect(url.search + url.hash).toBe("");
    }),
    { numRuns: 2000 },
  );
});

test("a Vertex provider's address follows its location", () => {
  const at = (location: string) => provider({ kind: "vertex", project: "p", location }).base_url;

  expect(at("us-central1")).toBe("https://us-central1-aiplatform.googleapis.com");
  expect(at("global")).toBe("https://aiplatform.googleapis.com");
  expect(at("eu")).toBe("https://aiplatform.eu.rep.googleapis.com");
  expect(() => provider({ kind: "vertex", project: "p", location: "x/../y" })).toThrow();
});
