import type { PriceTier } from "@headgate/contract";

/** The price tier that a provider's service tier is billed in, or why none is known. */
export type TierReading =
  | Readonly<{ kind: "tier"; tier: PriceTier; doubt?: string }>
  | Readonly<{ kind: "unknown"; reason: string }>;

const standard: TierReading = { kind: "tier", tier: "standard" };

/**
 * OpenAI's `service_tier` of a response. `fast` is the name of `priority` since 2026-07-30
 * (https://openai.com/es-ES/api-fast-mode/, read 2026-11-23); `scale` and `ultrafast` are known to the API,
 * but their prices are contracted or without a tier of their own here.
 */
const openai: Readonly<Record<string, TierReading>> = {
  default: standard,
  standard,
  auto: {
    kind: "tier",
    tier: "standard",
    doubt: 'the service tier "auto" names no rate; priced as standard',
  },
  flex: { kind: "tier", tier: "flex" },
  priority: { kind: "tier", tier: "priority" },
  fast: { kind: "tier", tier: "priority" },
  batch: { kind: "tier", tier: "batch" },
  scale: { kind: "unknown", reason: "the scale tier is reserved capacity without a public price" },
};

/**
 * Anthropic's `service_tier` of the usage, and `fast` for its `speed`
 * (https://platform.claude.com/docs/en/api/service-tiers and …/build-with-claude/fast-mode, read 2026-11-23).
 */
const anthropic: Readonly<Record<string, TierReading>> = {
  standard,
  batch: { kind: "tier", tier: "batch" },
  fast: { kind: "tier", tier: "fast" },
  priority: {
    kind: "unknown",
    reason: "the priority tier is a contracted commitment without a public price",
  },
};

/**
 * Bedrock's `serviceTier` (https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html,
 * read 2026-11-25): `default`, `flex`, `priority`, and `reserved` capacity that is bought by the minute.
 */
const bedrock: Readonly<Record<string, TierReading>> = {
  default: standard,
  standard,
  batch: { kind: "tier", tier: "batch" },
  flex: { kind: "tier", tier: "flex" },
  priority: { kind: "tier", tier: "priority" },
  reserved: { kind: "tier", tier: "reserved" },
};

/**
 * The Gemini API's `serviceTier` and Vertex AI's `trafficType`
 * (https://ai.google.dev/gemini-api/docs/optimization and
 * https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse, read
 * 2026-11-25). Provisioned throughput is paid by the hour, not by the token.
 */
const google: Readonly<Record<string, TierReading>> = {
  standard,
  unspecified: standard,
  on_demand: standard,
  batch: { kind: "tier", tier: "batch" },
  flex: { kind: "tier", tier: "flex" },
  on_demand_flex: { kind: "tier", tier: "flex" },
  priority: { kind: "tier", tier: "priority" },
  on_demand_priority: { kind: "tier", tier: "priority" },
  provisioned_throughput: {
    kind: "unknown",
    reason: "provisioned throughput is paid by the hour and has no price by the token",
  },
};

/**
 * Groq's `service_tier` (https://console.groq.com/docs/service-tiers, …/flex-processing and
 * …/performance-tier, read 2026-11-25): flex has the on-demand price, performance is capacity that is bought.
 */
const groq: Readonly<Record<string, TierReading>> = {
  on_demand: standard,
  default: standard,
  flex: standard,
  batch: { kind: "tier", tier: "batch" },
  performance: {
    kind: "unknown",
    reason: "the performance tier is provisioned throughput and has no price by the token",
  },
};

const others: Readonly<Record<string, TierReading>> = {
  default: standard,
  standard,
  batch: { kind: "tier", tier: "batch" },
  flex: { kind: "tier", tier: "flex" },
  priority: { kind: "tier", tier: "priority" },
};

const byProvider: Readonly<Record<string, Readonly<Record<string, TierReading>>>> = {
  openai,
  azure: openai,
  anthropic,
  bedrock,
  gemini: google,
  vertex: google,
  groq,
};
/** Google's enumerations are in capitals. */
const inCapitals = new Set(["gemini", "vertex"]);

/** Reads the service tier of a response; a response that names none was served as standard. */
export const tierOf = (provider: string, serviceTier: string | undefined): TierReading => {
  if (serviceTier === undefined) return standard;
  const tiers = Object.hasOwn(byProvider, provider) ? byProvider[provider] : others;
  const word = inCapitals.has(provider) ? serviceTier.toLowerCase() : serviceTier;
  if (tiers !== undefined && Object.hasOwn(tiers, word)) {
    const reading = tiers[word];
    if (reading !== undefined) return reading;
  }
  return { kind: "unknown", reason: `no price is known for the service tier "${serviceTier}"` };
};
