import { providerOfPrefix } from "./provider-names.ts";
import type { Address, AddressReading, AddressRule } from "./resolution.ts";
import { servedIn } from "./served-in.ts";

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
/** Routes of LiteLLM for a model's API: all that Bedrock has, and those of models that were imported. */
const operations: ReadonlySet<string> = new Set(["converse", "invoke", "converse_like"]);
const importedRoutes: ReadonlySet<string> = new Set([
  "llama",
  "deepseek_r1",
  "qwen2",
  "qwen3",
  "openai",
  "moonshot",
]);
const azureTypes: Readonly<Record<string, string>> = {
  global: "global",
  "global-standard": "global",
  us: "us",
  eu: "eu",
};

/**
 * LiteLLM's `provider/model`, with what it puts between them for Bedrock (`converse/`, `invoke/`, a
 * region) and Azure (`global/`, `us/`, `eu/`). When the provider is known from elsewhere only its own
 * prefix is taken off: `openai/gpt-oss-120b` is Groq's own name of a model.
 */
export const gatewayPrefix: AddressRule = {
  id: "gateway-prefix",
  sources: [
    {
      url: "https://github.com/BerriAI/litellm/blob/main/docs/my-website/docs/providers/bedrock.md",
      readAt: "2026-11-28",
    },
    {
      url: "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
      readAt: "2026-11-28",
    },
  ],
  tellsPlace: false,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    const slash = name.indexOf("/");
    if (slash < 1 || slash === name.length - 1) return undefined;
    const prefix = name.slice(0, slash);
    const named = providerOfPrefix(prefix);
    if (named === undefined || (provider !== undefined && provider !== named)) return undefined;
    const rest = name.slice(slash + 1);
    const how = `the prefix "${prefix}/" names the provider`;
    const read = { kind: "read", name: rest, provider: named, how } as const;
    return provider === undefined
      ? { ...read, doubt: `the provider is taken from the prefix "${prefix}/"` }
      : read;
  },
};

/** `bedrock/us-east-1/…`, `bedrock/converse/…`, `azure/eu/…`: parts that only gateways put before a model. */
export const gatewayInfix: AddressRule = {
  id: "gateway-infix",
  sources: gatewayPrefix.sources,
  tellsPlace: false,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    const slash = name.indexOf("/");
    if (slash < 1 || slash === name.length - 1) return undefined;
    const part = name.slice(0, slash);
    const rest = name.slice(slash + 1);
    if (provider === "bedrock") {
      if (operations.has(part) || (importedRoutes.has(part) && rest.startsWith("arn:"))) {
        return { kind: "read", name: rest, how: `"${part}/" names the operation` };
      }
      if (REGION.test(part)) {
        return { kind: "read", name: rest, region: part, how: `the name holds the region ${part}` };
      }
      if (/^\d+-month-commitment$/.test(part)) {
        return {
          kind: "stop",
          reason: "provisioned throughput is billed by the hour whether it is used or not",
        };
      }
    }
    if (provider === "azure" && Object.hasOwn(azureTypes, part)) {
      const place = azureTypes[part] ?? part;
      return {
        kind: "read",
        name: rest,
        ...servedIn("azure", place),
        how: `"${part}/" names the deployment type`,
      };
    }
    return undefined;
  },
};
