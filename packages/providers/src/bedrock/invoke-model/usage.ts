import { outputTokens } from "@headgate/contract";
import { readMessagesUsage } from "../../anthropic/messages/usage.ts";
import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { readChatUsage } from "../../openai/chat-completions/usage.ts";
import { UsageBuilder } from "../../token-counts.ts";
import { readConverseUsage } from "../converse/usage.ts";
import { readFamilyUsage } from "./family-usage.ts";

/**
 * What the last piece of every stream says, and the headers of every answer. No page of AWS on it was found;
 * clients type it as `InvocationMetrics` of
 * https://github.com/run-llama/LlamaIndexTS/blob/main/packages/community/src/llm/bedrock/types.ts (read
 * 2026-11-28).
 */
export const INVOCATION_METRICS = "amazon-bedrock-invocationMetrics";

/**
 * Reads what an invocation said of its tokens: the model's own `usage` where its family has one (Claude's
 * is Anthropic's, Nova's is Converse's, that of gpt-oss, Qwen and DeepSeek is OpenAI's), else the counts
 * that stand in the body of its family, else those of the invocation, whose input excludes the cache
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-messages-api.html and
 * model-parameters-openai.html there, https://docs.aws.amazon.com/nova/latest/nova2-userguide/using-invoke-api.html,
 * not read again; for the usage of Qwen and DeepSeek no document was found).
 *
 * @param raw `usage` of the body and {@link INVOCATION_METRICS}, as far as they were said
 */
export function readInvokeModelUsage(raw: JsonObject, model: string | undefined): UsageReading {
  const usage = objectOrAbsent(raw.usage);
  const metrics = objectOrAbsent(raw[INVOCATION_METRICS]);
  if (usage?.input_tokens !== undefined) {
    // Where it was served, Bedrock's own names tell.
    const { region: _region, ...read } = readMessagesUsage(usage, model);
    // The invocation counts what the message states at its top level, of which iterations are no part.
    return usage.iterations === undefined ? agreeing(read, metrics) : read;
  }
  // Nova's bodies may state the input alone; the invocation then tells both.
  const isWhole = usage?.outputTokens !== undefined || metrics === undefined;
  if (usage?.inputTokens !== undefined && isWhole) {
    return agreeing(readConverseUsage(usage), metrics);
  }
  if (usage?.prompt_tokens !== undefined) return readChatUsage(usage);
  const ofFamily = metrics === undefined ? readFamilyUsage(usage ?? raw) : undefined;
  if (ofFamily !== undefined) return ofFamily;
  const builder = new UsageBuilder();
  builder.set("input", builder.count(metrics, "inputTokenCount"));
  builder.set("output", builder.count(metrics, "outputTokenCount"));
  builder.set("cache_read", builder.count(metrics, "cacheReadInputTokenCount"));
  builder.set("cache_write", builder.count(metrics, "cacheWriteInputTokenCount"));
  return builder.reading();
}

/** The model's own figures, and where those of the invocation contradict them. */
function agreeing(read: UsageReading, metrics: JsonObject | undefined): UsageReading {
  const builder = new UsageBuilder();
  const stated = [
    ["inputTokenCount", read.usage.input],
    ["outputTokenCount", outputTokens(read.usage)],
  ] as const;
  for (const [field, own] of stated) {
    const count = builder.count(metrics, field);
    if (count !== undefined && own !== undefined && count !== own) {
      builder.violate(`${field} ${count} of the invocation ≠ ${own} of the model's usage`);
    }
  }
  return { usage: read.usage, violations: [...read.violations, ...builder.violations] };
}
