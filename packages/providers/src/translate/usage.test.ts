import {
  inputTokens,
  outputTokens,
  type TokenBucket,
  tokenBuckets,
  type Usage,
} from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readMessagesUsage } from "../anthropic/messages/usage.ts";
import { readConverseUsage } from "../bedrock/converse/usage.ts";
import { readGeminiUsage } from "../gemini/usage.ts";
import { readChatUsage } from "../openai/chat-completions/usage.ts";
import { usages } from "./answer.fixture.ts";
import { writeMessagesUsage } from "./anthropic-messages/usage.ts";
import { writeConverseUsage } from "./bedrock-converse/usage.ts";
import { writeGeminiUsage } from "./gemini/usage.ts";
import { writeChatUsage } from "./openai-chat/usage.ts";

/** Buckets of any provider: those that a format has no name for are part of a total all the same. */
const any = usages(tokenBuckets.filter((bucket) => bucket !== "input" && bucket !== "output"));
const cacheBuckets: readonly TokenBucket[] = [
  "cache_read",
  "cache_read_audio",
  "cache_write",
  "cache_write_5m",
  "cache_write_1h",
];
const sum = (usage: Usage, buckets: readonly TokenBucket[]): number =>
  buckets.reduce((total, bucket) => total + (usage[bucket] ?? 0), 0);

test("OpenAI's prompt includes the cache, its completion the reasoning, its total both", () => {
  fc.assert(
    fc.property(any, (usage) => {
      const written = writeChatUsage(usage);

      expect(written?.prompt_tokens).toBe(inputTokens(usage));
      expect(written?.completion_tokens).toBe(outputTokens(usage));
      expect(written?.total_tokens).toBe(
        Number(written?.prompt_tokens) + Number(written?.completion_tokens),
      );
    }),
  );
});

test("Anthropic's input excludes the cache: input, reads and writes are the whole prompt", () => {
  fc.assert(
    fc.property(any, (usage) => {
      const written = writeMessagesUsage(usage, undefined) ?? {};
      const cached =
        Number(written.cache_read_input_tokens ?? 0) +
        Number(written.cache_creation_input_tokens ?? 0);

      expect(Number(written.input_tokens) + cached).toBe(inputTokens(usage));
      expect(cached).toBe(sum(usage, cacheBuckets));
      expect(written.output_tokens).toBe(outputTokens(usage));
    }),
  );
});

test("Bedrock's total is input, output, cache reads and cache writes", () => {
  fc.assert(
    fc.property(any, (usage) => {
      const written = writeConverseUsage(usage) ?? {};

      expect(written.totalTokens).toBe((inputTokens(usage) ?? 0) + (outputTokens(usage) ?? 0));
      expect(written.totalTokens).toBe(
        Number(written.inputTokens) +
          Number(written.outputTokens) +
          Number(written.cacheReadInputTokens ?? 0) +
          Number(written.cacheWriteInputTokens ?? 0),
      );
    }),
  );
});

test("Gemini's thoughts stand outside the candidates, its cache inside the prompt", () => {
  fc.assert(
    fc.property(any, (usage) => {
      const written = writeGeminiUsage(usage) ?? {};

      expect(written.promptTokenCount).toBe(inputTokens(usage));
      expect(written.totalTokenCount).toBe(
        Number(written.promptTokenCount) +
          Number(written.candidatesTokenCount) +
          Number(written.thoughtsTokenCount ?? 0),
      );
    }),
  );
});

test("what is written is read back without a contradiction", () => {
  fc.assert(
    fc.property(any, (usage) => {
      const chat = writeChatUsage(usage);
      const messages = writeMessagesUsage(usage, undefined);

      expect(readChatUsage(chat ?? {}).violations).toEqual([]);
      expect(readMessagesUsage(messages ?? {}, undefined).violations).toEqual([]);
      expect(readGeminiUsage(writeGeminiUsage(usage) ?? {}).violations).toEqual([]);
      expect(readConverseUsage(writeConverseUsage(usage) ?? {}).violations).toEqual([]);
    }),
  );
});

test("usage without input or without output is not stated at all, rather than with a zero", () => {
  for (const usage of [{}, { input: 5 }, { output: 5 }, { reasoning: 5 }]) {
    expect(writeChatUsage(usage)).toBeUndefined();
    expect(writeMessagesUsage(usage, undefined)).toBeUndefined();
    expect(writeConverseUsage(usage)).toBeUndefined();
    expect(writeGeminiUsage(usage)).toBeUndefined();
  }
});
