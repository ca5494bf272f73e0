import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Mistral } from "@mistralai/mistralai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempts } from "../stack/ledgered.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

/** The simulator speaks OpenAI's dialect of streams, which Mistral's client refuses; this is Mistral's. */
const stream = readFileSync(
  new URL("../../../packages/providers/fixtures/mistral-chat-stream.sse", import.meta.url),
);
const streaming = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(stream);
});
let stack: Stack;
let client: Mistral;
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    streaming.listen(0, "127.0.0.1", resolve);
  });
  stack = await startStack({
    providers: (simulatorUrl) => ({
      mistral: {
        kind: "openai-compatible",
        base_url: `${simulatorUrl}/v1`,
        api_key: "mistral-key",
        simulated: true,
      },
      streaming: {
        kind: "openai-compatible",
        base_url: `http://127.0.0.1:${(streaming.address() as AddressInfo).port}/v1`,
        simulated: true,
      },
    }),
  });
  client = new Mistral({ apiKey: stack.secret, serverURL: stack.url });
});
afterAll(async () => {
  await stack.stop();
  streaming.closeAllConnections();
  streaming.close();
});

const messages = [{ role: "user" as const, content: "Tell me about the tides" }];
const headersOf = (project: string, provider: string) => ({
  headers: { "x-headgate-project": project, "x-headgate-provider": provider },
});

test("Mistral's own client chats through the gateway, and its usage is in the ledger", async () => {
  const answer = await client.chat.complete(
    { model: "gpt-4o-mini", messages },
    headersOf("chat", "mistral"),
  );

  const [attempt] = await ledgeredAttempts(stack, "chat", 1);
  expect(attempt).toMatchObject({
    provider: "mistral",
    usage: { input: answer.usage.promptTokens, output: answer.usage.completionTokens },
  });
});

test("its streams are metered too", async () => {
  const events = await client.chat.stream(
    { model: "mistral-small-2506", messages },
    headersOf("stream", "streaming"),
  );
  let told:
    | Readonly<{ promptTokens?: number | undefined; completionTokens?: number | undefined }>
    | undefined;
  for await (const { data } of events) told = data.usage ?? told;

  const [attempt] = await ledgeredAttempts(stack, "stream", 1);
  const { input, cache_read, output } = attempt?.usage ?? {};
  expect(attempt?.usage_origin).toBe("provider");
  expect([(input ?? Number.NaN) + (cache_read ?? 0), output]).toEqual([
    told?.promptTokens,
    told?.completionTokens,
  ]);
});
