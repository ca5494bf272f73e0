import { type ProviderConfig, providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { type ProviderRequestInput, providerRequest as shape } from "./provider-request.ts";
import { wireFor } from "./wire-for.ts";

const providerRequest = (input: Omit<ProviderRequestInput, "method" | "body">) =>
  shape({ method: "POST", body: Buffer.from("{}"), ...input });
const provider = (settings: Record<string, unknown>): ProviderConfig =>
  providerConfigSchema.parse(settings);
const openai = provider({ kind: "openai", base_url: "https://api.openai.com/v1", api_key: "sk-p" });
const anthropic = provider({
  kind: "anthropic",
  base_url: "https://api.anthropic.com",
  api_key: "sk-ant",
});
const chat = wireFor("POST", "/v1/chat/completions", {});
const messages = wireFor("POST", "/v1/messages", {});

test.each([
  ["openai", "https://api.openai.com/v1", "/v1/chat/completions", "/v1/chat/completions"],
  ["openai", "https://api.openai.com/v1/", "/v1/models?limit=2", "/v1/models?limit=2"],
  ["openai-compatible", "https://api.groq.com/openai/v1", "/v1/responses", "/openai/v1/responses"],
  ["openai-compatible", "http://127.0.0.1:9", "/v1/embeddings", "/embeddings"],
  [
    "openai-compatible",
    "https://h/v1?api-version=1",
    "/v1/models?a=b",
    "/v1/models?a=b&api-version=1",
  ],
  ["anthropic", "https://api.anthropic.com", "/v1/messages?beta=true", "/v1/messages?beta=true"],
  ["anthropic", "https://h/proxy/", "/v1/messages", "/proxy/v1/messages"],
  ["anthropic", "https://h/v1", "/v1/messages", "/v1/messages"],
])("%s at %s: %s goes to %s", (kind, base_url, pathAndQuery, path) => {
  const request = providerRequest({
    provider: provider({ kind, base_url }),
    wire: chat,
    pathAndQuery,
    headers: {},
  });

  expect(request.path).toBe(path);
});

test("what proves the client's identity, and what belongs to its connection, stays behind", () => {
  const { headers } = providerRequest({
    provider: openai,
    wire: chat,
    pathAndQuery: "/v1/chat/completions",
    headers: {
      host: "gateway",
      connection: "keep-alive, x-hop",
      "keep-alive": "timeout=5",
      te: "trailers",
      trailer: "x",
      "transfer-encoding": "chunked",
      upgrade: "h2c",
      expect: "100-continue",
      "proxy-authorization": "Basic x",
      "proxy-connection": "close",
      "content-length": "12",
      "accept-encoding": "gzip, br",
      authorization: "Bearer hg_secret",
      "x-api-key": "hg_secret",
      "api-key": "hg_secret",
      cookie: "session=1",
      "openai-organization": "org-client",
      "openai-project": "proj_client",
      "x-headgate-team": "search",
      "x-headgate-internal-token": "t",
      "x-hop": "1",
    },
  });

  expect(headers).toEqual({ "accept-encoding": "identity", authorization: "Bearer sk-p" });
});

test("all other headers go on as they came, lists included", () => {
  const headers = {
    "content-type": "application/json",
    "anthropic-beta": "a,b",
    "user-agent": "OpenAI/JS",
    "idempotency-key": "k",
    "x-stainless-retry-count": "0",
    "set-cookie": ["a", "b"],
  };

  const request = providerRequest({
    provider: openai,
    wire: chat,
    pathAndQuery: "/v1/chat/completions",
    headers,
  });

  expect(request.headers).toMatchObject(headers);
});

test("Anthropic gets its key as x-api-key and a version when the client named none", () => {
  const send = (headers: Record<string, string>) =>
    providerRequest({ provider: anthropic, wire: messages, pathAndQuery: "/v1/messages", headers })
      .headers;

  expect(send({ authorization: "Bearer hg_x" })).toEqual({
    "accept-encoding": "identity",
    "x-api-key": "sk-ant",
    "anthropic-version": "2023-06-01",
  });
  expect(send({ "anthropic-version": "2099-01-01" })["anthropic-version"]).toBe("2099-01-01");
});

test("a provider without a key is sent none, not the client's", () => {
  const { headers } = providerRequest({
    provider: provider({ kind: "openai-compatible", base_url: "http://127.0.0.1:11434/v1" }),
    wire: chat,
    pathAndQuery: "/v1/chat/completions",
    headers: { authorization: "Bearer hg_secret" },
  });

  expect(headers).toEqual({ "accept-encoding": "identity" });
});
