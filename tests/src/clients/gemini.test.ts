import {
  ApiError,
  type Content,
  FunctionCallingConfigMode,
  type GenerateContentResponse,
  GoogleGenAI,
  type GoogleGenAIOptions,
  Type,
} from "@google/genai";
import { callDetailSchema, type LedgerRow } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await stack.stop();
});

const model = "gemini-2.5-flash";
const contents = "Tell me about the tides";

let calls = 0;
/** Google's own client with a Headgate key as its API key, and the id to find its call by. */
function clientFor(
  headers: Readonly<Record<string, string>> = {},
  options: GoogleGenAIOptions = {},
): { client: GoogleGenAI; callId: string } {
  calls += 1;
  const callId = `gemini-${calls}`;
  const client = new GoogleGenAI({
    apiKey: stack.secret,
    ...options,
    httpOptions: {
      baseUrl: `${stack.url}/gemini`,
      headers: { ...headers, "x-headgate-client-call-id": callId },
    },
  });
  return { client, callId };
}

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

async function collected(
  stream: AsyncIterable<GenerateContentResponse>,
): Promise<readonly GenerateContentResponse[]> {
  const responses: GenerateContentResponse[] = [];
  for await (const response of stream) responses.push(response);
  return responses;
}

const textOf = (responses: readonly GenerateContentResponse[]): string =>
  responses.map(({ text }) => text ?? "").join("");

test("generateContent: the ledger's buckets are the usage that the client was told, thoughts apart", async () => {
  const { client, callId } = clientFor();

  const answer = await client.models.generateContent({ model, contents });

  const attempt = await ledgered(callId);
  expect(answer.text).toMatch(/\w/);
  expect(attempt).toMatchObject({
    wire_format: "gemini.generate_content",
    operation: "chat",
    provider: "gemini",
    request_model: model,
    response_model: model,
    response_id: answer.responseId,
    outcome: "completed",
    stream: false,
    usage_origin: "provider",
    service_tier: "standard",
    usage: {
      input: 5,
      output: answer.usageMetadata?.candidatesTokenCount,
      reasoning: answer.usageMetadata?.thoughtsTokenCount,
    },
  });
  expect(attempt.usage.reasoning).toBeGreaterThan(0);
  expect(attempt.usage_violations).toBeUndefined();
  expect(attempt.raw_usage).toEqual(answer.usageMetadata);
});

test("a stream's usage is its last, not the sum of all, and equals the JSON's", async () => {
  const whole = await clientFor().client.models.generateContent({ model, contents });
  const { client, callId } = clientFor();

  const responses = await collected(await client.models.generateContentStream({ model, contents }));

  const attempt = await ledgered(callId);
  expect(responses.length).toBeGreaterThan(10);
  expect(responses.every(({ usageMetadata }) => usageMetadata !== undefined)).toBe(true);
  expect(textOf(responses)).toBe(whole.text);
  expect(attempt).toMatchObject({
    stream: true,
    outcome: "completed",
    usage_origin: "provider",
    usage: {
      input: 5,
      output: whole.usageMetadata?.candidatesTokenCount,
      reasoning: whole.usageMetadata?.thoughtsTokenCount,
    },
  });
  expect(attempt.usage_violations).toBeUndefined();
});

test("shown thoughts are counted once, as reasoning", async () => {
  const { client, callId } = clientFor();

  const responses = await collected(
    await client.models.generateContentStream({
      model,
      contents,
      config: { thinkingConfig: { includeThoughts: true } },
    }),
  );

  const parts = responses.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
  const last = responses.at(-1)?.usageMetadata;
  expect(parts.some(({ thought }) => thought === true)).toBe(true);
  expect((await ledgered(callId)).usage).toMatchObject({
    output: last?.candidatesTokenCount,
    reasoning: last?.thoughtsTokenCount,
  });
});

test("what the provider cached by itself is its own bucket, and no part of the input", async () => {
  const long = "tide ".repeat(3000);
  const ask = async (): Promise<LedgerRow> => {
    const { client, callId } = clientFor();
    await client.models.generateContent({ model, contents: `${long}${contents}` });
    return await ledgered(callId);
  };

  await ask();
  const second = await ask();

  expect(second.usage.cache_read).toBeGreaterThan(1024);
  expect((second.usage.input ?? Number.NaN) + (second.usage.cache_read ?? Number.NaN)).toBe(3005);
});

const declarations = [
  {
    name: "get_weather",
    parameters: {
      type: Type.OBJECT,
      properties: { city: { type: Type.STRING } },
      required: ["city"],
    },
  },
];

