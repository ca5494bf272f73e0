import Anthropic from "@anthropic-ai/sdk";
import { ApiError, FunctionCallingConfigMode, GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let google: GoogleGenAI;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  stack = await startStack({
    providers: (simulatorUrl) => ({
      gemini: { kind: "gemini", base_url: simulatorUrl, api_key: "AIza-sim", simulated: true },
      vertex: {
        kind: "vertex",
        project: "acme",
        location: "europe-west1",
        base_url: simulatorUrl,
        access_token: "ya29-sim",
        simulated: true,
      },
    }),
    config: {
      models: { claude: ["anthropic/claude-sonnet-5"], gpt: ["openai/gpt-4o-mini"] },
    },
  });
  google = googleClient({});
  openai = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: stack.secret, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: stack.url, apiKey: stack.secret, maxRetries: 0 });
});
afterAll(async () => {
  await stack.stop();
});

const contents = "Tell me about the tides";
const config = { maxOutputTokens: 300 };
const weather = {
  name: "get_weather",
  parametersJsonSchema: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  },
};

const googleClient = (headers: Record<string, string>): GoogleGenAI =>
  new GoogleGenAI({
    apiKey: stack.secret,
    httpOptions: { baseUrl: `${stack.url}/gemini`, headers },
  });

const ledgered = (callId: string | null | undefined) => ledgeredAttempt(stack, callId);

test.each(["claude", "gpt"])(
  "Google's client gets the answer of %s, whole and streamed",
  async (model) => {
    const whole = await google.models.generateContent({ model, contents, config });
    let text = "";
    let last: typeof whole.usageMetadata;
    for await (const chunk of await google.models.generateContentStream({
      model,
      contents,
      config,
    })) {
      text += chunk.text ?? "";
      last = chunk.usageMetadata ?? last;
    }

    expect(whole.text).toMatch(/\w/);
    expect(whole.candidates?.[0]?.finishReason).toBe("STOP");
    expect(whole.usageMetadata?.promptTokenCount).toBe(5);
    expect(whole.usageMetadata?.totalTokenCount).toBe(
      5 + (whole.usageMetadata?.candidatesTokenCount ?? Number.NaN),
    );
    expect(text).toBe(whole.text);
    expect(last?.totalTokenCount).toBe(whole.usageMetadata?.totalTokenCount);
  },
);

test.each(["claude", "gpt"])(
  "functions go the whole round between Google's client and %s",
  async (model) => {
    const first = await google.models.generateContent({
      model,
      contents,
      config: {
        ...config,
        tools: [{ functionDeclarations: [weather] }],
        toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
      },
    });
    const call = first.functionCalls?.[0];
    const said = first.candidates?.[0]?.content;
    if (call === undefined || said === undefined) throw new Error("no call");

    const second = await google.models.generateContent({
      model,
      contents: [
        { role: "user", parts: [{ text: contents }] },
        said,
        {
          role: "user",
          // Without an id, as clients did before Gemini had any: the name tells which call it answers.
          parts: [{ functionResponse: { name: "get_weather", response: { output: "sunny" } } }],
        },
      ],
      config: { ...config, tools: [{ functionDeclarations: [weather] }] },
    });

    expect(call.args).toEqual({ city: expect.any(String) as string });
    expect(second.text).toMatch(/\w/);
    expect(second.usageMetadata?.promptTokenCount).toBe(6);
  },
);

test("errors and refusals reach Google's client as its own", async () => {
  const ask = (client: GoogleGenAI, model: string, more = {}) =>
    client.models.generateContent({ model, contents, config: { ...config, ...more } });

  await expect(
    ask(googleClient({ "x-simulator-fault": "rate-limit" }), "claude"),
  ).rejects.toSatisfy(
    (error) =>
      error instanceof ApiError &&
      error.status === 429 &&
      error.message.includes("RESOURCE_EXHAUSTED"),
  );
  await expect(ask(google, "claude", { candidateCount: 2 })).rejects.toSatisfy(
    (error) =>
      error instanceof ApiError &&
      error.status === 400 &&
      error.message.includes("generationConfig.candidateCount"),
  );
});

test.each(["gemini", "vertex"])(
  "OpenAI's client gets %s's answer, thoughts inside the completion",
  async (provider) => {
    const question = {
      model: `${provider}/gemini-2.5-flash`,
      max_completion_tokens: 2000,
      messages: [{ role: "user" as const, content: contents }],
    };

    const { data, response } = await openai.chat.completions.create(question).withResponse();
    const stream = openai.chat.completions.stream({
      ...question,
      stream_options: { include_usage: true },
    });

    const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
    const { usage } = data;
    expect((await stream.finalMessage()).content).toBe(data.choices[0]?.message.content);
    expect((await stream.totalUsage()).total_tokens).toBe(usage?.total_tokens);
    expect(attempt.provider).toBe(provider);
    expect(usage?.prompt_tokens).toBe(attempt.usage.input);
    expect(usage?.completion_tokens).toBe(
      (attempt.usage.output ?? Number.NaN) + (attempt.usage.reasoning ?? 0),
    );
  },
);

test("Anthropic's client calls functions of Gemini, streamed, and the round goes on", async () => {
  const tools = [
    {
      name: "get_weather",
      input_schema: {
        type: "object" as const,
        properties: { city: { type: "string" } },
        required: ["city"],
      },
    },
  ];
  const question = { model: "gemini/gemini-2.5-flash", max_tokens: 2000, tools };
  const messages = [{ role: "user" as const, content: contents }];

  const first = await anthropic.messages
    .stream({ ...question, messages, tool_choice: { type: "any" } })
    .finalMessage();
  const use = first.content.find((block) => block.type === "tool_use");
  if (use === undefined) throw new Error("no call");
  const { data, response } = await anthropic.messages
    .create({
      ...question,
      messages: [
        ...messages,
        { role: "assistant", content: first.content },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: use.id, content: "sunny" }],
        },
      ],
    })
    .withResponse();

  expect(first.stop_reason).toBe("tool_use");
  expect(use.input).toEqual({ city: expect.any(String) as string });
  expect(data.content.find((block) => block.type === "text")).toBeDefined();
  expect(response.headers.get("x-headgate-translation-approximated")).toBe("tool call");
});
