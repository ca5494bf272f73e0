import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

const event = (data: Record<string, unknown>): string =>
  `event: ${String(data.type)}\ndata: ${JSON.stringify(data)}\n\n`;

/** A constructed answer of Anthropic's whose text cites a document; other formats have no place for that. */
const cited = [
  event({
    type: "message_start",
    message: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-5",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 1 },
    },
  }),
  event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
  event({
    type: "content_block_delta",
    index: 0,
    delta: {
      type: "citations_delta",
      citation: { type: "char_location", cited_text: "Hi", document_index: 0 },
    },
  }),
  event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } }),
  event({ type: "content_block_stop", index: 0 }),
  event({
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 5 },
  }),
  event({ type: "message_stop" }),
];

/** A constructed answer of OpenAI's with two choices, of which other formats can carry one. */
const choice = (index: number, delta: object, finish: string | null): string => {
  const choices = [{ index, delta, finish_reason: finish }];
  const chunk = { id: "c1", object: "chat.completion.chunk", created: 1, model: "gpt-4o", choices };
  return `data: ${JSON.stringify(chunk)}\n\n`;
};
const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
const twoChoices = [
  choice(0, { role: "assistant", content: "Hi" }, null),
  choice(1, { role: "assistant", content: "Hello" }, null),
  choice(0, {}, "stop"),
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: "gpt-4o", choices: [], usage })}\n\n`,
  "data: [DONE]\n\n",
];

let provider: Server;
let stack: Stack;
beforeAll(async () => {
  provider = createServer((request, response) => {
    request.resume();
    request.once("end", () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const piece of request.url === "/v1/messages" ? cited : twoChoices)
        response.write(piece);
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    provider.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  stack = await startStack({
    providers: () => ({
      citing: { kind: "anthropic", base_url: url, api_key: "sk", simulated: true },
      choosing: { kind: "openai", base_url: `${url}/v1`, api_key: "sk", simulated: true },
    }),
    config: { models: { cited: ["citing/claude-sonnet-5"], chosen: ["choosing/gpt-4o"] } },
  });
});
afterAll(async () => {
  await stack.stop();
  await new Promise((resolve) => {
    provider.close(resolve);
  });
});

const lostOf = async (callId: string | null): Promise<readonly string[]> => {
  const { translation } = await ledgeredAttempt(stack, callId);
  return (translation?.notes ?? []).filter(({ kind }) => kind === "lost").map(({ field }) => field);
};

test("OpenAI's client reads a stream with a comment on losses as if it had none", async () => {
  const client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: stack.secret, maxRetries: 0 });
  const { data, response } = await client.chat.completions
    .create({
      model: "cited",
      max_completion_tokens: 50,
      messages: [{ role: "user", content: "Hello" }],
      stream: true,
      stream_options: { include_usage: true },
    })
    .withResponse();

  const seen = { text: "", finish: "", completion: undefined as number | undefined };
  for await (const chunk of data) {
    seen.text += chunk.choices[0]?.delta.content ?? "";
    seen.finish += chunk.choices[0]?.finish_reason ?? "";
    seen.completion = chunk.usage?.completion_tokens ?? seen.completion;
  }

  expect(seen).toEqual({ text: "Hi", finish: "stop", completion: 5 });
  expect(await lostOf(response.headers.get("x-headgate-call-id"))).toEqual(["citations"]);
});

test("Anthropic's client reads a stream with a comment on losses as if it had none", async () => {
  const client = new Anthropic({ baseURL: stack.url, apiKey: stack.secret, maxRetries: 0 });
  const stream = client.messages.stream({
    model: "chosen",
    max_tokens: 50,
    messages: [{ role: "user", content: "Hello" }],
  });

  const { response } = await stream.withResponse();
  const message = await stream.finalMessage();

  expect(message.content).toMatchObject([{ type: "text", text: "Hi" }]);
  expect(message.stop_reason).toBe("end_turn");
  expect(message.usage.output_tokens).toBe(5);
  expect(await lostOf(response.headers.get("x-headgate-call-id"))).toEqual(["choices"]);
});

test("Google's client gets the stream without a comment, and the ledger holds the loss", async () => {
  const google = new GoogleGenAI({
    apiKey: stack.secret,
    httpOptions: {
      baseUrl: `${stack.url}/gemini`,
      headers: { "x-headgate-client-call-id": "google-losses" },
    },
  });
  let text = "";
  const stream = await google.models.generateContentStream({ model: "cited", contents: "Hello" });
  for await (const chunk of stream) text += chunk.text ?? "";

  expect(text).toBe("Hi");
  expect(await lostOf("google-losses")).toEqual(["citations"]);
});

test("the bytes that clients of OpenAI's and Anthropic's formats get do hold the comment", async () => {
  const raw = async (path: string, body: object): Promise<string> => {
    const response = await fetch(`${stack.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${stack.secret}`, "content-type": "application/json" },
      body: JSON.stringify({ ...body, stream: true, messages: [{ role: "user", content: "Hi" }] }),
    });
    return await response.text();
  };

  expect(await raw("/v1/chat/completions", { model: "cited", max_tokens: 5 })).toContain(
    "\n\n: headgate-lost citations\n\n",
  );
  expect(await raw("/v1/messages", { model: "chosen", max_tokens: 5 })).toContain(
    "\n\n: headgate-lost choices\n\n",
  );
});