test("tools: the arguments fit their schema, streamed or not, and a result can follow", async () => {
  const config = {
    tools: [{ functionDeclarations: declarations }],
    toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
  };

  const answer = await clientFor().client.models.generateContent({ model, contents, config });
  const streamed = await collected(
    await clientFor().client.models.generateContentStream({ model, contents, config }),
  );
  const [call] = answer.functionCalls ?? [];
  const turn: Content[] = [
    { role: "user", parts: [{ text: contents }] },
    { role: "model", parts: [{ functionCall: call ?? {} }] },
    {
      role: "user",
      parts: [{ functionResponse: { name: "get_weather", response: { sunny: true } } }],
    },
  ];
  const { client, callId } = clientFor();
  const after = await client.models.generateContent({ model, contents: turn });

  expect(call).toMatchObject({ name: "get_weather", args: { city: expect.any(String) as string } });
  expect(streamed.flatMap(({ functionCalls }) => functionCalls ?? [])).toEqual([call]);
  expect(after.text).toMatch(/\w/);
  expect((await ledgered(callId)).usage.input).toBe(after.usageMetadata?.promptTokenCount);
});

test("structured output satisfies its schema", async () => {
  const { client } = clientFor();

  const answer = await client.models.generateContent({
    model,
    contents,
    config: {
      responseMimeType: "application/json",
      responseSchema: {
        type: Type.OBJECT,
        properties: { title: { type: Type.STRING }, score: { type: Type.INTEGER } },
        required: ["title", "score"],
      },
    },
  });

  expect(JSON.parse(answer.text ?? "")).toMatchObject({
    title: expect.any(String) as string,
    score: expect.any(Number) as number,
  });
});

test("embeddings: one and several, with the tokens of all", async () => {
  const { client, callId } = clientFor();

  const answer = await client.models.embedContent({
    model: "gemini-embedding-001",
    contents: ["the first text", "and another one"],
    config: { outputDimensionality: 64 },
  });

  const attempt = await ledgered(callId);
  expect(answer.embeddings?.map(({ values }) => values?.length)).toEqual([64, 64]);
  expect(attempt).toMatchObject({
    wire_format: "gemini.embed_content",
    operation: "embeddings",
    usage: { input: 6 },
    usage_origin: "provider",
  });
});

test("countTokens and the list of models bill nothing", async () => {
  const counting = clientFor();
  const listing = clientFor();

  const { totalTokens } = await counting.client.models.countTokens({ model, contents });
  const names: (string | undefined)[] = [];
  for await (const { name } of await listing.client.models.list()) names.push(name);

  expect(totalTokens).toBe(5);
  expect(names).toContain(`models/${model}`);
  expect(await ledgered(counting.callId)).toMatchObject({
    operation: "count_tokens",
    request_model: model,
    charge: { confidence: "exact", effective_cost: "0.000000000000" },
  });
  expect(await ledgered(listing.callId)).toMatchObject({
    wire_format: "gemini.models",
    operation: "list_models",
  });
});

test("a blocked prompt is a whole answer: its input is known, streamed or not", async () => {
  const blocked = "Please block this prompt";
  const whole = clientFor();
  const streamed = clientFor();

  const answer = await whole.client.models.generateContent({ model, contents: blocked });
  const responses = await collected(
    await streamed.client.models.generateContentStream({ model, contents: blocked }),
  );

  expect(answer.promptFeedback?.blockReason).toBe("SAFETY");
  expect(responses[0]?.promptFeedback?.blockReason).toBe("SAFETY");
  for (const { callId } of [whole, streamed]) {
    const attempt = await ledgered(callId);
    expect(attempt).toMatchObject({ outcome: "completed", usage: { input: 4 } });
    expect(attempt.usage.output).toBeUndefined();
  }
});

test("errors come as the client's own: the provider's, and Headgate's", async () => {
  const ask = (fault: string, asked = model, options: GoogleGenAIOptions = {}) =>
    clientFor({ "x-simulator-fault": fault }, options).client.models.generateContent({
      model: asked,
      contents,
    });

  await expect(ask("rate-limit")).rejects.toSatisfy(
    (error) => error instanceof ApiError && error.status === 429,
  );
  await expect(ask("status-503")).rejects.toMatchObject({ status: 503 });
  await expect(ask("slow-body", "gemini-none")).rejects.toMatchObject({ status: 404 });
  await expect(ask("reset")).rejects.toMatchObject({
    status: 502,
    message: expect.stringContaining('"reason":"provider_unreachable"') as string,
  });
  await expect(ask("slow-body", model, { apiKey: "hg-unknown" })).rejects.toMatchObject({
    status: 401,
    message: expect.stringContaining("UNAUTHENTICATED") as string,
  });
});

