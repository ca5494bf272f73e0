import { configSchema, HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { betasOf } from "./anthropic-betas.ts";
import { batchPathOf, batchWire } from "./batch-endpoints.ts";
import { callOfLine, prepareBatchRequest } from "./prepare-batch-request.ts";

const { providers, models } = configSchema.parse({
  providers: {
    openai: { kind: "openai", base_url: "https://api.openai.com/v1" },
    anthropic: { kind: "anthropic", base_url: "https://api.anthropic.com/v1" },
  },
  models: {
    cheap: ["anthropic/claude-haiku-4-5", "openai/gpt-4o-mini"],
    other: ["openai/gpt-4o-mini"],
  },
});
const routes = {
  providers: new Map(
    Object.entries(providers).map(([name, config]) => [name, { name, config }] as const),
  ),
  models,
};

const allPriced = () => undefined;

function prepared(endpoint: string, body: Record<string, unknown>) {
  const wire = batchWire(endpoint);
  if (wire === undefined) throw new Error(endpoint);
  return prepareBatchRequest(routes, callOfLine(wire, endpoint, body), allPriced);
}

const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };

test("a request goes to whom real time would ask first, as it is where that is its format", () => {
  const request = prepared("/v1/chat/completions", chat);
  expect(request).toMatchObject({
    provider: "openai",
    model: "gpt-4o-mini",
    format: "openai.chat_completions",
    endpoint: "/v1/chat/completions",
    lost: [],
  });
  expect(JSON.parse(request.body.toString())).toEqual(chat);
});

test("a model of the operator's own leads to its first target, translated", () => {
  const request = prepared("/v1/chat/completions", { ...chat, model: "cheap" });
  expect(request).toMatchObject({
    provider: "anthropic",
    model: "claude-haiku-4-5",
    format: "anthropic.messages",
    endpoint: "/v1/messages",
  });
  expect(JSON.parse(request.body.toString())).toMatchObject({ model: "claude-haiku-4-5" });
});

test("what the provider's format cannot carry is refused by its name", () => {
  const asked = () => prepared("/v1/chat/completions", { ...chat, model: "cheap", seed: 7 });
  expect(asked).toThrow(HeadgateError);
  expect(asked).toThrow(/seed/);
});

test("every format that may wait has its path, and the path leads back to it", () => {
  for (const path of ["/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/messages"]) {
    const wire = batchWire(path);
    expect(wire === undefined ? undefined : batchPathOf(wire.format)).toBe(path);
  }
});

test("betas of Anthropic's are part of what is asked, in any order; those of batches are none any more", () => {
  const endpointFor = (betas: string | undefined, model = "claude-haiku-4-5") => {
    const endpoint = "/v1/messages";
    const wire = batchWire(endpoint);
    if (wire === undefined) throw new Error(endpoint);
    const body = { model, max_tokens: 5, messages: [{ role: "user", content: "Hello" }] };
    return prepareBatchRequest(routes, { ...callOfLine(wire, endpoint, body), betas }, allPriced)
      .endpoint;
  };
  const two = endpointFor("context-1m-2025-08-07, output-128k-2025-02-19");

  expect(betasOf(two)).toBe("context-1m-2025-08-07,output-128k-2025-02-19");
  expect(endpointFor("output-128k-2025-02-19,context-1m-2025-08-07")).toBe(two);
  expect(endpointFor("message-batches-2024-09-24")).toBe("/v1/messages");
  expect(endpointFor(undefined)).toBe("/v1/messages");
  // To another provider's format nothing of them is carried, as in real time.
  expect(endpointFor("context-1m-2025-08-07", "other")).toBe("/v1/chat/completions");
});
