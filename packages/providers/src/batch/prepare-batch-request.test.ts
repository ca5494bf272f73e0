import { configSchema, HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { batchPathOf, batchWire } from "./batch-endpoints.ts";
import { callOfLine, prepareBatchRequest } from "./prepare-batch-request.ts";

const { providers, models } = configSchema.parse({
  providers: {
    openai: { kind: "openai", base_url: "https://api.openai.com/v1" },
    anthropic: { kind: "anthropic", base_url: "https://api.anthropic.com/v1" },
  },
  models: { cheap: ["anthropic/claude-haiku-4-5", "openai/gpt-4o-mini"] },
});
const routes = {
  providers: new Map(
    Object.entries(providers).map(([name, config]) => [name, { name, config }] as const),
  ),
  models,
};

function prepared(endpoint: string, body: Record<string, unknown>) {
  const wire = batchWire(endpoint);
  if (wire === undefined) throw new Error(endpoint);
  return prepareBatchRequest(routes, callOfLine(wire, endpoint, body));
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
