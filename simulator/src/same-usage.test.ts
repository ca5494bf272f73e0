import { type Wire, wireFor } from "@headgate/providers";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "./json-object.ts";
import { post, start, words } from "./simulator.fixture.ts";
import type { Simulator } from "./start-simulator.ts";

const tool = {
  name: "find",
  input_schema: { type: "object", properties: { a: { type: "string" } } },
};
const chatTool = { type: "function", function: { name: "find", parameters: tool.input_schema } };

const requests: Readonly<Record<string, (tokens: number) => JsonObject>> = {
  "/v1/chat/completions": (tokens) => ({
    model: "gpt-5-mini",
    messages: [{ role: "user", content: words(tokens) }],
  }),
  "/v1/responses": (tokens) => ({ model: "gpt-5.1", input: words(tokens) }),
  "/v1/messages": (tokens) => ({
    model: "claude-sonnet-5",
    max_tokens: 200,
    messages: [{ role: "user", content: words(tokens) }],
  }),
};

/** Reads an answer as the gateway does. */
async function metered(simulator: Simulator, path: string, body: JsonObject) {
  const stream = body.stream === true;
  const headers = { "anthropic-version": "2023-06-01" };
  const wire: Wire = wireFor("POST", path, headers);
  const meter = wire.createMeter({ stream, hideUsageChunk: false, maxRetainedBytes: 1_000_000 });
  const answer = await post(simulator, path, body, { "x-simulator-cache": "off" });
  meter.push(Buffer.from(await answer.arrayBuffer()));
  meter.finish();
  return meter.reading();
}

for (const [path, request] of Object.entries(requests)) {
  test(`the gateway's meter reads the same usage from a stream of ${path} as from its JSON`, async () => {
    const simulator = await start();

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (tokens) => {
        const whole = await metered(simulator, path, request(tokens));
        const streamed = await metered(simulator, path, {
          ...request(tokens),
          stream: true,
          ...(path.includes("chat") ? { stream_options: { include_usage: true } } : {}),
        });

        expect(whole).toMatchObject({ state: "complete", usageOrigin: "provider", violations: [] });
        expect(whole.usage.input).toBe(tokens);
        expect(streamed.usage).toEqual(whole.usage);
        expect(streamed).toMatchObject({ state: "complete", responseModel: whole.responseModel });
      }),
      { numRuns: 25 },
    );
  });
}

test("the gateway's meter reads a tool call's usage the same, streamed or not", async () => {
  const simulator = await start();
  const ask = {
    model: "gpt-4o",
    messages: [{ role: "user", content: "use the tool" }],
    tools: [chatTool],
  };
  const message = {
    model: "claude-sonnet-5",
    max_tokens: 99,
    messages: ask.messages,
    tools: [tool],
  };

  const chat = await metered(simulator, "/v1/chat/completions", ask);
  const chatStream = await metered(simulator, "/v1/chat/completions", {
    ...ask,
    stream: true,
    stream_options: { include_usage: true },
  });
  const used = await metered(simulator, "/v1/messages", message);
  const usedStream = await metered(simulator, "/v1/messages", { ...message, stream: true });

  expect(chatStream.usage).toEqual(chat.usage);
  expect(usedStream.usage).toEqual(used.usage);
});
