import { callDetailSchema, type LedgerRow } from "@headgate/contract";
import { AzureOpenAI, NotFoundError, OpenAI } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await stack.stop();
});

const deployment = "prod-gpt-5-mini";
const messages = [{ role: "user" as const, content: "Tell me about the tides" }];

let calls = 0;
type Client = Readonly<{ client: OpenAI; callId: string }>;

/** What both of OpenAI's clients are made with, and the id to find their call by. */
function settings(headers: Readonly<Record<string, string>>) {
  calls += 1;
  const callId = `azure-${calls}`;
  const defaultHeaders = { ...headers, "x-headgate-client-call-id": callId };
  return { callId, options: { apiKey: stack.secret, maxRetries: 0, defaultHeaders } };
}

/** OpenAI's client for Azure, which names the deployment in the path and a version in the query. */
function azureClient(headers: Readonly<Record<string, string>> = {}): Client {
  const { callId, options } = settings(headers);
  const client = new AzureOpenAI({
    ...options,
    endpoint: `${stack.url}/azure`,
    apiVersion: "2024-10-21",
  });
  return { client, callId };
}

/** OpenAI's own client at Azure's newer API. */
function v1Client(headers: Readonly<Record<string, string>> = {}): Client {
  const { callId, options } = settings(headers);
  return { client: new OpenAI({ ...options, baseURL: `${stack.url}/azure/openai/v1/` }), callId };
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

test.each([
  ["Azure's client", azureClient],
  ["OpenAI's client at /openai/v1", v1Client],
])(
  "%s: a chat is in the ledger by deployment and by model, with the usage it was told",
  async (_name, make) => {
    const { client, callId } = make();

    const answer = await client.chat.completions.create({ model: deployment, messages });

    expect(await ledgered(callId)).toMatchObject({
      wire_format: "openai.chat_completions",
      provider: "azure",
      request_model: deployment,
      response_model: answer.model,
      outcome: "completed",
      usage_origin: "provider",
      usage: {
        input: answer.usage?.prompt_tokens,
        reasoning: answer.usage?.completion_tokens_details?.reasoning_tokens,
      },
    });
  },
);

test.each([
  ["Azure's client", azureClient],
  ["OpenAI's client at /openai/v1", v1Client],
])(
  "%s: a stream whose first event only tells of the prompt's filter is metered",
  async (_name, make) => {
    const { client, callId } = make();

    const stream = await client.chat.completions.create({
      model: deployment,
      messages,
      stream: true,
    });
    let first: unknown;
    let text = "";
    for await (const chunk of stream) {
      first ??= chunk;
      text += chunk.choices[0]?.delta.content ?? "";
      expect(chunk.usage ?? undefined).toBeUndefined();
    }

    expect(first).toMatchObject({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
    expect(text).toMatch(/\w/);
    expect(await ledgered(callId)).toMatchObject({
      stream: true,
      outcome: "completed",
      usage_origin: "provider",
      usage: { input: 5 },
    });
  },
);

test.each([
  ["Azure's client", azureClient],
  ["OpenAI's client at /openai/v1", v1Client],
])("%s: responses and embeddings", async (_name, make) => {
  const responding = make();
  const embedding = make();

  const answer = await responding.client.responses.create({ model: deployment, input: "tides" });
  const vectors = await embedding.client.embeddings.create({
    model: "text-embedding-3-small",
    input: ["one", "and two"],
  });

  expect(await ledgered(responding.callId)).toMatchObject({
    wire_format: "openai.responses",
    provider: "azure",
    request_model: deployment,
    response_id: answer.id,
    usage: { input: 1 },
  });
  expect(vectors.data).toHaveLength(2);
  expect(await ledgered(embedding.callId)).toMatchObject({
    wire_format: "openai.embeddings",
    provider: "azure",
    usage: { input: 3 },
  });
});

test("a call at OpenAI's own path can go to Azure: the model's name finds its deployment", async () => {
  const { options, callId } = settings({ "x-headgate-provider": "azure" });
  const client = new OpenAI({ ...options, baseURL: `${stack.url}/v1` });

  const answer = await client.chat.completions.create({ model: "gpt-5-mini", messages });

  expect(answer.model).toBe("gpt-5-mini-2025-08-07");
  expect(await ledgered(callId)).toMatchObject({
    provider: "azure",
    request_model: "gpt-5-mini",
    sent_model: deployment,
  });
});

test("a call of Azure's client can go to OpenAI by the operator's choice", async () => {
  const { client, callId } = azureClient({ "x-headgate-provider": "openai" });

  await client.chat.completions.create({ model: "gpt-5-mini", messages });

  expect(await ledgered(callId)).toMatchObject({ provider: "openai", outcome: "completed" });
});

test("errors come as the client's own classes: Azure's, and Headgate's", async () => {
  await expect(
    azureClient().client.chat.completions.create({ model: "no-such-deployment", messages }),
  ).rejects.toSatisfy(
    (error) => error instanceof NotFoundError && error.code === "DeploymentNotFound",
  );
  await expect(
    azureClient({ "x-simulator-fault": "reset" }).client.chat.completions.create({
      model: deployment,
      messages,
    }),
  ).rejects.toMatchObject({ status: 502, code: "provider_unreachable" });
});
