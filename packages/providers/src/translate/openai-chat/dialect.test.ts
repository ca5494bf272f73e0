import { providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { translateRequest } from "../translate-request.ts";

const asked = (kind: string, base_url: string, more: object = {}): unknown =>
  translateRequest({
    from: "anthropic.messages",
    to: "openai.chat_completions",
    request: {
      model: "m",
      stream: true,
      usageRequested: true,
      json: {
        model: "m",
        max_tokens: 100,
        stream: true,
        messages: [{ role: "user", content: "Hi" }],
      },
    },
    pathAndQuery: "/v1/messages",
    model: "m",
    provider: providerConfigSchema.parse({ kind, base_url, ...more }),
  }).request.json;

test("OpenAI is told the limit by its newer name, others by the one that all know", () => {
  expect(asked("openai", "https://api.openai.com/v1")).toMatchObject({
    max_completion_tokens: 100,
    stream_options: { include_usage: true },
  });
  const other = asked("openai-compatible", "https://api.groq.com/openai/v1");
  expect(other).toMatchObject({ max_tokens: 100, stream_options: { include_usage: true } });
  expect(other).not.toHaveProperty("max_completion_tokens");
});

test("a provider that refuses to be asked for usage is not asked in a translated stream either", () => {
  expect(asked("openai-compatible", "https://api.mistral.ai/v1")).not.toHaveProperty(
    "stream_options",
  );
  expect(
    asked("openai-compatible", "http://127.0.0.1:9/v1", { stream_usage: "unasked" }),
  ).not.toHaveProperty("stream_options");
});
