import { outputTokens, type Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import { sumOf } from "../sum-of.ts";
import { writeServiceTier } from "./service-tier.ts";

/**
 * Usage in Anthropic's words, whose input excludes what was read from and written to the cache; see
 * `readMessagesUsage`. `undefined` where input or output are not known: Anthropic's object cannot leave
 * one out.
 */
export function writeMessagesUsage(
  usage: Usage,
  serviceTier: string | undefined,
): JsonObject | undefined {
  // Sounds, pictures and films count as input; a cached sound as a cache read.
  const input = sumOf(usage, ["input", "input_audio", "input_image", "input_video"]);
  const output = outputTokens(usage);
  if (input === undefined || output === undefined) return undefined;
  const read = sumOf(usage, ["cache_read", "cache_read_audio"]);
  const written = sumOf(usage, ["cache_write_5m", "cache_write_1h", "cache_write"]);
  const { cache_write_5m: fiveMinutes, cache_write_1h: oneHour, cache_write: unknown } = usage;
  const split = unknown === undefined && (fiveMinutes !== undefined || oneHour !== undefined);
  const { reasoning, web_searches: searches, web_fetches: fetches } = usage;
  return {
    input_tokens: input,
    ...(written !== undefined && { cache_creation_input_tokens: written }),
    ...(read !== undefined && { cache_read_input_tokens: read }),
    ...(split && {
      cache_creation: {
        ...(fiveMinutes !== undefined && { ephemeral_5m_input_tokens: fiveMinutes }),
        ...(oneHour !== undefined && { ephemeral_1h_input_tokens: oneHour }),
      },
    }),
    output_tokens: output,
    ...(reasoning !== undefined && { output_tokens_details: { thinking_tokens: reasoning } }),
    ...((searches !== undefined || fetches !== undefined) && {
      server_tool_use: {
        ...(searches !== undefined && { web_search_requests: searches }),
        ...(fetches !== undefined && { web_fetch_requests: fetches }),
      },
    }),
    ...(serviceTier !== undefined && { service_tier: writeServiceTier(serviceTier) }),
  };
}
