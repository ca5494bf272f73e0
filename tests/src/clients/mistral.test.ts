import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { callDetailSchema, type LedgerRow } from "@headgate/contract";
import { Mistral } from "@mistralai/mistralai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

const model = "mistral-small-2506";
const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };
const head = { id: "cmpl-1", created: 1_795_392_000, model };

/**
 * Mistral's answers in their documented shapes (https://docs.mistral.ai/api, read 2026-11-25): usage stands
 * in the last chunk of a stream without being asked for, and unknown fields are refused.
 */
function answerTo(path: string, body: Readonly<Record<string, unknown>>) {
  if (body.stream_options !== undefined) {
    return { status: 422, type: "application/json", text: '{"message":"Extra inputs"}' };
  }
  if (path === "/v1/embeddings") {
    const data = [{ object: "embedding", index: 0, embedding: [0.5, -0.25] }];
    return json({ ...head, object: "list", data, usage });
  }
  if (body.stream !== true) {
    const message = { role: "assistant", content: "The tides follow the moon." };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    return json({ ...head, object: "chat.completion", choices, usage });
  }
  const object = "chat.completion.chunk";
  const first = {
    index: 0,
    delta: { role: "assistant", content: "The tides" },
    finish_reason: null,
  };
  const last = { index: 0, delta: { content: " turn." }, finish_reason: "stop" };
  const text = [
    { ...head, object, choices: [first] },
    { ...head, object, choices: [last], usage },
  ]
    .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
    .concat("data: [DONE]\n\n")
    .join("");
  return { status: 200, type: "text/event-stream", text };
}

const json = (body: object) => ({
  status: 200,
  type: "application/json",
  text: JSON.stringify(body),
});

let provider: Server;
let stack: Stack;
beforeAll(async () => {
  provider = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      const { status, type, text } = answerTo(request.url ?? "", body);
      response.writeHead(status, { "content-type": type });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  const { port } = provider.address() as AddressInfo;
  stack = await startStack({
    config: {
      providers: {
        mistral: {
          kind: "openai-compatible",
          base_url: `http://127.0.0.1:${port}/v1`,
          api_key: "sim",
          stream_usage: "unasked",
          simulated: true,
        },
      },
    },
  });
});
afterAll(async () => {
  await stack.stop();
  provider.closeAllConnections();
  provider.close();
});

const messages = [{ role: "user" as const, content: "Tell me about the tides" }];
const clientFor = (): Mistral => new Mistral({ apiKey: stack.secret, serverURL: stack.url });
const labelled = (callId: string) => ({ headers: { "x-headgate-client-call-id": callId } });

async function ledgered(callId: string): Promise<LedgerRow> {
  for (;;) {
    const response = await fetch(`${stack.url}/api/calls/${callId}`);
    if (response.ok) {
      const attempt = callDetailSchema.parse(await response.json()).attempts.at(-1);
      if (attempt !== undefined) return attempt;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("Mistral's own client chats through OpenAI's path, with the usage it was told", async () => {
  const answer = await clientFor().chat.complete({ model, messages }, labelled("mistral-json"));

  expect(answer.usage.promptTokens).toBe(12);
  expect(await ledgered("mistral-json")).toMatchObject({
    wire_format: "openai.chat_completions",
    provider: "mistral",
    outcome: "completed",
    usage: { input: 12, output: 3 },
  });
});

test("a stream of Mistral's own client is not asked for usage, and is metered all the same", async () => {
  const stream = await clientFor().chat.stream({ model, messages }, labelled("mistral-stream"));
  let text = "";
  for await (const { data } of stream) {
    const content = data.choices[0]?.delta.content;
    if (typeof content === "string") text += content;
  }

  expect(text).toBe("The tides turn.");
  expect(await ledgered("mistral-stream")).toMatchObject({
    stream: true,
    outcome: "completed",
    usage_origin: "provider",
    usage: { input: 12, output: 3 },
  });
});

test("embeddings of Mistral's own client are counted", async () => {
  const answer = await clientFor().embeddings.create(
    { model: "mistral-embed", inputs: ["one"] },
    labelled("mistral-embeddings"),
  );

  expect(answer.data).toHaveLength(1);
  expect(await ledgered("mistral-embeddings")).toMatchObject({
    operation: "embeddings",
    usage_origin: "provider",
  });
});
