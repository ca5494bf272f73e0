import type { RatingInput } from "@headgate/pricing";

const atMs = Date.parse("2026-11-20T12:00:00Z");
const call = (about: Pick<RatingInput, "provider" | "models" | "usage"> & Partial<RatingInput>) =>
  ({ usageOrigin: "provider", operation: "chat", atMs, ...about }) satisfies RatingInput;

/** Calls as a gateway meets them, from the plainest to the most involved. */
export const ratingShapes: Readonly<Record<string, RatingInput>> = {
  "plain chat": call({
    provider: "openai",
    models: ["gpt-4o-mini-2024-07-18"],
    usage: { input: 812, output: 214 },
  }),
  "cached prompt with reasoning": call({
    provider: "openai",
    models: ["gpt-6.1-terra"],
    usage: { input: 400, cache_read: 11_000, cache_write: 600, output: 300, reasoning: 1200 },
    serviceTier: "priority",
  }),
  "Claude, both cache writes and searches": call({
    provider: "anthropic",
    models: ["claude-sonnet-4-5-20250929"],
    usage: {
      input: 30,
      cache_read: 90_000,
      cache_write_5m: 2000,
      cache_write_1h: 500,
      output: 900,
      web_searches: 3,
    },
  }),
  "long prompt, the whole call re-priced": call({
    provider: "gemini",
    models: ["gemini-2.5-pro"],
    usage: { input: 250_000, cache_read: 50_000, output: 2000 },
  }),
  "Bedrock in a geography": call({
    provider: "bedrock",
    models: ["anthropic.claude-sonnet-4-6"],
    usage: { input: 5000, cache_read: 20_000, output: 700 },
    scope: "geo",
    place: "eu",
  }),
  "Bedrock by the region's price": call({
    provider: "bedrock",
    models: ["meta.llama3-1-70b-instruct-v1:0"],
    usage: { input: 5000, output: 700 },
    scope: "geo",
    place: "us",
  }),
  "unlisted snapshot": call({
    provider: "openai",
    models: ["gpt-5-mini-2031-01-01"],
    usage: { input: 812, output: 214 },
  }),
  "model without a price": call({
    provider: "openai",
    models: ["house-model-7"],
    usage: { input: 812, output: 214 },
  }),
};
