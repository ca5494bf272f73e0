import type { PriceTier } from "@headgate/contract";

/** The price tier that a provider's service tier is billed in, or why none is known. */
export type TierReading =
  | Readonly<{ kind: "tier"; tier: PriceTier; doubt?: string }>
  | Readonly<{ kind: "unknown"; reason: string }>;

const standard: TierReading = { kind: "tier", tier: "standard" };
const auto: TierReading = {
  kind: "tier",
  tier: "standard",
  doubt: 'the service tier "auto" names no rate; priced as standard',
};

/**
 * OpenAI's `service_tier` of a response. `fast` is the name of `priority` since 2026-07-30
 * (https://developers.openai.com/api/docs/guides/fast-mode.md, read 2026-11-28); `scale` and `ultrafast` are known to the API,
 * but their prices are contracted or without a tier of their own here.
 */
const openai: Readonly<Record<string, TierReading>> = {
  default: standard,
  standard,
  auto,
  flex: { kind: "tier", tier: "flex" },
  priority: { kind: "tier", tier: "priority" },
  fast: { kind: "tier", tier: "priority" },
  batch: { kind: "tier", tier: "batch" },
  scale: { kind: "unknown", reason: "the scale tier is reserved capacity without a public price" },
};

/**
 * Anthropic's `service_tier` of the usage, and `fast` for its `speed`
 * (https://platform.claude.com/docs/en/api/service-tiers.md and `speed` in
 * https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-28).
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
 * Bedrock's `serviceTier` (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ServiceTier.html):
 * `default`, `flex`, `priority`, and `reserved` capacity in tokens a minute, which is billed by the month
 * (https://docs.aws.amazon.com/de_de/bedrock/latest/userguide/service-tiers-inference.html; both read 2026-11-28).
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
 * The Gemini API's `serviceTier` and Vertex AI's `trafficType` (`ServiceTier` and `TrafficType` in
 * https://www.npmjs.com/package/@google/genai 2.32.0). Provisioned throughput is a commitment for a week to a year,
 * not paid by the token (https://docs.cloud.google.com/vertex-ai/generative-ai/docs/deploy/consumption-options; both
 * read 2026-11-28). `ON_DEMAND_OFFPEAK` has no tier here, since no price of it was found. `default` and `auto` are
 * OpenAI's words, which answers of the endpoints that speak its format may have: of models that write them themselves.
 */
const google: Readonly<Record<string, TierReading>> = {
  standard,
  default: standard,
  auto,
  unspecified: standard,
  on_demand: standard,
  batch: { kind: "tier", tier: "batch" },
  flex: { kind: "tier", tier: "flex" },
  on_demand_flex: { kind: "tier", tier: "flex" },
  priority: { kind: "tier", tier: "priority" },
  on_demand_priority: { kind: "tier", tier: "priority" },
  provisioned_throughput: {
    kind: "unknown",
    reason: "provisioned throughput is bought as a commitment and has no price by the token",
  },
};

/**
 * Groq's `service_tier` (https://console.groq.com/docs/service-tiers and …/flex-processing, read 2026-11-28):
 * flex has the on-demand price, performance is for enterprises; what that costs was not looked up again.
 */
const groq: Readonly<Record<string, TierReading>> = {
  on_demand: standard,
  default: standard,
  flex: standard,
  batch: { kind: "tier", tier: "batch" },
  performance: {
    kind: "unknown",
    reason: "the performance tier is for enterprises and has no public price",
  },
};

const others: Readonly<Record<string, TierReading>> = {
  default: standard,
  standard,
  auto,
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
