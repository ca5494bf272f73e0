/** Tokens of one answer; cached and reasoning ones are inside the other two. */
export type OpenaiUsage = Readonly<{
  promptTokens: number;
  cachedTokens: number;
  outputTokens: number;
  reasoningTokens: number;
}>;

/** The `usage` object of chat completions, as JSON text. */
export const chatUsageText = (usage: OpenaiUsage): string =>
  `{"prompt_tokens":${usage.promptTokens},"completion_tokens":${usage.outputTokens},"total_tokens":${usage.promptTokens + usage.outputTokens},"prompt_tokens_details":{"cached_tokens":${usage.cachedTokens},"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":${usage.reasoningTokens},"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}`;

/** The `usage` object of responses. */
export const responsesUsage = (usage: OpenaiUsage) => ({
  input_tokens: usage.promptTokens,
  input_tokens_details: { cached_tokens: usage.cachedTokens },
  output_tokens: usage.outputTokens,
  output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  total_tokens: usage.promptTokens + usage.outputTokens,
});
