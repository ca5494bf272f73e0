/** The APIs that a client can speak to the gateway, by the providers' own words. */
export const wireFormats = [
  "openai.chat_completions",
  "openai.responses",
  "openai.embeddings",
  "openai.models",
  "anthropic.messages",
  "anthropic.count_tokens",
  "anthropic.models",
  "gemini.generate_content",
  "gemini.count_tokens",
  "gemini.embed_content",
  "gemini.models",
  "vertex.raw_predict",
  "bedrock.converse",
  "bedrock.invoke_model",
] as const;
export type WireFormat = (typeof wireFormats)[number];

/** Values of OpenTelemetry's `gen_ai.operation.name`, and two more for calls that bill nothing. */
export const operations = ["chat", "embeddings", "count_tokens", "list_models"] as const;
export type Operation = (typeof operations)[number];
