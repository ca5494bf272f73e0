import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";
import type { LedgerRow } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await stack.stop();
});

const model = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const profileArn =
  "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6";
const messages: ConverseCommandInput["messages"] = [
  { role: "user", content: [{ text: "Tell me about the tides" }] },
];
const weather = {
  tools: [
    {
      toolSpec: {
        name: "get_weather",
        inputSchema: {
          json: {
            type: "object",
            properties: { city: { type: "string" } },
            required: ["city"],
          },
        },
      },
    },
  ],
  toolChoice: { tool: { name: "get_weather" } },
};

let calls = 0;
/** AWS's own client with a Headgate key as its Bedrock API key, and the id to find its call by. */
function clientFor(
  headers: Readonly<Record<string, string>> = {},
  config: Partial<BedrockRuntimeClientConfig> = {},
): { client: BedrockRuntimeClient; callId: string } {
  calls += 1;
  const callId = `bedrock-${calls}`;
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: `${stack.url}/bedrock`,
    token: { token: stack.secret },
    authSchemePreference: ["httpBearerAuth"],
    maxAttempts: 1,
    ...config,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { headers: Record<string, string> };
      Object.assign(request.headers, headers, { "x-headgate-client-call-id": callId });
      return await next(args);
    },
    { step: "build" },
  );
  return { client, callId };
}

const ledgered = (callId: string | null | undefined) => ledgeredAttempt(stack, callId);

async function collected(
  stream: AsyncIterable<ConverseStreamOutput> | undefined,
): Promise<readonly ConverseStreamOutput[]> {
  const events: ConverseStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

const textOf = (events: readonly ConverseStreamOutput[]): string =>
  events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("");

test("converse: the ledger's usage is the usage that the client was told", async () => {
  const { client, callId } = clientFor();

  const answer = await client.send(new ConverseCommand({ modelId: model, messages }));

  const attempt = await ledgered(callId);
  expect(answer.output?.message?.content?.[0]?.text).toMatch(/\w/);
  expect(attempt).toMatchObject({
    wire_format: "bedrock.converse",
    operation: "chat",
    provider: "bedrock",
    request_model: model,
    outcome: "completed",
    stream: false,
    usage_origin: "provider",
    service_tier: "default",
    response_id: answer.$metadata.requestId,
  });
  expect(attempt.usage).toMatchObject({
    input: answer.usage?.inputTokens,
    output: answer.usage?.outputTokens,
  });
  expect(attempt.usage_violations).toBeUndefined();
  expect(attempt.raw_usage).toEqual(answer.usage);
});

test("converse-stream: events arrive in order, and usage is read from the last of them", async () => {
  const whole = await clientFor().client.send(new ConverseCommand({ modelId: model, messages }));
  const { client, callId } = clientFor();

  const answer = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
  const events = await collected(answer.stream);

  const attempt = await ledgered(callId);
  expect(Object.keys(events[0] ?? {})).toEqual(["messageStart"]);
  expect(events.at(-1)?.metadata?.usage).toEqual(whole.usage);
  expect(textOf(events)).toBe(whole.output?.message?.content?.[0]?.text);
  expect(attempt).toMatchObject({
    stream: true,
    outcome: "completed",
    usage: { input: whole.usage?.inputTokens, output: whole.usage?.outputTokens },
    response_id: answer.$metadata.requestId,
  });
});

test("cache writes of five minutes and of an hour, and reads, are told apart and priced apart", async () => {
  const system: ConverseCommandInput["system"] = [
    { text: "rule ".repeat(3000) },
    { cachePoint: { type: "default", ttl: "1h" } },
    { text: "example ".repeat(2000) },
    { cachePoint: { type: "default" } },
  ];
  const ask = async (): Promise<LedgerRow> => {
    const { client, callId } = clientFor();
    await client.send(new ConverseCommand({ modelId: model, system, messages }));
    return await ledgered(callId);
  };

  const written = await ask();
  const read = await ask();

  expect(written.usage).toMatchObject({ input: 5, cache_write_1h: 3000, cache_write_5m: 2000 });
  expect(read.usage).toMatchObject({ input: 5, cache_read: 5000 });
  // Claude Sonnet 4.5 within a geography: $3.30 per million; a write of an hour is double, one of five
  // minutes 1.25 times, a read a tenth.
  const cost = (row: LedgerRow, component: string) =>
    row.charge.lines.find((line) => line.component === component)?.list_cost;
  expect(cost(written, "input")).toBe("0.000016500000");
  expect(cost(written, "cache_write_1h")).toBe("0.019800000000");
  expect(cost(written, "cache_write_5m")).toBe("0.008250000000");
  expect(cost(read, "cache_read")).toBe("0.001650000000");
});

test("tools: the input fits the schema, streamed or not", async () => {
  const input = { modelId: model, messages, toolConfig: weather };

  const answer = await clientFor().client.send(new ConverseCommand(input));
  const streamed = await clientFor().client.send(new ConverseStreamCommand(input));
  const events = await collected(streamed.stream);

  expect(answer.stopReason).toBe("tool_use");
  expect(answer.output?.message?.content?.[0]?.toolUse).toMatchObject({
    name: "get_weather",
    input: { city: expect.any(String) as string },
  });
  const json = events.map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? "").join("");
  expect(JSON.parse(json)).toEqual(answer.output?.message?.content?.[0]?.toolUse?.input);
});

