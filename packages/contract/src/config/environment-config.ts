import { HeadgateError } from "../errors.ts";
import { configSchema, type HeadgateConfig } from "./schema.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The other OpenAI-compatible providers by the variable that usually holds their key, and their base URL. */
const compatible = {
  cerebras: { key: "CEREBRAS_API_KEY", url: "https://api.cerebras.ai/v1" },
  cohere: { key: "COHERE_API_KEY", url: "https://api.cohere.ai/compatibility/v1" },
  deepinfra: { key: "DEEPINFRA_API_KEY", url: "https://api.deepinfra.com/v1/openai" },
  deepseek: { key: "DEEPSEEK_API_KEY", url: "https://api.deepseek.com/v1" },
  fireworks: { key: "FIREWORKS_API_KEY", url: "https://api.fireworks.ai/inference/v1" },
  groq: { key: "GROQ_API_KEY", url: "https://api.groq.com/openai/v1" },
  mistral: { key: "MISTRAL_API_KEY", url: "https://api.mistral.ai/v1" },
  openrouter: { key: "OPENROUTER_API_KEY", url: "https://openrouter.ai/api/v1" },
  perplexity: { key: "PERPLEXITY_API_KEY", url: "https://api.perplexity.ai" },
  together: { key: "TOGETHER_API_KEY", url: "https://api.together.ai/v1" },
  xai: { key: "XAI_API_KEY", url: "https://api.x.ai/v1" },
  zai: { key: "ZAI_API_KEY", url: "https://api.z.ai/api/paas/v4" },
} as const;

const known: readonly Readonly<{ name: string; kind: string; key: string; url?: string }>[] = [
  { name: "openai", kind: "openai", key: "OPENAI_API_KEY", url: "https://api.openai.com/v1" },
  {
    name: "anthropic",
    kind: "anthropic",
    key: "ANTHROPIC_API_KEY",
    url: "https://api.anthropic.com",
  },
  { name: "gemini", kind: "gemini", key: "GEMINI_API_KEY" },
  ...Object.entries(compatible).map(([name, { key, url }]) => ({
    name,
    kind: "openai-compatible",
    key,
    url,
  })),
];

/**
 * The configuration that provider keys in the environment stand for, or `undefined` when there are none.
 * `OPENAI_BASE_URL` and `ANTHROPIC_BASE_URL` are not read: on the machine of a developer they usually
 * point at the gateway itself.
 */
export function configFromEnvironment(environment: Environment): HeadgateConfig | undefined {
  const providers = known.flatMap(({ name, kind, key, url }) => {
    const apiKey = environment[key];
    if (!apiKey) return [];
    return [
      [name, { kind, api_key: apiKey, ...(url !== undefined && { base_url: url }) }] as const,
    ];
  });
  if (providers.length === 0) return undefined;
  return configSchema.parse({ providers: Object.fromEntries(providers) });
}

/**
 * `HEADGATE_HOST` and `HEADGATE_PORT` win over the file, so that one file serves several machines.
 * @throws HeadgateError `config_invalid` when the port is none
 */
export function withEnvironmentOverrides(
  config: HeadgateConfig,
  environment: Environment,
): HeadgateConfig {
  const host = environment.HEADGATE_HOST || config.listen.host;
  const port = environment.HEADGATE_PORT ? Number(environment.HEADGATE_PORT) : config.listen.port;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new HeadgateError(
      "config_invalid",
      `HEADGATE_PORT: "${environment.HEADGATE_PORT}" is not a port from 0 to 65535.`,
    );
  }
  return { ...config, listen: { host, port } };
}
