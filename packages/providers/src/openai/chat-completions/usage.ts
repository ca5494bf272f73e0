import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { readOpenaiUsage } from "../usage.ts";

/** Reads the `usage` of a chat completion; see {@link readOpenaiUsage} for what includes what. */
export const readChatUsage = (raw: JsonObject): UsageReading =>
  readOpenaiUsage(raw, {
    input: "prompt_tokens",
    output: "completion_tokens",
    // Mistral writes the name without its s, or `num_cached_tokens` beside the totals
    // (https://github.com/vercel/ai/blob/main/packages/mistral/src/convert-mistral-usage.ts, read 2026-11-28).
    inputDetails: ["prompt_tokens_details", "prompt_token_details"],
    outputDetails: "completion_tokens_details",
  });
