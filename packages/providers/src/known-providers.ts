/** A provider that speaks OpenAI's wire, ready to be put under `providers` in headgate.yaml. */
export type KnownProvider = Readonly<{
  name: string;
  baseUrl: string;
  /** The variable that usually holds its key; absent where there is none, or where it has other uses. */
  environmentKey?: string;
  /** Its chat streams state their usage by themselves and refuse to be asked; OpenAI's must be asked. */
  streamUsage?: "unasked";
  /** It has files and batches in OpenAI's form, and at a price of their own; where read. */
  batches?: Readonly<{ form: "openai"; url: string; readAt: string }>;
  /** Where it states cached prompt tokens, beside OpenAI's own field. */
  cachedTokensField: string;
  /** Whether `completion_tokens` includes reasoning in its chat answers. */
  reasoning: "inside-completion" | "outside-completion";
  /** Where the base URL was read. */
  source: Readonly<{ url: string; readAt: string }>;
}>;

const cachedTokensField = "prompt_tokens_details.cached_tokens";
const reasoning = "inside-completion";

/**
 * OpenAI-compatible providers: adding one is a row here and an answer of its in `fixtures/compatible/`. Any
 * other base URL works the same: the usage reader recognises each dialect by its fields, not by this table.
 * Where a provider documents no field of its own it is taken to follow OpenAI.
 */
export const knownProviders: readonly KnownProvider[] = [
  {
    name: "cerebras",
    baseUrl: "https://api.cerebras.ai/v1",
    environmentKey: "CEREBRAS_API_KEY",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://docs.boundaryml.com/ref/llm-client-providers/cerebras.md",
      readAt: "2026-11-28",
    },
  },
  {
    name: "cohere",
    baseUrl: "https://api.cohere.ai/compatibility/v1",
    environmentKey: "COHERE_API_KEY",
    // It takes `stream_options` since 2025-08-14 by Cohere's own word
    // (https://github.com/cohere-ai/cohere-developer-experience/pull/606), though
    // https://strandsagents.com/docs/user-guide/concepts/model-providers/cohere/ says that it refuses them;
    // both read 2026-11-28.
    cachedTokensField,
    reasoning,
    source: { url: "https://docs.cohere.com/docs/compatibility-api", readAt: "2026-11-28" },
  },
  {
    name: "deepinfra",
    baseUrl: "https://api.deepinfra.com/v1/openai",
    environmentKey: "DEEPINFRA_API_KEY",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://dev.to/rachelvectle/your-deepinfra-baseurl-is-wrong-it-needs-v1openai-not-v1-43j2",
      readAt: "2026-11-28",
    },
  },
  {
    name: "deepseek",
    baseUrl: "https://api.deepseek.com/v1",
    environmentKey: "DEEPSEEK_API_KEY",
    cachedTokensField: "prompt_cache_hit_tokens",
    reasoning,
    source: {
      url: "https://ai-sdk.dev/v5/providers/ai-sdk-providers/deepseek",
      readAt: "2026-11-28",
    },
  },
  {
    name: "fireworks",
    baseUrl: "https://api.fireworks.ai/inference/v1",
    environmentKey: "FIREWORKS_API_KEY",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://strandsagents.com/docs/community/model-providers/fireworksai/",
      readAt: "2026-11-28",
    },
  },
  {
    name: "groq",
    baseUrl: "https://api.groq.com/openai/v1",
    environmentKey: "GROQ_API_KEY",
    batches: {
      form: "openai",
      url: "https://github.com/groq/groq-api-cookbook/pull/72.diff",
      readAt: "2026-11-29",
    },
    cachedTokensField,
    reasoning,
    source: { url: "https://console.groq.com/docs/openai", readAt: "2026-11-28" },
  },
  {
    name: "huggingface",
    baseUrl: "https://router.huggingface.co/v1",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://pkg.go.dev/github.com/Tangerg/scope/models/huggingface",
      readAt: "2026-11-28",
    },
  },
  {
    name: "lmstudio",
    baseUrl: "http://localhost:1234/v1",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://lmstudio.ai/docs/api/openai-api",
      readAt: "2026-11-28",
    },
  },
  {
    name: "mistral",
    baseUrl: "https://api.mistral.ai/v1",
    environmentKey: "MISTRAL_API_KEY",
    // Asked, it answers 422 "Extra inputs are not permitted"
    // (https://github.com/avante-corp/avante.nvim/issues/2347, read 2026-11-28).
    streamUsage: "unasked",
    cachedTokensField: "num_cached_tokens",
    reasoning,
    source: {
      url: "https://docs.mistral.ai/studio-api/conversations/advanced/prompt-caching",
      readAt: "2026-11-28",
    },
  },
  {
    name: "ollama",
    baseUrl: "http://localhost:11434/v1",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://raw.githubusercontent.com/ollama/ollama/main/docs/api/openai-compatibility.mdx",
      readAt: "2026-11-28",
    },
  },
  {
    name: "openrouter",
    baseUrl: "https://openrouter.ai/api/v1",
    environmentKey: "OPENROUTER_API_KEY",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://docs.boundaryml.com/ref/llm-client-providers/openai-generic-open-router",
      readAt: "2026-11-28",
    },
  },
  {
    name: "perplexity",
    // Its Sonar chat completions ended on 2026-09-27 (source; also
    // https://www.truefoundry.com/docs/change-announcements/perplexity-agent-api-migration.md, read 2026-11-28);
    // what answers now is the Agent API, in the form of OpenAI's responses.
    baseUrl: "https://api.perplexity.ai/v1",
    environmentKey: "PERPLEXITY_API_KEY",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://docs.stigg.io/documentation/ai-agents/llm-wrappers/providers/perplexity.md",
      readAt: "2026-11-28",
    },
  },
  {
    name: "together",
    baseUrl: "https://api.together.ai/v1",
    environmentKey: "TOGETHER_API_KEY",
    cachedTokensField: "cached_tokens",
    reasoning,
    source: {
      url: "https://docs.together.ai/docs/inference/openai-compatibility.md",
      readAt: "2026-11-28",
    },
  },
  {
    name: "vllm",
    baseUrl: "http://localhost:8000/v1",
    cachedTokensField,
    reasoning,
    source: {
      url: "https://github.com/vllm-project/vllm/blob/main/docs/serving/openai_compatible_server.md",
      readAt: "2026-11-28",
    },
  },
  {
    name: "xai",
    baseUrl: "https://api.x.ai/v1",
    environmentKey: "XAI_API_KEY",
    cachedTokensField,
    reasoning: "outside-completion",
    source: {
      url: "https://docs.x.ai/developers/advanced-api-usage/prompt-caching/maximizing-cache-hits.md",
      readAt: "2026-11-28",
    },
  },
  {
    name: "zai",
    baseUrl: "https://api.z.ai/api/paas/v4",
    environmentKey: "ZAI_API_KEY",
    cachedTokensField,
    reasoning,
    source: { url: "https://docs.z.ai/guides/develop/http/introduction", readAt: "2026-11-28" },
  },
];
