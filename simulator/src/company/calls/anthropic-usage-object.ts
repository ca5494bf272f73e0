import { answerTokens, type CompanyCall, countOf } from "../company-call.ts";

/** Usage as Anthropic's messages state it: the prompt's count is without what the cache had. */
export function anthropicUsageObject(call: CompanyCall) {
  const written = countOf(call.usage, "cache_write_5m");
  return {
    input_tokens: countOf(call.usage, "input"),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: countOf(call.usage, "cache_read"),
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: answerTokens(call),
    service_tier: "standard",
  };
}
