/** A provider that speaks OpenAI's wire, ready to be put under `providers` in headgate.yaml. */
export type KnownProvider = Readonly<{
  name: string;
  baseUrl: string;
  /** Where it states cached prompt tokens, beside OpenAI's own field. */
  cachedTokensField: string;
  /** Whether `completion_tokens` includes reasoning in its chat answers. */
  reasoning: "inside-completion" | "outside-completion";
  /** Where the base URL was read. */
  source: Readonly<{ url: string; readAt: string }>;
}>;

const readAt = "2026-11-23";
const cachedTokensField = "prompt_tokens_details.cached_tokens";
const reasoning = "inside-completion";

/**
 * OpenAI-compatible providers. Any other base URL works the same: the usage reader recognises each
 * dialect by its fields, not by this table. The dialects were seen in recorded answers; rows without
 * any (Fireworks, vLLM, Ollama) are taken to follow OpenAI until one is seen.
 */
export const knownProviders: readonly KnownProvider[] = [
  {
    name: "deepseek",
    baseUrl: "https://api.deepseek.com/v1",
    cachedTokensField: "prompt_cache_hit_tokens",
    reasoning,
    source: { url: "https://share.apidog.com/apidoc/docs-site/747793", readAt },
  },
  {
    name: "fireworks",
    baseUrl: "https://api.fireworks.ai/inference/v1",
    cachedTokensField,
    reasoning,
    source: { url: "https://docs.fireworks.ai/tools-sdks/openai-compatibility", readAt },
  },
  {
    name: "groq",
    baseUrl: "https://api.groq.com/openai/v1",
    cachedTokensField,
    reasoning,
    source: { url: "https://console.groq.com/docs/openai", readAt },
  },
  {
    name: "mistral",
    baseUrl: "https://api.mistral.ai/v1",
    cachedTokensField: "num_cached_tokens",
    reasoning,
    source: {
      url: "https://docs.mistral.ai/studio-api/conversations/advanced/prompt-caching",
      readAt,
    },
  },
  {
    name: "ollama",
    baseUrl: "http://localhost:11434/v1",
    cachedTokensField,
    reasoning,
    source: { url: "https://docs.ollama.com/openai.md", readAt },
  },
  {
    name: "openrouter",
    baseUrl: "https://openrouter.ai/api/v1",
    cachedTokensField,
    reasoning,
    source: { url: "https://openrouter.ai/docs/use-cases/usage-accounting", readAt },
  },
  {
    name: "together",
    baseUrl: "https://api.together.ai/v1",
    cachedTokensField: "cached_tokens",
    reasoning,
    source: { url: "https://docs.together.ai/docs/inference/openai-compatibility", readAt },
  },
  {
    name: "vllm",
    baseUrl: "http://localhost:8000/v1",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://docs.vllm.ai/en/v0.8.1/serving/openai_compatible_server.html",
      readAt,
    },
  },
  {
    name: "xai",
    baseUrl: "https://api.x.ai/v1",
    cachedTokensField,
    reasoning: "outside-completion",
    source: { url: "https://docs.x.ai/api/integrations", readAt },
  },
];
