import { answerTokens, type CompanyCall, countOf, promptTokens } from "../company-call.ts";

/** Usage as OpenAI's chat completions state it: details are parts of the totals. */
export const openaiUsageObject = (call: CompanyCall) => ({
  prompt_tokens: promptTokens(call),
  completion_tokens: answerTokens(call),
  total_tokens: promptTokens(call) + answerTokens(call),
  prompt_tokens_details: { cached_tokens: countOf(call.usage, "cache_read") },
  completion_tokens_details: { reasoning_tokens: countOf(call.usage, "reasoning") },
});
