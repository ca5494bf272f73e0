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

const others: Readonly<Record<string, TierReading>> = {
  default: standard,
  standard,
  batch: { kind: "tier", tier: "batch" },
  flex: { kind: "tier", tier: "flex" },
  priority: { kind: "tier", tier: "priority" },
};

const byProvider: Readonly<Record<string, Readonly<Record<string, TierReading>>>> = {
  openai,
  anthropic,
};

/** Reads the service tier of a response; a response that names none was served as standard. */
export const tierOf = (provider: string, serviceTier: string | undefined): TierReading => {
  if (serviceTier === undefined) return standard;
  const tiers = Object.hasOwn(byProvider, provider) ? byProvider[provider] : others;
  if (tiers !== undefined && Object.hasOwn(tiers, serviceTier)) {
    const reading = tiers[serviceTier];
    if (reading !== undefined) return reading;
  }
  return { kind: "unknown", reason: `no price is known for the service tier "${serviceTier}"` };
};
