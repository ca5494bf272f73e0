import Anthropic from "@anthropic-ai/sdk";
import {
  BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let aws: BedrockRuntimeClient;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  stack = await startStack();
  aws = awsClient({});
  openai = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: stack.secret, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: stack.url, apiKey: stack.secret, maxRetries: 0 });
});
afterAll(async () => {
  await stack.stop();
});

const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const targets = ["anthropic/claude-sonnet-5", "openai/gpt-4o-mini"] as const;
const messages: NonNullable<ConverseCommandInput["messages"]> = [
  { role: "user", content: [{ text: "Tell me about the tides" }] },
];
const inferenceConfig = { maxTokens: 300 };
const toolConfig: ConverseCommandInput["toolConfig"] = {
  tools: [
    {
      toolSpec: {
        name: "get_weather",
        inputSchema: {
          json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      },
    },
  ],
  toolChoice: { any: {} },
};

/** AWS's own client with a Headgate key as its Bedrock API key. */
function awsClient(headers: Readonly<Record<string, string>>): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: `${stack.url}/bedrock`,
    token: { token: stack.secret },
    authSchemePreference: ["httpBearerAuth"],
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, headers);
      return await next(args);
    },
    { step: "build" },
  );
  return client;
}

const ledgered = (callId: string | null | undefined) => ledgeredAttempt(stack, callId);

async function streamed(modelId: string) {
  const { stream } = await aws.send(
    new ConverseStreamCommand({ modelId, messages, inferenceConfig }),
  );
  const seen = { text: "", stop: "", usage: undefined as unknown };
  for await (const event of stream ?? []) {
    seen.text += event.contentBlockDelta?.delta?.text ?? "";
    seen.stop += event.messageStop?.stopReason ?? "";
    seen.usage = event.metadata?.usage ?? seen.usage;
  }
  return seen;
}

test.each(targets)("AWS's client gets the answer of %s, whole and as frames", async (modelId) => {
  const whole = await aws.send(new ConverseCommand({ modelId, messages, inferenceConfig }));
  const stream = await streamed(modelId);

  expect(whole.stopReason).toBe("end_turn");
  expect(whole.usage?.inputTokens).toBe(5);
  expect(whole.usage?.totalTokens).toBe(5 + (whole.usage?.outputTokens ?? Number.NaN));
  expect(stream.text).toBe(whole.output?.message?.content?.[0]?.text);
  expect(stream.stop).toBe("end_turn");
  expect(stream.usage).toMatchObject({ totalTokens: whole.usage?.totalTokens });
});

test.each(targets)("tools go the whole round between AWS's client and %s", async (modelId) => {
  const first = await aws.send(
    new ConverseCommand({ modelId, messages, inferenceConfig, toolConfig }),
  );
  const called = first.output?.message?.content?.find(
    (block): block is ContentBlock.ToolUseMember => block.toolUse !== undefined,
  );
  if (called === undefined || first.output?.message === undefined) throw new Error("no call");

  const second = await aws.send(
    new ConverseCommand({
      modelId,
      inferenceConfig,
      toolConfig: { tools: toolConfig.tools },
      messages: [
        ...messages,
        first.output.message,
        {
          role: "user",
          content: [
            { toolResult: { toolUseId: called.toolUse.toolUseId, content: [{ text: "sunny" }] } },
          ],
        },
      ],
    }),
  );

  expect(first.stopReason).toBe("tool_use");
  expect(called.toolUse.input).toEqual({ city: expect.any(String) as string });
  expect(second.output?.message?.content?.[0]?.text).toMatch(/\w/);
  expect(second.usage?.inputTokens).toBe(6);
});

test("errors and refusals come as AWS's own classes", async () => {
  const ask = (client: BedrockRuntimeClient, modelId: string, more = {}) =>
    client.send(new ConverseCommand({ modelId, messages, inferenceConfig, ...more }));

  await expect(ask(aws, "anthropic/claude-none")).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(
    ask(awsClient({ "x-simulator-fault": "rate-limit" }), "openai/gpt-4o-mini"),
  ).rejects.toBeInstanceOf(ThrottlingException);
  await expect(
    ask(aws, "openai/gpt-4o-mini", { guardrailConfig: { guardrailIdentifier: "g" } }),
  ).rejects.toSatisfy(
    (error) => error instanceof ValidationException && error.message.includes("guardrailConfig"),
  );
});

test("OpenAI's client gets the answer of Claude on Bedrock, whole and streamed", async () => {
  const question = {
    model: `bedrock/${claude}`,
    max_completion_tokens: 300,
    messages: [{ role: "user" as const, content: "Tell me about the tides" }],
  };

  const { data, response } = await openai.chat.completions.create(question).withResponse();
  const stream = openai.chat.completions.stream({
    ...question,
    stream_options: { include_usage: true },
  });

  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect((await stream.finalMessage()).content).toBe(data.choices[0]?.message.content);
  expect((await stream.totalUsage()).total_tokens).toBe(data.usage?.total_tokens);
  expect(attempt.provider).toBe("bedrock");
  expect(attempt.raw_usage).toHaveProperty("inputTokens", data.usage?.prompt_tokens);
  expect(attempt.usage.output).toBe(data.usage?.completion_tokens);
});

test("Anthropic's client calls tools of Claude on Bedrock, streamed, and caches its prompt", async () => {
  const tools = [
    {
      name: "get_weather",
      input_schema: { type: "object" as const, properties: { city: { type: "string" } } },
    },
  ];
  const system = [
    {
      type: "text" as const,
      text: "rule ".repeat(3000),
      cache_control: { type: "ephemeral" as const },
    },
  ];
  const ask = () =>
    anthropic.messages
      .stream({
        model: `bedrock/${claude}`,
        max_tokens: 300,
        system,
        tools,
        tool_choice: { type: "tool", name: "get_weather" },
        messages: [{ role: "user", content: "Tell me about the tides" }],
      })
      .finalMessage();

  const first = await ask();
  const second = await ask();

  expect(first.stop_reason).toBe("tool_use");
  expect(first.usage.cache_creation_input_tokens).toBe(3000);
  expect(second.usage.cache_read_input_tokens).toBe(3000);
  expect(second.usage.input_tokens).toBe(5);
  expect(second.content.find((block) => block.type === "tool_use")?.name).toBe("get_weather");
});
