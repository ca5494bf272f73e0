import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/**
 * Reads the `usage` of embeddings: only a prompt, so `total_tokens` says the same again
 * (`CreateEmbeddingResponse` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28). Compatible
 * providers may add `completion_tokens: 0`.
 */
export function readEmbeddingsUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const input = builder.count(raw, "prompt_tokens");
  const output = builder.count(raw, "completion_tokens");
  const total = builder.count(raw, "total_tokens");
  if (input === undefined) builder.violate("prompt_tokens is missing");
  builder.set("input", input);
  builder.set("output", output);
  const sum = input !== undefined && output !== undefined ? input + output : input;
  if (sum !== undefined && total !== undefined && sum !== total) {
    builder.violate(`total_tokens ${total} ≠ prompt_tokens ${input}`);
  }
  return builder.reading();
}
