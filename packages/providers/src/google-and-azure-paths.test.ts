import { type ProviderConfig, providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { deploymentFor } from "./azure/deployment-for.ts";
import { withoutQueryKey } from "./gemini/query-key.ts";
import { providerRequest } from "./provider-request.ts";
import { wireFor } from "./wire-for.ts";

const gemini = providerConfigSchema.parse({ kind: "gemini", api_key: "AIza" });
const vertex = providerConfigSchema.parse({
  kind: "vertex",
  project: "acme",
  location: "europe-west1",
  access_token: "ya29",
});
const azure = providerConfigSchema.parse({
  kind: "azure-openai",
  base_url: "https://acme.openai.azure.com",
  api_key: "azure-key",
  deployments: { prod: "gpt-4o" },
});
const azureClassic: ProviderConfig = { ...azure, api_version: "2024-10-21" } as ProviderConfig;
const openai = providerConfigSchema.parse({
  kind: "openai",
  base_url: "https://api.openai.com/v1",
  api_key: "sk",
});

function sent(provider: ProviderConfig, pathAndQuery: string, model?: string) {
  const [path = "", query] = pathAndQuery.split("?");
  return providerRequest({
    provider,
    wire: wireFor("POST", path, {}, query),
    pathAndQuery,
    headers: { "x-goog-api-key": "hg_1", "api-key": "hg_1", "x-goog-user-project": "theirs" },
    method: "POST",
    body: Buffer.from("{}"),
    ...(model !== undefined && { model }),
  });
}

const M = "models/gemini-2.5-flash";
const CLIENT_PROJECT = "projects/theirs/locations/us-central1/publishers/google";
const OWN_PROJECT = "/projects/acme/locations/europe-west1/publishers";

test.each([
  [gemini, `/gemini/v1beta/${M}:generateContent`, `/v1beta/${M}:generateContent`],
  [
    gemini,
    `/gemini/v1/${M}:streamGenerateContent?alt=sse&key=hg_1`,
    `/v1/${M}:streamGenerateContent?alt=sse`,
  ],
  [gemini, `/gemini/v1beta1/${CLIENT_PROJECT}/${M}:countTokens`, `/v1beta/${M}:countTokens`],
  [
    vertex,
    `/gemini/v1/${CLIENT_PROJECT}/${M}:generateContent`,
    `/v1${OWN_PROJECT}/google/${M}:generateContent`,
  ],
  [
    vertex,
    `/gemini/v1beta/${M}:streamGenerateContent?alt=sse`,
    `/v1beta1${OWN_PROJECT}/google/${M}:streamGenerateContent?alt=sse`,
  ],
  [
    vertex,
    "/gemini/v1/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict",
    `/v1${OWN_PROJECT}/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict`,
  ],
  [azure, "/v1/chat/completions", "/openai/v1/chat/completions"],
  [azure, "/v1/responses", "/openai/v1/responses"],
  [
    azureClassic,
    "/v1/chat/completions",
    "/openai/deployments/prod/chat/completions?api-version=2024-10-21",
  ],
  [azureClassic, "/v1/responses", "/openai/responses?api-version=2024-10-21"],
  [
    azure,
    "/azure/openai/deployments/prod/embeddings?api-version=2025-04-01-preview",
    "/openai/deployments/prod/embeddings?api-version=2025-04-01-preview",
  ],
  [azure, "/azure/openai/v1/responses", "/openai/v1/responses"],
  [
    openai,
    "/azure/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21",
    "/v1/chat/completions",
  ],
] as const)("%o is asked for %s at %s", (provider, clientPath, providerPath) => {
  expect(sent(provider, clientPath, "prod").path).toBe(providerPath);
});

test("each kind is asked with its own credential, and never with the client's", () => {
  const geminiHeaders = sent(gemini, `/gemini/v1/${M}:generateContent`).headers;
  const vertexHeaders = sent(vertex, `/gemini/v1/${M}:generateContent`).headers;
  const azureHeaders = sent(azure, "/v1/chat/completions").headers;

  expect(geminiHeaders["x-goog-api-key"]).toBe("AIza");
  expect(vertexHeaders.authorization).toBe("Bearer ya29");
  expect(azureHeaders["api-key"]).toBe("azure-key");
  expect(JSON.stringify([geminiHeaders, vertexHeaders, azureHeaders])).not.toMatch(/hg_1|theirs/);
});

test.each([
  "/gemini/v1beta/models/..:generateContent",
  "/gemini/v1beta/models/%2e%2e:generateContent",
  "/gemini/v1beta/models/a%2F..%2Fb:generateContent",
  "/gemini/v1beta/models/x:deleteModel",
  "/gemini/v1beta/files/x",
  "/gemini/v2/models/x:generateContent",
  "/gemini/v1/publishers/google/models/x:rawPredict",
  "/gemini/v1/publishers/anthropic/models/x:generateContent",
  "/azure/openai/deployments/../chat/completions",
  "/azure/openai/deployments/%2e%2e/chat/completions",
  "/azure/openai/deployments/x/images/generations",
  "/azure/openai/chat/completions",
  "/azure/openai/v1/models/..",
  "/azure/openai/v1/../models",
  "/azure/openai/files/x",
])("%s is unknown", (path) => {
  expect(() => wireFor("POST", path, {})).toThrow(
    expect.objectContaining({ code: "path_unknown" }),
  );
});

test("another model is written into the path, and nothing else of a Gemini call changes", () => {
  const pathAndQuery = `/gemini/v1beta/${M}:streamGenerateContent?alt=sse`;
  const body = Buffer.from('{ "contents" : [] }');

  const changed = wireFor("POST", pathAndQuery.split("?")[0] ?? "", {}, "alt=sse").withModel(
    { pathAndQuery, body },
    "gemini-2.5-pro",
  );

  expect(changed.pathAndQuery).toBe(
    "/gemini/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
  );
  expect(changed.body).toBe(body);
});

test("an Azure call's deployment is its model; another one goes into path and body", () => {
  const path = "/azure/openai/deployments/prod/chat/completions";
  const wire = wireFor("POST", path, {});
  const body = Buffer.from('{"messages":[], "model": "gpt-4o"}');

  expect(wire.readRequest(body, path)).toMatchObject({ model: "prod", stream: false });
  const changed = wire.withModel({ pathAndQuery: `${path}?api-version=1`, body }, "test");
  expect(changed.pathAndQuery).toBe(
    "/azure/openai/deployments/test/chat/completions?api-version=1",
  );
  expect(changed.body.toString()).toBe('{"messages":[], "model": "test"}');
});

test("the deployment is chosen by its own name, then by its model, else is the model's name", () => {
  expect(
    ["prod", "gpt-4o", "gpt-5", undefined].map((model) => deploymentFor(azure, model)),
  ).toEqual(["prod", "prod", "gpt-5", undefined]);
  expect(deploymentFor(openai, "gpt-4o")).toBe("gpt-4o");
});

test("a key in the query is taken out and the rest stays as it was written", () => {
  const path = `/gemini/v1/${M}:generateContent`;

  expect(withoutQueryKey(`${path}?key=hg_1`)).toEqual({ pathAndQuery: path, key: "hg_1" });
  expect(withoutQueryKey(`${path}?alt=sse&%6bey=hg%5F1&b=%20&KEY=hg_2`)).toEqual({
    pathAndQuery: `${path}?alt=sse&b=%20`,
    key: "hg_1",
  });
  expect(withoutQueryKey("/v1/models?key=1")).toEqual({
    pathAndQuery: "/v1/models?key=1",
    key: undefined,
  });
});
