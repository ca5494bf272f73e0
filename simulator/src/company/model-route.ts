import type { PriceScope, PriceTier } from "@headgate/contract";

/** A way to a model: whose prices hold for it, and by which names bills and logs call it. */
export type ModelRoute = Readonly<{
  /** As the price book names it. */
  provider: "anthropic" | "azure" | "bedrock" | "openai" | "vertex";
  /** As the price book names it. */
  model: string;
  /** As the call names it. */
  sentModel: string;
  /** As the answer names it. */
  responseModel: string;
  /** As a person, or a bill, names it. */
  title: string;
  tier: Extract<PriceTier, "batch" | "standard">;
  scope: PriceScope;
  /** The geography of the scope. */
  place?: string;
  /** Set where AWS's marketplace bills the model. */
  marketplace?: true;
  /** Which parts of a prompt and an answer the model bills apart. */
  counts: "claude" | "embedding" | "plain" | "reasoning";
}>;

const anthropic = {
  provider: "anthropic",
  scope: "global",
  counts: "claude",
} as const;
const openai = { provider: "openai", scope: "global", tier: "standard" } as const;
const azure = { provider: "azure", scope: "global", tier: "standard" } as const;
const bedrock = { provider: "bedrock", tier: "standard" } as const;

/** The models that the company uses. */
export const routes = {
  bedrockSonnet: {
    ...bedrock,
    model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
    sentModel: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    responseModel: "claude-sonnet-4-5-20250929",
    title: "Claude Sonnet 4.5",
    scope: "geo",
    place: "us",
    marketplace: true,
    counts: "claude",
  },
  bedrockHaiku: {
    ...bedrock,
    model: "anthropic.claude-haiku-4-5-20251001-v1:0",
    sentModel: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    responseModel: "claude-haiku-4-5-20251001",
    title: "Claude Haiku 4.5",
    scope: "global",
    marketplace: true,
    counts: "claude",
  },
  bedrockNova: {
    ...bedrock,
    model: "amazon.nova-lite-v1:0",
    sentModel: "amazon.nova-lite-v1:0",
    responseModel: "amazon.nova-lite-v1:0",
    title: "Nova Lite",
    scope: "in_region",
    place: "us-east-1",
    counts: "plain",
  },
  bedrockNovaMicroBatch: {
    ...bedrock,
    tier: "batch",
    model: "amazon.nova-micro-v1:0",
    sentModel: "amazon.nova-micro-v1:0",
    responseModel: "amazon.nova-micro-v1:0",
    title: "Nova Micro",
    scope: "in_region",
    place: "us-east-1",
    counts: "plain",
  },
  azureGpt4o: {
    ...azure,
    model: "gpt-4o",
    sentModel: "gpt-4o",
    responseModel: "gpt-4o",
    title: "gpt 4o",
    counts: "plain",
  },
  azureGpt5Mini: {
    ...azure,
    model: "gpt-5-mini",
    sentModel: "gpt-5-mini",
    responseModel: "gpt-5-mini",
    title: "GPT 5 Mini",
    counts: "reasoning",
  },
  geminiFlash: {
    provider: "vertex",
    tier: "standard",
    scope: "global",
    model: "gemini-2.5-flash",
    sentModel: "gemini-2.5-flash",
    responseModel: "gemini-2.5-flash",
    title: "Gemini 2.5 Flash",
    counts: "reasoning",
  },
  gpt5Mini: {
    ...openai,
    model: "gpt-5-mini",
    sentModel: "gpt-5-mini",
    responseModel: "gpt-5-mini-2025-08-07",
    title: "gpt-5-mini",
    counts: "reasoning",
  },
  gpt51CodexMini: {
    ...openai,
    model: "gpt-5.1-codex-mini",
    sentModel: "gpt-5.1-codex-mini",
    responseModel: "gpt-5.1-codex-mini",
    title: "gpt-5.1-codex-mini",
    counts: "reasoning",
  },
  gpt4oMiniBatch: {
    ...openai,
    tier: "batch",
    model: "gpt-4o-mini",
    sentModel: "gpt-4o-mini",
    responseModel: "gpt-4o-mini-2024-07-18",
    title: "gpt-4o-mini",
    counts: "plain",
  },
  embedding: {
    ...openai,
    model: "text-embedding-3-small",
    sentModel: "text-embedding-3-small",
    responseModel: "text-embedding-3-small",
    title: "text-embedding-3-small",
    counts: "embedding",
  },
  sonnet: {
    ...anthropic,
    tier: "standard",
    model: "claude-sonnet-4-5",
    sentModel: "claude-sonnet-4-5",
    responseModel: "claude-sonnet-4-5-20250929",
    title: "Claude Sonnet 4.5",
  },
  haikuBatch: {
    ...anthropic,
    tier: "batch",
    model: "claude-haiku-4-5",
    sentModel: "claude-haiku-4-5",
    responseModel: "claude-haiku-4-5-20251001",
    title: "Claude Haiku 4.5",
  },
} as const satisfies Record<string, ModelRoute>;
