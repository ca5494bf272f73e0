import OpenAI, { AzureOpenAI, NotFoundError, RateLimitError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LedgeredAttempt, ledgeredAttempts } from "../stack/ledgered.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

const apiVersion = "2024-10-21";
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    providers: (simulatorUrl) => ({
      azure: {
        kind: "azure-openai",
        base_url: simulatorUrl,
        api_key: "azure-key",
        api_version: apiVersion,
        deployments: { "eu--gpt-4o-mini": "gpt-4o-mini" },
        simulated: true,
      },
    }),
  });
});
afterAll(async () => {
  await stack.stop();
});

const azure = (project: string, headers: Record<string, string> = {}): AzureOpenAI =>
  new AzureOpenAI({
    endpoint: `${stack.url}/azure`,
    apiKey: stack.secret,
    apiVersion,
    maxRetries: 0,
    defaultHeaders: { "x-headgate-project": project, ...headers },
  });
const attemptOf = async (project: string): Promise<LedgeredAttempt> => {
  const [attempt] = await ledgeredAttempts(stack, project, 1);
  if (attempt === undefined) throw new Error("the ledger lost a call");
  return attempt;
};
const messages = [{ role: "user" as const, content: "Tell me about the tides" }];

test("a deployment answers its client, and the ledger names the model behind it", async () => {
  const answer = await azure("classic").chat.completions.create({
    model: "eu--gpt-4o-mini",
    messages,
  });

  expect(await attemptOf("classic")).toMatchObject({
    provider: "azure",
    wire_format: "openai.chat_completions",
    request_model: "eu--gpt-4o-mini",
    response_model: answer.model,
    usage: { input: answer.usage?.prompt_tokens, output: answer.usage?.completion_tokens },
    usage_origin: "provider",
  });
});

test("a stream has its usage in the ledger although the client did not ask for it", async () => {
  const stream = await azure("stream").chat.completions.create({
    model: "eu--gpt-4o-mini",
    messages,
    stream: true,
  });
  let text = "";
  let usageChunks = 0;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (chunk.usage) usageChunks += 1;
  }

  const attempt = await attemptOf("stream");
  expect(usageChunks).toBe(0);
  expect(attempt.usage.output).toBe(text.split(/\s+/).filter((word) => word !== "").length);
  expect(attempt.usage_origin).toBe("provider");
});

test("the newer paths take the resource's key and no version", async () => {
  const client = new OpenAI({
    baseURL: `${stack.url}/azure/openai/v1`,
    apiKey: stack.secret,
    defaultHeaders: { "x-headgate-project": "newer" },
  });
  const answer = await client.responses.create({ model: "gpt-4o-mini", input: "Hello" });
  const vectors = await client.embeddings.create({
    model: "text-embedding-3-small",
    input: "one two",
  });

  const attempts = await ledgeredAttempts(stack, "newer", 2);
  expect(attempts.map(({ provider }) => provider)).toEqual(["azure", "azure"]);
  expect(answer.output_text).not.toBe("");
  expect(vectors.data).toHaveLength(1);
});

test("an OpenAI client's call goes to the deployment that serves its model", async () => {
  const client = new OpenAI({
    baseURL: `${stack.url}/v1`,
    apiKey: stack.secret,
    defaultHeaders: { "x-headgate-project": "openai", "x-headgate-provider": "azure" },
  });
  await client.chat.completions.create({ model: "gpt-4o-mini", messages });

  expect(await attemptOf("openai")).toMatchObject({
    provider: "azure",
    request_model: "gpt-4o-mini",
    sent_model: "eu--gpt-4o-mini",
    usage_origin: "provider",
  });
});

test("an Azure client's call can go to OpenAI: version and deployment stay behind", async () => {
  await azure("away", { "x-headgate-provider": "openai" }).chat.completions.create({
    model: "gpt-4o-mini",
    messages,
  });

  expect(await attemptOf("away")).toMatchObject({ provider: "openai", outcome: "completed" });
});

test("a deployment that is not there, and a rate limit, are told in OpenAI's shape", async () => {
  const unknown = azure("unknown").chat.completions.create({ model: "no-such", messages });
  const limited = azure("limited", { "x-simulator-fault": "rate-limit" }).chat.completions.create({
    model: "eu--gpt-4o-mini",
    messages,
  });

  await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
  await expect(limited).rejects.toBeInstanceOf(RateLimitError);
});
