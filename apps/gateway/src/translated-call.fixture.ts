/** A constructed answer of Anthropic's, and a call in OpenAI's format that asks for it. */
export const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5",
  content: [{ type: "text", text: "Hi" }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 100, cache_read_input_tokens: 900, output_tokens: 50 },
};
export const chat = {
  model: "anthropic/claude-sonnet-5",
  max_completion_tokens: 50,
  messages: [{ role: "user", content: "Hello" }],
};

/** One event of Anthropic's stream. */
export const sse = (type: string, more: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
