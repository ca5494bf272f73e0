import Anthropic from "@anthropic-ai/sdk";
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempts } from "../stack/ledgered.ts";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

/** The simulator writes on, word by word, whatever the limit: a model that does not stop. */
const onAndOn = {
  "x-simulator-output-tokens": "3000",
  "x-simulator-token-interval-ms": "1",
};

let stack: Stack;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  stack = await startStack({
    providers: (simulatorUrl) => ({
      gemini: { kind: "gemini", base_url: simulatorUrl, api_key: "AIza-sim", simulated: true },
    }),
    config: {
      models: { claude: ["anthropic/claude-sonnet-5"] },
      policies: [
        { name: "budget", match: { feature: "budget" }, output: { end_stream: ["over_budget"] } },
        // Any text holds it: what counts is how the stream ends behind it.
        { name: "tag", output: { end_stream: ["complete"], closing_tag: "e " } },
      ],
      budgets: [{ name: "all", limit: "1000", window: "day" }],
      worst_case: { max_output_tokens: 200 },
    },
  });
  const more = { apiKey: stack.secret, maxRetries: 0, defaultHeaders: onAndOn };
  openai = new OpenAI({ baseURL: `${stack.url}/v1`, ...more });
  anthropic = new Anthropic({ baseURL: stack.url, ...more });
});
afterAll(async () => {
  await stack.stop();
});

const messages = [{ role: "user" as const, content: "Tell me about the tides" }];
const toBudget = { headers: { "x-headgate-feature": "budget" } };

/** What the ledger says of a call whose stream was ended. */
async function endedEarly(callId: string | null | undefined) {
  const attempt = await ledgeredAttempt(stack, callId);
  expect(attempt.outcome).toBe("ended_early");
  expect(attempt.usage_origin).toBe("estimated");
  expect(attempt.baseline_cost).toBeNull();
  expect(attempt.savings).toEqual([{ lever: "output", amount: null }]);
  return attempt;
}

test("OpenAI's client reads a chat stream that was ended as finished, and the usage of its row", async () => {
  const { data, response } = await openai.chat.completions
    .create({
      model: "gpt-4o-mini",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    .withResponse();
  let text = "";
  const reasons: (string | null)[] = [];
  let usage: OpenAI.CompletionUsage | null | undefined;
  for await (const chunk of data) {
    text += chunk.choices[0]?.delta.content ?? "";
    reasons.push(...chunk.choices.map(({ finish_reason }) => finish_reason));
    usage = chunk.usage ?? usage;
  }

  expect(text).toContain("e ");
  expect(reasons.at(-1)).toBe("stop");
  const attempt = await endedEarly(response.headers.get("x-headgate-call-id"));
  expect(usage?.completion_tokens).toBe(attempt.usage.output);
});

test("OpenAI's helper puts an ended chat stream together", async () => {
  const stream = openai.chat.completions.stream({ model: "gpt-4o-mini", messages });

  const completion = await stream.finalChatCompletion();

  expect(completion.choices[0]?.finish_reason).toBe("stop");
  expect(completion.choices[0]?.message.content).toContain("e ");
});

test("OpenAI's client reads an ended responses stream: the last event has the text that came", async () => {
  const stream = openai.responses.stream({
    model: "gpt-4o-mini",
    input: "Tell me about the tides",
  });
  let text = "";
  stream.on("response.output_text.delta", ({ delta }) => {
    text += delta;
  });

  const response = await stream.finalResponse();

  expect(response.status).toBe("completed");
  expect(response.output_text).toBe(text);
  expect(response.usage?.output_tokens).toBeGreaterThan(0);
});

test("Anthropic's client puts an ended stream together", async () => {
  const stream = anthropic.messages.stream({
    model: "claude-sonnet-4-6",
    messages,
    max_tokens: 5_000,
  });

  const message = await stream.finalMessage();

  expect(message.stop_reason).toBe("end_turn");
  expect(message.content).toMatchObject([{ type: "text" }]);
  const { response } = await stream.withResponse();
  const attempt = await endedEarly(response.headers.get("x-headgate-call-id"));
  expect(message.usage.output_tokens).toBe(attempt.usage.output);
});

test("beyond what a budget set aside, both clients are told that the limit was reached", async () => {
  const chat = openai.chat.completions.stream({ model: "gpt-4o-mini", messages }, toBudget);
  // The simulator heeds no limit, so what was set aside for this one is outgrown too.
  const claude = anthropic.messages.stream(
    { model: "claude-sonnet-4-6", messages, max_tokens: 200 },
    toBudget,
  );

  expect((await chat.finalChatCompletion()).choices[0]?.finish_reason).toBe("length");
  expect((await claude.finalMessage()).stop_reason).toBe("max_tokens");
  const { response } = await claude.withResponse();
  const attempt = await endedEarly(response.headers.get("x-headgate-call-id"));
  expect(attempt.usage.output).toBeGreaterThan(200);
});

test("OpenAI's client reads Claude's ended stream, translated", async () => {
  const { data, response } = await openai.chat.completions
    .create({ model: "claude", messages, stream: true })
    .withResponse();
  let last: string | null | undefined;
  for await (const chunk of data) last = chunk.choices[0]?.finish_reason ?? last;

  expect(last).toBe("stop");
  await endedEarly(response.headers.get("x-headgate-call-id"));
});

test("Google's client reads an ended stream", async () => {
  const headers = { "x-headgate-project": "google", ...onAndOn };
  const client = new GoogleGenAI({
    apiKey: stack.secret,
    httpOptions: { baseUrl: `${stack.url}/gemini`, headers },
  });
  const stream = await client.models.generateContentStream({
    model: "gemini-2.5-flash",
    contents: "Tell me about the tides",
  });
  const reasons: (string | undefined)[] = [];
  for await (const chunk of stream) reasons.push(chunk.candidates?.[0]?.finishReason);

  expect(reasons.at(-1)).toBe("STOP");
  const [attempt] = await ledgeredAttempts(stack, "google", 1);
  expect(attempt?.outcome).toBe("ended_early");
});

test("AWS's client reads an ended stream of frames", async () => {
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: `${stack.url}/bedrock`,
    token: { token: stack.secret },
    authSchemePreference: ["httpBearerAuth"],
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next) => (call) => {
      const request = call.request as { headers: Record<string, string> };
      Object.assign(request.headers, { "x-headgate-project": "aws", ...onAndOn });
      return next(call);
    },
    { step: "build" },
  );
  const { stream } = await client.send(
    new ConverseStreamCommand({
      modelId: "anthropic.claude-haiku-4-5-20251001-v1:0",
      messages: [{ role: "user", content: [{ text: "Tell me about the tides" }] }],
    }),
  );
  const events: ConverseStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);

  expect(events.at(-2)?.messageStop?.stopReason).toBe("end_turn");
  expect(events.at(-1)?.metadata?.usage?.outputTokens).toBeGreaterThan(0);
  const [attempt] = await ledgeredAttempts(stack, "aws", 1);
  expect(attempt?.outcome).toBe("ended_early");
});
