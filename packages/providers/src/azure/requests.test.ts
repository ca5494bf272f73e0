import { type ProviderConfig, providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { providerRequest } from "../provider-request.ts";
import { isModelPath, wireFor } from "../wire-for.ts";
import { modelBehind, sentName } from "./deployments.ts";

const provider = (settings: Record<string, unknown>): ProviderConfig =>
  providerConfigSchema.parse(settings);
const azure = (more: Record<string, unknown> = {}): ProviderConfig =>
  provider({
    kind: "azure-openai",
    base_url: "https://ours.openai.azure.com",
    api_key: "azure-key",
    deployments: { "prod-mini": "gpt-5-mini", "prod-large": "gpt-5" },
    ...more,
  });
const openai = provider({ kind: "openai", base_url: "https://api.openai.com/v1", api_key: "sk" });

const shaped = (config: ProviderConfig, pathAndQuery: string, model = "prod-mini") => {
  const [path = ""] = pathAndQuery.split("?");
  return providerRequest({
    provider: config,
    wire: wireFor("POST", path, {}),
    pathAndQuery,
    headers: { "api-key": "hg-client", "x-ms-client-request-id": "theirs" },
    method: "POST",
    model,
    body: Buffer.from("{}"),
  });
};

test.each([
  [
    "/azure/openai/deployments/prod-mini/chat/completions?api-version=2025-01-01",
    "/openai/deployments/prod-mini/chat/completions?api-version=2025-01-01",
  ],
  [
    "/azure/openai/deployments/prod-mini/embeddings",
    "/openai/deployments/prod-mini/embeddings?api-version=2024-10-21",
  ],
  ["/azure/openai/responses?api-version=preview", "/openai/responses?api-version=preview"],
  ["/azure/openai/v1/chat/completions", "/openai/v1/chat/completions"],
  ["/azure/openai/v1/responses?api-version=preview", "/openai/v1/responses?api-version=preview"],
  ["/v1/chat/completions", "/openai/v1/chat/completions"],
  ["/v1/responses?x=1", "/openai/v1/responses?x=1"],
])("%s goes to %s", (from, to) => {
  expect(shaped(azure(), from).path).toBe(to);
});

test("where the operator names a version, OpenAI's paths go to the dated API", () => {
  const dated = azure({ api_version: "2025-03-01-preview" });

  expect(shaped(dated, "/v1/chat/completions").path).toBe(
    "/openai/deployments/prod-mini/chat/completions?api-version=2025-03-01-preview",
  );
  expect(shaped(dated, "/v1/responses").path).toBe(
    "/openai/responses?api-version=2025-03-01-preview",
  );
  expect(shaped(dated, "/azure/openai/v1/embeddings").path).toBe("/openai/v1/embeddings");
});

test("the operator's key goes to Azure, the client's does not", () => {
  expect(shaped(azure(), "/v1/embeddings").headers).toEqual({
    "accept-encoding": "identity",
    "api-key": "azure-key",
    "x-ms-client-request-id": "theirs",
  });
});

test("a call at a path of Azure's can go to OpenAI, without Azure's version", () => {
  const { path, headers } = shaped(
    openai,
    "/azure/openai/deployments/gpt-5/chat/completions?api-version=2025-01-01",
  );

  expect(path).toBe("/v1/chat/completions");
  expect(headers.authorization).toBe("Bearer sk");
  expect(headers["api-key"]).toBeUndefined();
});

test("a model leads to its deployment, a deployment to itself, and an unknown name is both", () => {
  expect(sentName(azure(), "gpt-5-mini")).toBe("prod-mini");
  expect(sentName(azure(), "prod-large")).toBe("prod-large");
  expect(sentName(azure(), "gpt-4o")).toBe("gpt-4o");
  expect(sentName(openai, "gpt-5-mini")).toBe("gpt-5-mini");
  expect(modelBehind(azure(), "prod-large")).toBe("gpt-5");
  expect(modelBehind(azure(), "gpt-4o")).toBe("gpt-4o");
  expect(modelBehind(azure(), "toString")).toBe("toString");
});

test("a deployment in the path is the model, whatever the body says or leaves out", () => {
  const path = "/azure/openai/deployments/prod%20mini/chat/completions";
  const spaced = "/azure/openai/deployments/prod-mini/chat/completions";
  const wire = wireFor("POST", spaced, {});

  expect(() => wireFor("POST", path, {})).toThrow();
  expect(wire.house).toBe("azure-openai");
  expect(wire.readRequest(Buffer.from('{"stream":true}'), spaced)).toMatchObject({
    model: "prod-mini",
    stream: true,
    usageRequested: false,
  });
  expect(
    wire.withModel(
      { pathAndQuery: `${spaced}?api-version=1`, body: Buffer.from('{"model": "x" }') },
      "other",
    ),
  ).toEqual({
    pathAndQuery: "/azure/openai/deployments/other/chat/completions?api-version=1",
    body: Buffer.from('{"model": "other" }'),
  });
});

test.each([
  "/azure",
  "/azure/openai/deployments/d/completions",
  "/azure/openai/deployments/../chat/completions",
  "/azure/openai/deployments/%2e%2e/chat/completions",
  "/azure/openai/deployments/a%2F..%2Fb/embeddings",
  "/azure/openai/deployments/d/constructor",
  "/azure/openai/v1/files",
  "/azure/openai/v1/../deployments",
  "/azure/openai/v1/models/../files",
])("%s is a path of this API that is not served", (path) => {
  expect(isModelPath(path)).toBe(true);
  expect(() => wireFor("POST", path, {})).toThrow(
    expect.objectContaining({ code: "path_unknown" }) as Error,
  );
});
