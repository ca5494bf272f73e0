import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { ChatAnthropic } from "@langchain/anthropic";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import {
  tool as aiTool,
  embedMany,
  generateObject,
  generateText,
  jsonSchema,
  streamText,
} from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await stack.stop();
});

/** Runs clients with a key of their own and gives what the ledger has under it. */
async function ledgered(attempts: number, run: (secret: string) => Promise<void>) {
  const project = `project-${crypto.randomUUID()}`;
  await run(await stack.createKey(project, { project }));
  const totals = await stack.settled(attempts, project);
  return {
    attempts: totals.attempts,
    unpriced: totals.unpriced_attempts,
    output: totals.output_tokens,
  };
}

const prompt = "Tell me about the tides";

describe("Vercel AI SDK", () => {
  const openai = (secret = stack.secret) =>
    createOpenAI({ baseURL: `${stack.url}/v1`, apiKey: secret });
  const anthropic = (secret: string) =>
    createAnthropic({ baseURL: `${stack.url}/v1`, apiKey: secret });

  test("text through OpenAI's responses and chat, and Anthropic's messages, counts as it says", async () => {
    let told = 0;
    const ledger = await ledgered(3, async (secret) => {
      for (const model of [
        openai(secret)("gpt-5-mini"),
        openai(secret).chat("gpt-4o-mini"),
        anthropic(secret)("claude-haiku-4-5"),
      ]) {
        const { text, usage } = await generateText({ model, prompt, maxRetries: 0 });
        expect(text).not.toBe("");
        told += usage.outputTokens ?? Number.NaN;
      }
    });

    expect(ledger).toMatchObject({ attempts: 3, unpriced: 0, output: told });
  });

  test("streams arrive whole, with usage", async () => {
    let told = 0;
    const ledger = await ledgered(2, async (secret) => {
      for (const model of [
        openai(secret).chat("gpt-4o-mini"),
        anthropic(secret)("claude-haiku-4-5"),
      ]) {
        const result = streamText({ model, prompt, maxRetries: 0 });
        expect(await result.text).not.toBe("");
        told += (await result.usage).outputTokens ?? Number.NaN;
      }
    });

    expect(ledger).toMatchObject({ attempts: 2, unpriced: 0, output: told });
  });

  test("tools, structured output and embeddings work", async () => {
    const called = await generateText({
      model: openai().chat("gpt-4o-mini"),
      prompt,
      toolChoice: "required",
      tools: {
        weather: aiTool({
          inputSchema: jsonSchema<{ city: string }>({
            type: "object",
            properties: { city: { type: "string" } },
            required: ["city"],
            additionalProperties: false,
          }),
        }),
      },
    });
    expect(called.toolCalls[0]?.toolName).toBe("weather");

    const { object } = await generateObject({
      model: openai().chat("gpt-4o-mini"),
      prompt,
      schema: z.object({ place: z.string() }),
    });
    expect(object).toEqual({ place: expect.any(String) as string });

    const { embeddings } = await embedMany({
      model: openai().textEmbeddingModel("text-embedding-3-small"),
      values: ["one", "two"],
    });
    expect(embeddings).toHaveLength(2);
  });

  test("a refused key is told with Headgate's words", async () => {
    const stranger = createOpenAI({ baseURL: `${stack.url}/v1`, apiKey: "hg_unknown" });

    await expect(
      generateText({ model: stranger.chat("gpt-4o-mini"), prompt, maxRetries: 0 }),
    ).rejects.toThrow(/key is not one of this gateway's/);
  });
});

/** LangChain types it away where several models share a variable. */
const usageMetadata = z.looseObject({ output_tokens: z.int() });

describe("LangChain", () => {
  const openai = (secret = stack.secret, streaming = false) =>
    new ChatOpenAI({
      model: "gpt-4o-mini",
      apiKey: secret,
      streaming,
      maxRetries: 0,
      configuration: { baseURL: `${stack.url}/v1` },
    });
  const anthropic = (secret: string) =>
    new ChatAnthropic({
      model: "claude-haiku-4-5",
      apiKey: secret,
      anthropicApiUrl: stack.url,
      maxRetries: 0,
    });

  test("OpenAI and Anthropic models answer, and count as they say", async () => {
    let told = 0;
    const ledger = await ledgered(2, async (secret) => {
      const models: readonly BaseChatModel[] = [openai(secret), anthropic(secret)];
      for (const model of models) {
        const message = await model.invoke(prompt);
        expect(message.text).not.toBe("");
        told += usageMetadata.parse(message.usage_metadata).output_tokens;
      }
    });

    expect(ledger).toMatchObject({ attempts: 2, unpriced: 0, output: told });
  });

  test("streams arrive", async () => {
    const ledger = await ledgered(2, async (secret) => {
      for (const model of [openai(secret, true), anthropic(secret)]) {
        let text = "";
        for await (const piece of await model.stream(prompt)) text += piece.text;
        expect(text).not.toBe("");
      }
    });

    expect(ledger).toMatchObject({ attempts: 2, unpriced: 0 });
  });

  test("bound tools, structured output and embeddings work", async () => {
    const weather = tool(() => "sunny", {
      name: "weather",
      description: "Weather of a city",
      schema: z.object({ city: z.string() }),
    });
    const called = await openai().bindTools([weather], { tool_choice: "weather" }).invoke(prompt);
    expect(called.tool_calls?.[0]?.name).toBe("weather");

    const structured = await openai()
      .withStructuredOutput(z.object({ place: z.string() }))
      .invoke(prompt);
    expect(structured).toEqual({ place: expect.any(String) as string });

    const vectors = await new OpenAIEmbeddings({
      model: "text-embedding-3-small",
      apiKey: stack.secret,
      configuration: { baseURL: `${stack.url}/v1` },
    }).embedDocuments(["one", "two"]);
    expect(vectors).toHaveLength(2);
  });
});