test("a stream that breaks off ends in an error of the client's own, charged by estimate", async () => {
  const { client, callId } = clientFor({ "x-simulator-fault": "cut" });

  const stream = await client.models.generateContentStream({ model, contents });
  await expect(collected(stream)).rejects.toSatisfy(
    (error) =>
      error instanceof ApiError &&
      error.status === 502 &&
      error.message.includes("provider_response_broken"),
  );

  const attempt = await ledgered(callId);
  expect(attempt).toMatchObject({
    outcome: "interrupted",
    usage_origin: "estimated",
    error_code: "provider_response_broken",
    usage: { input: 5 },
  });
  // The provider's own figure so far, though thoughts are not streamed.
  expect(attempt.usage.reasoning).toBeGreaterThan(0);
});

test("a stream without usage is estimated, and the client's stream is whole", async () => {
  const { client, callId } = clientFor({ "x-simulator-fault": "no-usage" });

  const responses = await collected(await client.models.generateContentStream({ model, contents }));

  expect(responses.at(-1)?.candidates?.[0]?.finishReason).toBe("STOP");
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

  const stream = await client.models.generateContentStream({
    model,
    contents,
    config: { abortSignal: abort.signal },
  });
  let responses = 0;
  await expect(async () => {
    for await (const response of stream) {
      responses += 1;
      if (responses === 5) abort.abort();
      expect(response.text).toBeDefined();
    }
  }).rejects.toThrow();

  const attempt = await ledgered(callId);
  expect(attempt.outcome).toBe("client_closed");
  expect(attempt.usage_origin).toBe("estimated");
  expect(attempt.usage.output).toBeGreaterThanOrEqual(5);
  expect(attempt.usage.output).toBeLessThan(500);
});

test("without alt=sse a stream is one JSON array, and is metered as it comes", async () => {
  const path = `${stack.url}/gemini/v1beta/models/${model}`;
  const body = JSON.stringify({ contents: [{ role: "user", parts: [{ text: contents }] }] });
  const ask = async (callId: string, fault?: string): Promise<string> => {
    const response = await fetch(`${path}:streamGenerateContent?key=${stack.secret}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-headgate-client-call-id": callId,
        ...(fault !== undefined && { "x-simulator-fault": fault }),
      },
      body,
    });
    return await response.text();
  };

  const whole = JSON.parse(await ask("array-whole")) as GenerateContentResponse[];
  const cut = JSON.parse(await ask("array-cut", "cut")) as { error?: { status: string } }[];

  expect(whole.at(-1)?.candidates?.[0]?.finishReason).toBe("STOP");
  const attempt = await ledgered("array-whole");
  expect(attempt).toMatchObject({
    stream: true,
    outcome: "completed",
    usage: { output: whole.at(-1)?.usageMetadata?.candidatesTokenCount },
  });
  expect(cut.at(-1)?.error?.status).toBe("UNAVAILABLE");
  expect(await ledgered("array-cut")).toMatchObject({
    outcome: "interrupted",
    usage_origin: "estimated",
  });
});

test("a client in Vertex AI's form is answered by Vertex, in the operator's project", async () => {
  const express = clientFor({}, { vertexai: true });
  const asGemini = clientFor({ "x-headgate-provider": "gemini" }, { vertexai: true });
  const projectPath = `${stack.url}/gemini/v1/projects/theirs/locations/europe-west1/publishers/google/models/${model}`;

  const answer = await express.client.models.generateContent({ model, contents });
  await asGemini.client.models.generateContent({ model, contents });
  const response = await fetch(`${projectPath}:generateContent`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${stack.secret}`,
      "content-type": "application/json",
      "x-headgate-client-call-id": "vertex-project",
    },
    body: JSON.stringify({ contents: [{ role: "user", parts: [{ text: contents }] }] }),
  });

  expect(answer.text).toMatch(/\w/);
  expect(await ledgered(express.callId)).toMatchObject({
    provider: "vertex",
    service_tier: "ON_DEMAND",
    request_model: model,
  });
  expect(await ledgered(asGemini.callId)).toMatchObject({
    provider: "gemini",
    service_tier: "standard",
  });
  expect(response.status).toBe(200);
  expect(await ledgered("vertex-project")).toMatchObject({ provider: "vertex" });
});