const claude = {
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 200,
  messages: [{ role: "user", content: "Tell me about the tides" }],
};
const claudeAnswer = z.object({
  content: z.array(z.object({ text: z.string() })),
  usage: z.object({ input_tokens: z.int(), output_tokens: z.int() }),
});

test("invoke: Claude's body is read as Anthropic's own", async () => {
  const { client, callId } = clientFor();

  const answer = await client.send(
    new InvokeModelCommand({ modelId: model, body: JSON.stringify(claude) }),
  );

  const { usage } = claudeAnswer.parse(JSON.parse(answer.body.transformToString()));
  const attempt = await ledgered(callId);
  expect(attempt).toMatchObject({
    wire_format: "bedrock.invoke_model",
    response_model: "claude-sonnet-4-5-20250929",
    response_id: answer.$metadata.requestId,
    usage: { input: usage.input_tokens, output: usage.output_tokens },
    usage_origin: "provider",
  });
  expect(attempt.usage_violations).toBeUndefined();
});

test("invoke with response stream: Claude's events arrive, and the usage is the JSON's", async () => {
  const whole = await clientFor().client.send(
    new InvokeModelCommand({ modelId: model, body: JSON.stringify(claude) }),
  );
  const { client, callId } = clientFor();

  const answer = await client.send(
    new InvokeModelWithResponseStreamCommand({ modelId: model, body: JSON.stringify(claude) }),
  );
  const pieces: string[] = [];
  for await (const event of answer.body ?? []) {
    pieces.push(new TextDecoder().decode(event.chunk?.bytes));
  }

  const { usage } = claudeAnswer.parse(JSON.parse(whole.body.transformToString()));
  const attempt = await ledgered(callId);
  expect(pieces[0]).toContain("message_start");
  expect(pieces.at(-1)).toContain("amazon-bedrock-invocationMetrics");
  expect(attempt).toMatchObject({
    stream: true,
    outcome: "completed",
    usage: { input: usage.input_tokens, output: usage.output_tokens },
  });
});

test("invoke: of a model whose body counts by other names, the tokens are known, streamed or not", async () => {
  const input = {
    modelId: "meta.llama3-3-70b-instruct-v1:0",
    body: JSON.stringify({ prompt: "Tell me about the tides", max_gen_len: 100 }),
  };
  const whole = clientFor();
  const streamed = clientFor();

  await whole.client.send(new InvokeModelCommand(input));
  const answer = await streamed.client.send(new InvokeModelWithResponseStreamCommand(input));
  for await (const event of answer.body ?? []) expect(event.chunk).toBeDefined();

  const attempt = await ledgered(whole.callId);
  expect(attempt.usage).toMatchObject({ input: 5, output: expect.any(Number) as number });
  expect((await ledgered(streamed.callId)).usage).toEqual(attempt.usage);
});

