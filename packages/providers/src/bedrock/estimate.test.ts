import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { afterAll, expect, test } from "vitest";
import { estimateUsage } from "../estimate/estimate-usage.ts";
import { closeEstimator } from "../estimate/token-counter.ts";
import { wireFor } from "../wire-for.ts";
import { chunkFrame, claudeFrames, converseFrames } from "./streams.fixture.ts";

afterAll(closeEstimator);

const tokens = (text: string): number => countTokens(text);

async function estimated(operation: string, request: unknown, frames: readonly Buffer[]) {
  const path = `/bedrock/model/m/${operation}`;
  const wire = wireFor("POST", path, {});
  const meter = wire.createMeter({
    stream: true,
    hideUsageChunk: false,
    maxRetainedBytes: 1_000_000,
  });
  for (const frame of frames) meter.push(frame);
  meter.finish();
  const estimate = await estimateUsage({
    wire,
    request: wire.readRequest(Buffer.from(JSON.stringify(request)), path),
    meter,
  });
  return estimate?.usage;
}

const conversation = {
  system: [{ text: "Be terse." }, { cachePoint: { type: "default" } }],
  messages: [
    { role: "user", content: [{ text: "Weather in Bern?" }] },
    { role: "assistant", content: [{ toolUse: { toolUseId: "t", name: "look", input: {} } }] },
    {
      role: "user",
      content: [{ toolResult: { toolUseId: "t", content: [{ text: "rain" }, { json: [1] }] } }],
    },
  ],
};

test("a cut conversation is counted from its prompt and what had arrived, thinking apart", async () => {
  const usage = await estimated("converse-stream", conversation, converseFrames().slice(0, -2));

  const prompt = ["Be terse.", "Weather in Bern?", "look{}", "rain", "[1]"];
  expect(usage).toEqual({
    input: prompt.reduce((sum, text) => sum + tokens(text), 0),
    reasoning: tokens("Think. "),
    output: tokens('Grüße: the words "usage", metadata and 文字.get_weather{"city": "Bern"}'),
  });
});

test("a cut stream of Claude keeps the input that its first piece stated", async () => {
  const request = { anthropic_version: "bedrock-2023-05-31", messages: [] };

  expect(
    await estimated("invoke-with-response-stream", request, claudeFrames().slice(0, 3)),
  ).toEqual({
    input: 30,
    cache_read: 4000,
    cache_write_5m: 100,
    cache_write_1h: 200,
    output: tokens("Grüße: the words usage and message_stop."),
  });
});

test.each([
  ["Llama", { prompt: "Say hi" }, { generation: "Hello" }],
  ["Titan", { inputText: "Say hi" }, { outputText: "Hello" }],
  ["Mistral", { prompt: "Say hi" }, { outputs: [{ text: "Hello" }] }],
  ["Cohere", { message: "Say hi" }, { text: "Hello" }],
])("a cut stream of %s is counted by its own names", async (_family, request, piece) => {
  expect(await estimated("invoke-with-response-stream", request, [chunkFrame(piece)])).toEqual({
    input: tokens("Say hi"),
    output: tokens("Hello"),
  });
});

test.each([
  [{ messages: [{ role: "user", content: [{ image: { format: "png" } }] }] }],
  [{ messages: [{ role: "user", content: [{ document: { name: "a" } }] }] }],
  [{ promptVariables: {} }],
])("a prompt that text tokens do not measure is not estimated: %o", async (request) => {
  expect(await estimated("converse-stream", request, [])).toBeUndefined();
});

test("InvokeModel of an embedding model is an embedding", () => {
  const operationOf = (model: string) =>
    wireFor("POST", `/bedrock/model/${model}/invoke`, {}).operation;

  expect(operationOf("amazon.titan-embed-text-v2:0")).toBe("embeddings");
  expect(operationOf("amazon.nova-lite-v1:0")).toBe("chat");
});
