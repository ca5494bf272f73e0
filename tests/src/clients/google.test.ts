import {
  ApiError,
  FunctionCallingConfigMode,
  type GenerateContentResponse,
  GoogleGenAI,
  type HttpOptions,
  Type,
} from "@google/genai";
import type { configSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { type LedgeredAttempt, ledgeredAttempts } from "../stack/ledgered.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let client: GoogleGenAI;
beforeAll(async () => {
  stack = await startStack({
    providers: (simulatorUrl): z.input<typeof configSchema>["providers"] => ({
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
    config: { models: { "house-model": ["gemini/gemini-2.5-flash-lite"] } },
  });
  client = clientAt({});
});
afterAll(async () => {
  await stack.stop();
});

const clientAt = (more: HttpOptions, vertexai = false): GoogleGenAI =>
  new GoogleGenAI({
    apiKey: stack.secret,
    vertexai,
    httpOptions: { baseUrl: `${stack.url}/gemini`, ...more },
  });

/** A client whose calls are found in the ledger by their project. */
function labelled(project: string, headers: Record<string, string> = {}, vertexai = false) {
  const more = { headers: { "x-headgate-project": project, ...headers } };
  return clientAt(more, vertexai);
}
const attemptOf = async (project: string): Promise<LedgeredAttempt> => {
  const [attempt] = await ledgeredAttempts(stack, project, 1);
  if (attempt === undefined) throw new Error("the ledger lost a call");
  return attempt;
};

test("generate: the ledger's usage is the usage that the client was told, thoughts apart", async () => {
  const answer = await labelled("generate").models.generateContent({
    model: "gemini-2.5-flash",
    contents: "Tell me about the tides",
  });

  const attempt = await attemptOf("generate");
  const told = answer.usageMetadata;
  expect(answer.text).not.toBe("");
  expect(attempt).toMatchObject({
    outcome: "completed",
    wire_format: "gemini.generate_content",
    request_model: "gemini-2.5-flash",
    response_model: "gemini-2.5-flash",
    usage: {
      input: told?.promptTokenCount,
      output: told?.candidatesTokenCount,
      reasoning: told?.thoughtsTokenCount,
    },
    usage_origin: "provider",
    response_id: answer.responseId,
  });
  expect(attempt.usage_violations).toBeUndefined();
});

test("stream: cumulative figures are not added up, the last one counts", async () => {
  const stream = await labelled("stream").models.generateContentStream({
    model: "gemini-2.5-flash",
    contents: "Tell me about the tides",
  });
  const chunks: GenerateContentResponse[] = [];
  for await (const chunk of stream) chunks.push(chunk);

  const told = chunks.at(-1)?.usageMetadata;
  const attempt = await attemptOf("stream");
  expect(chunks.length).toBeGreaterThan(20);
  expect(attempt.stream).toBe(true);
  expect(attempt.usage).toEqual({
    input: told?.promptTokenCount,
    output: told?.candidatesTokenCount,
    reasoning: told?.thoughtsTokenCount,
  });
});

test("tools and structured output work as without a gateway", async () => {
  const model = "gemini-2.5-flash-lite";
  const called = await client.models.generateContent({
    model,
    contents: "What is the weather in Oslo?",
    config: {
      tools: [
        {
          functionDeclarations: [
            {
              name: "get_weather",
              parameters: {
                type: Type.OBJECT,
                properties: { city: { type: Type.STRING } },
                required: ["city"],
              },
            },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
    },
  });
  const structured = await client.models.generateContent({
    model,
    contents: "Describe Oslo",
    config: {
      responseMimeType: "application/json",
      responseSchema: {
        type: Type.OBJECT,
        properties: { population: { type: Type.INTEGER } },
        required: ["population"],
      },
    },
  });

  expect(called.functionCalls?.[0]?.name).toBe("get_weather");
  expect(typeof called.functionCalls?.[0]?.args?.city).toBe("string");
  expect(JSON.parse(structured.text ?? "")).toEqual({ population: expect.any(Number) });
});

test("a long prompt that comes again is read from the cache, as is one that was put there", async () => {
  const contents = "tide ".repeat(2_000);
  const model = "gemini-2.5-flash-lite";
  await client.models.generateContent({ model, contents });
  await labelled("implicit").models.generateContent({ model, contents });
  await labelled("explicit").models.generateContent({
    model,
    contents: "Sum it up",
    config: { cachedContent: "cachedContents/tokens-5000" },
  });

  const implicit = await attemptOf("implicit");
  const explicit = await attemptOf("explicit");
  expect(implicit.usage).toMatchObject({ cache_read: 1_920, input: 80 });
  expect(explicit.usage).toMatchObject({ cache_read: 5_000, input: 3 });
});

test("embeddings: usage where the model states it, else unknown with a reason, never zero", async () => {
  const old = await labelled("embed").models.embedContent({
    model: "gemini-embedding-001",
    contents: ["one two three"],
  });
  const attempt = await attemptOf("embed");

  expect(old.embeddings?.[0]?.values).toHaveLength(3_072);
  expect(attempt).toMatchObject({
    operation: "embeddings",
    usage: {},
    usage_origin: "none",
    charge: { confidence: "unknown", effective_cost: null },
  });
  expect(attempt.charge.reason).toBeTypeOf("string");
});

test("countTokens and the list of models bill nothing", async () => {
  const counted = await labelled("count").models.countTokens({
    model: "gemini-2.5-flash",
    contents: "one two three",
  });
  const models = await client.models.list();
  const model = await client.models.get({ model: "gemini-2.5-pro" });

  expect(counted.totalTokens).toBe(3);
  expect((await attemptOf("count")).charge.effective_cost).toMatch(/^0(\.0+)?$/);
  expect(models.page.map(({ name }) => name)).toContain("models/gemini-2.5-pro");
  expect(model.name).toBe("models/gemini-2.5-pro");
});

test("Vertex's form of the path goes to Vertex, in the operator's project, and says how it was billed", async () => {
  const answer = await labelled("vertex", {}, true).models.generateContent({
    model: "gemini-2.5-flash-lite",
    contents: "Tell me about the tides",
  });

  const attempt = await attemptOf("vertex");
  expect(answer.usageMetadata?.trafficType).toBe("ON_DEMAND");
  expect(attempt).toMatchObject({ provider: "vertex", service_tier: "ON_DEMAND" });
});

test("a Gemini client's call can go to Vertex, and a model name of the operator's own to Gemini", async () => {
  await labelled("over", { "x-headgate-provider": "vertex" }).models.generateContent({
    model: "gemini-2.5-flash-lite",
    contents: "Hello",
  });
  await labelled("own").models.generateContent({ model: "house-model", contents: "Hello" });

  expect((await attemptOf("over")).provider).toBe("vertex");
  expect(await attemptOf("own")).toMatchObject({
    request_model: "house-model",
    sent_model: "gemini-2.5-flash-lite",
  });
});

test("errors come in Google's shape, the provider's and Headgate's own", async () => {
  const unknown = await failure(() =>
    client.models.generateContent({ model: "gemini-0", contents: "Hello" }),
  );
  const keyless = await failure(() =>
    new GoogleGenAI({
      apiKey: "hg_wrong",
      httpOptions: { baseUrl: `${stack.url}/gemini` },
    }).models.generateContent({ model: "gemini-2.5-flash", contents: "Hello" }),
  );
  const limited = await failure(() =>
    labelled("limited", { "x-simulator-fault": "rate-limit" }).models.generateContent({
      model: "gemini-2.5-flash",
      contents: "Hello",
    }),
  );

  expect(unknown.status).toBe(404);
  expect(keyless.status).toBe(401);
  expect(keyless.message).toContain("UNAUTHENTICATED");
  expect(keyless.message).toContain("key_unknown");
  expect(limited.status).toBe(429);
});

test("a client that leaves is charged for what had come", async () => {
  const stopper = new AbortController();
  const stream = await labelled("abort", {
    "x-simulator-token-interval-ms": "5",
    "x-simulator-output-tokens": "2000",
  }).models.generateContentStream({
    model: "gemini-2.5-flash-lite",
    contents: "one two three",
    config: { abortSignal: stopper.signal },
  });
  await expect(async () => {
    let chunks = 0;
    for await (const _chunk of stream) {
      chunks += 1;
      if (chunks === 5) stopper.abort();
    }
  }).rejects.toThrow();

  const attempt = await attemptOf("abort");
  expect(attempt).toMatchObject({ outcome: "client_closed", usage_origin: "estimated" });
  expect(attempt.usage.input).toBe(3);
  expect(attempt.usage.output).toBeGreaterThan(0);
});

test("a provider can stand before the model's name, as the client writes it into the path", async () => {
  await labelled("named").models.generateContent({
    model: "vertex/gemini-2.5-flash-lite",
    contents: "Hello",
  });

  expect(await attemptOf("named")).toMatchObject({
    provider: "vertex",
    request_model: "vertex/gemini-2.5-flash-lite",
    sent_model: "gemini-2.5-flash-lite",
  });
});

test("a stream that breaks off ends in the client's own error, and thoughts stated so far are charged", async () => {
  const broken = await failure(async () => {
    const stream = await labelled("cut", {
      "x-simulator-fault": "cut",
    }).models.generateContentStream({
      model: "gemini-2.5-flash",
      contents: "Tell me about the tides",
    });
    for await (const chunk of stream) expect(chunk.responseId).toBeDefined();
  });

  const attempt = await attemptOf("cut");
  expect(broken.status).toBe(502);
  expect(broken.message).toContain("provider_response_broken");
  expect(attempt).toMatchObject({
    outcome: "interrupted",
    error_code: "provider_response_broken",
    usage_origin: "estimated",
    usage: { input: 5 },
  });
  expect(attempt.usage.reasoning).toBeGreaterThan(0);
});

async function failure(call: () => Promise<unknown>): Promise<ApiError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("the call was answered");
}
