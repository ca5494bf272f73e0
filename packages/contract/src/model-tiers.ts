/** What a model is for, by what it costs and can do. Cheapest first; see decisions/0058. */
export const modelTiers = ["micro", "budget", "flagship", "premium"] as const;
export type ModelTier = (typeof modelTiers)[number];
