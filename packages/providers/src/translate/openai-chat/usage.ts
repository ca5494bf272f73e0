import { inputTokens, outputTokens, type Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import { sumOf } from "../sum-of.ts";

/**
 * Usage in OpenAI's words, whose totals include their parts; see `readOpenaiUsage`. `undefined` where the
 * provider did not state both totals: OpenAI's object cannot leave one out.
 */
export function writeChatUsage(usage: Usage): JsonObject | undefined {
  const prompt = inputTokens(usage);
  const completion = outputTokens(usage);
  if (prompt === undefined || completion === undefined) return undefined;
  const cached = sumOf(usage, ["cache_read", "cache_read_audio"]);
  const written = sumOf(usage, ["cache_write_5m", "cache_write_1h", "cache_write"]);
  const { input_audio: inputAudio, output_audio: outputAudio, reasoning } = usage;
  const details = {
    ...(cached !== undefined && { cached_tokens: cached }),
    ...(written !== undefined && { cache_write_tokens: written }),
    ...(inputAudio !== undefined && { audio_tokens: inputAudio }),
  };
  const outputDetails = {
    ...(reasoning !== undefined && { reasoning_tokens: reasoning }),
    ...(outputAudio !== undefined && { audio_tokens: outputAudio }),
  };
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(Object.keys(details).length > 0 && { prompt_tokens_details: details }),
    ...(Object.keys(outputDetails).length > 0 && { completion_tokens_details: outputDetails }),
  };
}
