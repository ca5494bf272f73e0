import { bedrockGeographies } from "../geography.ts";
import type { Address, AddressReading, AddressRule } from "./resolution.ts";

/** Vendors of Bedrock's model ids: what stands before the first dot of a foundation model's id. */
const vendors = [
  "ai21",
  "amazon",
  "anthropic",
  "cohere",
  "deepseek",
  "google",
  "luma",
  "meta",
  "minimax",
  "mistral",
  "moonshot",
  "moonshotai",
  "nvidia",
  "openai",
  "qwen",
  "stability",
  "twelvelabs",
  "writer",
  "xai",
  "zai",
] as const;
const VENDOR_ID = new RegExp(`^(?:${vendors.join("|")})\\.[a-z0-9]`);
const PREFIXED = new RegExp(
  `^([a-z]{2,10}(?:-[a-z]{2,4})?)\\.((?:${vendors.join("|")})\\.[a-z0-9].*)$`,
);

/** Whether a name has the form of a Bedrock foundation model's id. */
export const isBedrockId = (name: string): boolean => VENDOR_ID.test(name);

/** A Bedrock model id without its vendor; undefined when it has none. */
export const withoutVendor = (name: string): string | undefined =>
  isBedrockId(name) ? name.slice(name.indexOf(".") + 1) : undefined;

/** `us.anthropic.…`, `global.anthropic.…`: the prefix says where a call is served, and nothing else. */
export const bedrockProfile: AddressRule = {
  id: "bedrock-profile",
  sources: [
    {
      url: "https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_aws-bedrock-alpha.CrossRegionInferenceProfileRegion.html",
      readAt: "2026-11-28",
    },
  ],
  tellsPlace: true,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    if (provider !== undefined && provider !== "bedrock") return undefined;
    const match = PREFIXED.exec(name);
    if (match === null) return undefined;
    const [, prefix = "", id = ""] = match;
    if (prefix === "global") {
      return {
        kind: "read",
        name: id,
        provider: "bedrock",
        scope: "global",
        how: 'the inference profile "global" may be served in any region',
      };
    }
    if (bedrockGeographies.has(prefix)) {
      return {
        kind: "read",
        name: id,
        provider: "bedrock",
        scope: "geo",
        place: prefix,
        how: `the inference profile "${prefix}" keeps calls within that geography`,
      };
    }
    return {
      kind: "stop",
      reason: `"${prefix}" is not a known geography of Bedrock's inference profiles`,
    };
  },
};

/** A bare id on Bedrock names the provider, when nobody else did. */
export const bedrockBareId: AddressRule = {
  id: "bedrock-bare-id",
  sources: [
    {
      url: "https://platform.claude.com/docs/en/build-with-claude/claude-on-amazon-bedrock",
      readAt: "2026-11-28",
    },
  ],
  tellsPlace: false,
  read: ({ provider, name }: Address): AddressReading | undefined =>
    provider === undefined && isBedrockId(name) && !PREFIXED.test(name)
      ? {
          kind: "read",
          name,
          provider: "bedrock",
          how: "the name has the form of a Bedrock model id",
        }
      : undefined,
};
