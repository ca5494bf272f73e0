/** A provider that speaks OpenAI's wire, ready to be put under `providers` in headgate.yaml. */
export type KnownProvider = Readonly<{
  name: string;
  baseUrl: string;
  /** The variable of the environment that holds its key; absent for servers of one's own. */
  keyVariable?: string;
  /**
   * Whether its chat streams state their usage only when asked to, as OpenAI's do, or by themselves; then
   * they may refuse to be asked.
   */
  streamUsage: "asked" | "unasked";
  /** Where the base URL was read. */
  source: Readonly<{ url: string; readAt: string }>;
}>;

const read = (url: string, readAt = "2026-11-25") => ({ url, readAt });
const streamUsage = "asked";

/**
 * OpenAI-compatible providers. Any other base URL works the same: the usage reader recognises each
 * dialect by its fields, not by this table. Each row has a fixture of what it answers in
 * `packages/providers/fixtures/compatible/`.
 */
export const knownProviders: readonly KnownProvider[] = [
  {
    name: "cerebras",
    baseUrl: "https://api.cerebras.ai/v1",
    keyVariable: "CEREBRAS_API_KEY",
    streamUsage,
    source: read("https://inference-docs.cerebras.ai/resources/openai"),
  },
  {
    name: "cohere",
    baseUrl: "https://api.cohere.ai/compatibility/v1",
    keyVariable: "COHERE_API_KEY",
    streamUsage,
    source: read("https://docs.cohere.com/docs/compatibility-api"),
  },
  {
    name: "deepinfra",
    baseUrl: "https://api.deepinfra.com/v1/openai",
    keyVariable: "DEEPINFRA_API_KEY",
    streamUsage,
    source: read("https://deepinfra.com/docs/openai_api"),
  },
  {
    name: "deepseek",
    baseUrl: "https://api.deepseek.com/v1",
    keyVariable: "DEEPSEEK_API_KEY",
    streamUsage,
    source: read("https://share.apidog.com/apidoc/docs-site/747793", "2026-11-23"),
  },
  {
    name: "fireworks",
    baseUrl: "https://api.fireworks.ai/inference/v1",
    keyVariable: "FIREWORKS_API_KEY",
    streamUsage,
    source: read("https://docs.fireworks.ai/tools-sdks/openai-compatibility", "2026-11-23"),
  },
  {
    name: "groq",
    baseUrl: "https://api.groq.com/openai/v1",
    keyVariable: "GROQ_API_KEY",
    streamUsage,
    source: read("https://console.groq.com/docs/openai", "2026-11-23"),
  },
  {
    name: "huggingface",
    baseUrl: "https://router.huggingface.co/v1",
    keyVariable: "HF_TOKEN",
    streamUsage,
    source: read("https://huggingface.co/docs/inference-providers/index"),
  },
  {
    name: "lmstudio",
    baseUrl: "http://localhost:1234/v1",
    streamUsage,
    source: read("https://lmstudio.ai/docs/developer/openai-compat"),
  },
  {
    name: "mistral",
    baseUrl: "https://api.mistral.ai/v1",
    keyVariable: "MISTRAL_API_KEY",
    // Asked, it answers 422 "Extra inputs are not permitted" (https://github.com/openai/openai-agents-python/issues/442).
    streamUsage: "unasked",
    source: read(
      "https://docs.mistral.ai/studio-api/conversations/advanced/prompt-caching",
      "2026-11-23",
    ),
  },
  {
    name: "ollama",
    baseUrl: "http://localhost:11434/v1",
    streamUsage,
    source: read("https://docs.ollama.com/openai.md", "2026-11-23"),
  },
  {
    name: "openrouter",
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariable: "OPENROUTER_API_KEY",
    streamUsage,
    source: read("https://openrouter.ai/docs/use-cases/usage-accounting", "2026-11-23"),
  },
  {
    // Its chat completions ended on 2026-09-27; what it serves now are responses.
    name: "perplexity",
    baseUrl: "https://api.perplexity.ai/v1",
    keyVariable: "PERPLEXITY_API_KEY",
    streamUsage,
    source: read("https://docs.stigg.io/documentation/ai-agents/providers/perplexity.md"),
  },
  {
    name: "together",
    baseUrl: "https://api.together.ai/v1",
    keyVariable: "TOGETHER_API_KEY",
    streamUsage,
    source: read("https://docs.together.ai/docs/inference/openai-compatibility", "2026-11-23"),
  },
  {
    name: "vllm",
    baseUrl: "http://localhost:8000/v1",
    streamUsage,
    source: read(
      "https://docs.vllm.ai/en/v0.8.1/serving/openai_compatible_server.html",
      "2026-11-23",
    ),
  },
  {
    name: "xai",
    baseUrl: "https://api.x.ai/v1",
    keyVariable: "XAI_API_KEY",
    streamUsage,
    source: read("https://docs.x.ai/api/integrations", "2026-11-23"),
  },
  {
    name: "zai",
    baseUrl: "https://api.z.ai/api/paas/v4",
    keyVariable: "ZAI_API_KEY",
    streamUsage,
    source: read("https://docs.z.ai/guides/develop/openai/introduction"),
  },
];
