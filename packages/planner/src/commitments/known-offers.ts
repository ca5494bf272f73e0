/** A fact about an offer with where it was read. */
export type KnownFact = Readonly<{ source: string; readOn: string }>;

const azureSizing: KnownFact = {
  source:
    "https://github.com/MicrosoftDocs/azure-ai-docs/blob/2a0beb7f3c6479ae684d936424832eb5dbb6f884/articles/foundry/openai/includes/how-to-provisioned-throughput-onboarding-3.md",
  readOn: "2026-11-29",
};

/** Input tokens a minute of one PTU, by model. The table says nothing of prices: those are asked for. */
const inputTokensPerPtu: Readonly<Record<string, number>> = {
  "gpt-5.5": 1_200,
  "gpt-5.4": 2_400,
  "gpt-5.3-codex": 3_400,
  "gpt-5.2": 3_400,
  "gpt-5.2-codex": 3_400,
  "gpt-5.1": 4_750,
  "gpt-5.1-codex": 4_750,
  "gpt-5": 4_750,
  "gpt-5-mini": 23_750,
  "gpt-4.1": 3_000,
  "gpt-4.1-mini": 14_900,
  "gpt-4.1-nano": 59_400,
  o3: 3_000,
  "o4-mini": 5_400,
  "gpt-4o": 2_500,
  "gpt-4o-mini": 37_000,
  "o3-mini": 2_500,
  o1: 230,
};

/** Models of which a regional deployment has 25 PTUs at least, instead of 50; and those that grow by 25 as well. */
const regionalMinimumOf25 = new Set([
  "gpt-5-mini",
  "gpt-4.1-mini",
  "gpt-4.1-nano",
  "o4-mini",
  "gpt-4o-mini",
  "o3-mini",
  "o1",
]);
const regionalIncrementOf25 = new Set([...regionalMinimumOf25].filter((model) => model !== "o1"));

export type KnownPtu = Readonly<{
  tokensPerMinute: number;
  minimum: number;
  increment: number;
  fact: KnownFact;
}>;

/** What is known of a PTU for a model; null where the model is not in the table. */
export function knownPtu(
  model: string,
  deployment: "global" | "data_zone" | "regional",
): KnownPtu | null {
  const tokensPerMinute = Object.hasOwn(inputTokensPerPtu, model)
    ? inputTokensPerPtu[model]
    : undefined;
  if (tokensPerMinute === undefined) return null;
  const regional = deployment === "regional";
  return {
    tokensPerMinute,
    minimum: regional ? (regionalMinimumOf25.has(model) ? 25 : 50) : 15,
    increment: regional ? (regionalIncrementOf25.has(model) ? 25 : 50) : 5,
    fact: azureSizing,
  };
}

/**
 * That a token of output counts as many tokens of input as it costs times as much (from GPT-4.1 on), and that cached
 * ones count as none.
 */
export const ptuTokenRatio: KnownFact = {
  source:
    "https://github.com/MicrosoftDocs/azure-ai-docs/commit/99513a16645cdd09f4a60429e7c00fbb0199cfb0",
  readOn: "2026-11-29",
};

/** Terms of Bedrock's reserved tier: what it takes at least, in thousands of tokens a minute, and for how long. */
export const bedrockReservedTier = {
  minimumInput: 100,
  minimumOutput: 10,
  terms: [1, 3],
  fact: {
    source: "https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html",
    readOn: "2026-11-29",
  },
} as const;

/** For how many months model units can be bought. */
export const bedrockProvisionedTerms = {
  terms: [0, 1, 6],
  fact: {
    source: "https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html",
    readOn: "2026-11-29",
  },
} as const;

const litellm: KnownFact = {
  source: "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
  readOn: "2026-07-24",
};

/** Dollars an hour of one model unit: the few that are public, of models that AWS calls legacy. */
const modelUnitPrices: readonly Readonly<{
  model: string;
  region: string;
  termMonths: number;
  dollars: string;
}>[] = [
  { model: "anthropic.claude-v2:1", region: "us-east-1", termMonths: 1, dollars: "63" },
  { model: "anthropic.claude-v2:1", region: "us-east-1", termMonths: 6, dollars: "34.992" },
  { model: "anthropic.claude-instant-v1", region: "us-east-1", termMonths: 1, dollars: "39.6" },
  { model: "anthropic.claude-instant-v1", region: "us-east-1", termMonths: 6, dollars: "21.996" },
];

/** The price of a model unit's hour; null where it is not public. */
export function knownModelUnit(
  model: string,
  region: string,
  termMonths: number,
): Readonly<{ dollars: string; fact: KnownFact }> | null {
  const found = modelUnitPrices.find(
    (one) => one.model === model && one.region === region && one.termMonths === termMonths,
  );
  return found === undefined ? null : { dollars: found.dollars, fact: litellm };
}
