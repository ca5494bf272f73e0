/**
 * The names of one provider: the price book's first, then how logs and gateways spell it. OpenTelemetry's
 * `gen_ai.provider.name` (https://open-telemetry.github.io/opentelemetry-js/variables/_opentelemetry_semantic-conventions.incubating.ATTR_GEN_AI_PROVIDER_NAME.html),
 * LiteLLM's prefixes (https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json):
 * neither page was read again.
 */
const providerSpellings: readonly (readonly [string, ...string[]])[] = [
  ["openai", "text-completion-openai"],
  ["anthropic"],
  [
    "bedrock",
    "aws.bedrock",
    "aws-bedrock",
    "aws_bedrock",
    "amazon-bedrock",
    "amazon_bedrock",
    "bedrock_converse",
    "aws",
  ],
  [
    "azure",
    "azure-openai",
    "azure_openai",
    "azure.ai.openai",
    "azure.ai.inference",
    "az.ai.openai",
    "az.ai.inference",
    "azure_ai",
    "azure_text",
  ],
  ["gemini", "gcp.gemini", "gcp.gen_ai", "google-ai-studio", "google_genai", "google"],
  ["vertex", "vertex_ai", "vertex-ai", "vertexai", "gcp.vertex_ai", "google-vertex"],
  ["mistral", "mistral_ai", "mistralai"],
  ["xai", "x_ai", "x-ai"],
  ["groq"],
  ["deepseek"],
  ["cohere", "cohere_chat"],
  ["perplexity"],
  ["together", "together_ai", "together-ai", "togetherai"],
  ["fireworks", "fireworks_ai", "fireworks-ai"],
  ["deepinfra"],
  ["openrouter"],
  ["cerebras"],
  ["moonshot", "moonshot_ai", "moonshotai"],
  ["zai", "z-ai", "z_ai"],
  ["sambanova"],
  ["nebius"],
  ["novita"],
  ["ollama", "ollama_chat"],
  ["vllm", "hosted_vllm"],
];

const groupBySpelling: ReadonlyMap<string, string> = new Map(
  providerSpellings.flatMap((spellings) => spellings.map((one) => [one, spellings[0]] as const)),
);

/** The price book's name of a provider; a spelling that nobody uses stands for itself. */
export const providerNamed = (spelling: string): string =>
  groupBySpelling.get(spelling.toLowerCase()) ?? spelling;

/** The provider that a path's first part names, if it names one. */
export const providerOfPrefix = (prefix: string): string | undefined =>
  groupBySpelling.get(prefix.toLowerCase());
