import { HeadgateError } from "../errors.ts";
import { knownProviders } from "./known-providers.ts";
import { configSchema, type HeadgateConfig } from "./schema.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const known = [
  { name: "openai", kind: "openai", key: "OPENAI_API_KEY", url: "https://api.openai.com/v1" },
  {
    name: "anthropic",
    kind: "anthropic",
    key: "ANTHROPIC_API_KEY",
    url: "https://api.anthropic.com",
  },
  {
    name: "gemini",
    kind: "gemini",
    key: "GEMINI_API_KEY",
    url: "https://generativelanguage.googleapis.com",
  },
] as const;

/** Those that speak OpenAI's formats, after the ones above: an unnamed model goes to the first that speaks. */
const compatible = knownProviders.flatMap(({ name, baseUrl, keyVariable }) =>
  keyVariable === undefined
    ? []
    : [{ name, kind: "openai-compatible", key: keyVariable, url: baseUrl } as const],
);

/**
 * The configuration that provider keys in the environment stand for, or `undefined` when there are none.
 * The order is fixed: OpenAI, Anthropic, Gemini, then the compatible ones by name. `OPENAI_BASE_URL` and `ANTHROPIC_BASE_URL` are not read: on the machine of a developer they usually
 * point at the gateway itself.
 */
export function configFromEnvironment(environment: Environment): HeadgateConfig | undefined {
  const providers = [...known, ...compatible].flatMap(({ name, kind, key, url }) => {
    const apiKey = environment[key];
    return apiKey ? [[name, { kind, base_url: url, api_key: apiKey }] as const] : [];
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