test("a model named by its ARN reaches the provider escaped as it came", async () => {
  const { client, callId } = clientFor();

  await client.send(new ConverseCommand({ modelId: profileArn, messages }));

  const attempt = await ledgered(callId);
  expect(attempt).toMatchObject({ request_model: profileArn, status: 200 });
  // Nothing says which model is behind it: that is no reason for a price of nothing.
  expect(attempt.charge).toMatchObject({ confidence: "unknown", effective_cost: null });
  expect(attempt.charge.reason).toContain("application-inference-profile");
});

test("a client that signs is known by the key as its access key id, or by a header of its own", async () => {
  const signed = { token: undefined as never, authSchemePreference: ["sigv4"] };
  const asKeyId = clientFor(
    {},
    { ...signed, credentials: { accessKeyId: stack.secret, secretAccessKey: "unused" } },
  );
  const byHeader = clientFor(
    { "x-headgate-key": stack.secret },
    { ...signed, credentials: { accessKeyId: "AKIAOWN", secretAccessKey: "own" } },
  );
  const stranger = clientFor(
    {},
    { ...signed, credentials: { accessKeyId: "AKIAOWN", secretAccessKey: "own" } },
  );

  await asKeyId.client.send(new ConverseCommand({ modelId: model, messages }));
  await byHeader.client.send(new ConverseCommand({ modelId: model, messages }));

  expect((await ledgered(asKeyId.callId)).key_id).toBe((await ledgered(byHeader.callId)).key_id);
  await expect(
    stranger.client.send(new ConverseCommand({ modelId: model, messages })),
  ).rejects.toMatchObject({
    name: "UnrecognizedClientException",
    message: expect.stringContaining("[key_unknown]") as string,
  });
});

test("errors come as the client's own classes: the provider's, and Headgate's", async () => {
  const converse = (fault: string, modelId = model) =>
    clientFor({ "x-simulator-fault": fault }).client.send(
      new ConverseCommand({ modelId, messages }),
    );

  await expect(converse("rate-limit")).rejects.toBeInstanceOf(ThrottlingException);
  await expect(converse("status-503")).rejects.toBeInstanceOf(ServiceUnavailableException);
  await expect(converse("no-usage", "anthropic.none")).rejects.toBeInstanceOf(ValidationException);
  await expect(converse("reset")).rejects.toSatisfy(
    (error) =>
      error instanceof ServiceUnavailableException &&
      error.message.includes("[provider_unreachable]"),
  );
});

test("a stream that breaks off ends in an exception of the client's own, charged by estimate", async () => {
  const { client, callId } = clientFor({ "x-simulator-fault": "cut" });

  const answer = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
  await expect(collected(answer.stream)).rejects.toMatchObject({
    name: "ModelStreamErrorException",
    message: expect.stringContaining("[provider_response_broken]") as string,
  });

  expect(await ledgered(callId)).toMatchObject({
    outcome: "interrupted",
    usage_origin: "estimated",
    error_code: "provider_response_broken",
  });
});

test("a stream without usage is estimated, and the client's stream is whole", async () => {
  const { client, callId } = clientFor({ "x-simulator-fault": "no-usage" });

  const answer = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
  const events = await collected(answer.stream);

  expect(events.some((event) => event.messageStop !== undefined)).toBe(true);
  expect(await ledgered(callId)).toMatchObject({
    outcome: "completed",
    usage_origin: "estimated",
  });
});

test("abort: the answer is charged by what had come", async () => {
  const { client, callId } = clientFor({
    "x-simulator-token-interval-ms": "20",
    "x-simulator-output-tokens": "500",
  });
  const abort = new AbortController();

  const answer = await client.send(new ConverseStreamCommand({ modelId: model, messages }), {
    abortSignal: abort.signal,
  });
  let deltas = 0;
  const read = async (): Promise<void> => {
    for await (const event of answer.stream ?? []) {
      if (event.contentBlockDelta !== undefined) deltas += 1;
      if (deltas === 5) abort.abort();
    }
  };
  await read().catch((error: unknown) => expect(String(error)).toMatch(/abort/i));

  const attempt = await ledgered(callId);
  expect(attempt.outcome).toBe("client_closed");
  expect(attempt.usage_origin).toBe("estimated");
  expect(attempt.usage.output).toBeGreaterThanOrEqual(5);
  expect(attempt.usage.output).toBeLessThan(500);
});
