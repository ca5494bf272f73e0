import { callDetailSchema, type LedgerRow } from "@headgate/contract";
import { Mistral } from "@mistralai/mistralai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

/** A stand-in for Mistral that speaks OpenAI's formats, as Mistral itself does. */
let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await stack.stop();
});

const model = "openai/gpt-4.1-mini";
const messages = [{ role: "user" as const, content: "Tell me about the tides" }];
const clientFor = (): Mistral => new Mistral({ apiKey: stack.secret, serverURL: stack.url });
const labelled = (callId: string) => ({
  headers: { "x-headgate-client-call-id": callId },
});

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

  expect(answer.choices[0]?.message?.content).toMatch(/\w/);
  expect(await ledgered("mistral-json")).toMatchObject({
    wire_format: "openai.chat_completions",
    outcome: "completed",
    usage: { input: answer.usage.promptTokens, output: answer.usage.completionTokens },
  });
});

test("a stream of Mistral's own client arrives whole and is metered", async () => {
  const stream = await clientFor().chat.stream({ model, messages }, labelled("mistral-stream"));
  let text = "";
  for await (const { data } of stream) {
    const content = data.choices[0]?.delta.content;
    if (typeof content === "string") text += content;
  }

  expect(text).toMatch(/\w/);
  expect(await ledgered("mistral-stream")).toMatchObject({
    stream: true,
    outcome: "completed",
    usage_origin: "provider",
  });
});

test("embeddings of Mistral's own client are counted", async () => {
  const answer = await clientFor().embeddings.create(
    { model: "openai/text-embedding-3-small", inputs: ["one", "and two"] },
    labelled("mistral-embeddings"),
  );

  expect(answer.data).toHaveLength(2);
  expect(await ledgered("mistral-embeddings")).toMatchObject({
    operation: "embeddings",
    usage: { input: 3 },
  });
});
