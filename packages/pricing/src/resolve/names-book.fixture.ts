import { bookOf } from "../price-book.fixture.ts";
import type { PriceBook } from "../price-book.ts";

/** Models by provider, as a price book may name them, with their other names. Prices are made up. */
const models: Readonly<Record<string, readonly (readonly [string, ...string[]])[]>> = {
  openai: [
    ["gpt-4o", "gpt-4o-2024-08-06"],
    ["gpt-4o-2024-05-13"],
    ["gpt-4o-mini", "gpt-4o-mini-2024-07-18"],
    ["ft:gpt-4o-mini", "ft:gpt-4o-mini-2024-07-18"],
    ["gpt-5-mini"],
  ],
  anthropic: [["claude-sonnet-4-5", "claude-sonnet-4-5-20250929"]],
  bedrock: [
    ["anthropic.claude-sonnet-4-5-20250929-v1:0"],
    ["anthropic.claude-sonnet-4-6"],
    ["anthropic.claude-3-5-sonnet-20240620-v1:0"],
    ["anthropic.claude-3-5-sonnet-20241022-v2:0"],
    ["anthropic.claude-3-7-sonnet-20250219-v1:0"],
    // A catalogue's slip, which the price book took over: no such model is.
    ["anthropic.claude-3-7-sonnet-20240620-v1:0"],
    ["anthropic.claude-3-sonnet-20240229-v1:0"],
    // What a catalogue may list beside it: the same model without its vendor.
    ["claude-3-sonnet-20240229"],
    ["anthropic.claude-v2:1"],
    ["claude"],
    ["amazon.nova-lite-v1:0"],
    ["amazon.nova-2-lite-v1:0"],
    ["meta.llama3-1-8b-instruct-v1:0"],
    ["meta.llama4-maverick-17b-instruct-v1:0"],
    ["openai.gpt-oss-120b-1:0"],
  ],
  azure: [["gpt-4o", "gpt-4o-2024-08-06"], ["gpt-3.5-turbo"], ["gpt-4o-mini"]],
  gemini: [["gemini-2.0-flash"], ["gemini-2.5-pro"], ["gemini-1.5-pro"]],
  vertex: [
    ["gemini-2.0-flash", "gemini-2.0-flash-001"],
    ["claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
    ["claude-3-5-sonnet-v2"],
    ["claude-opus-4-5@20251101"],
    ["claude-opus-4-5-20251101"],
  ],
  openrouter: [
    ["anthropic/claude-sonnet-4.5"],
    ["meta-llama/llama-3.1-8b-instruct"],
    ["meta-llama/llama-3.1-8b-instruct:free"],
  ],
  together: [
    ["meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo"],
    ["meta-llama/Llama-3.3-70B-Instruct-Turbo"],
    ["Qwen/Qwen2.5-72B-Instruct"],
  ],
  fireworks: [["accounts/fireworks/models/llama-v3p1-8b-instruct"]],
  groq: [["llama-3.1-8b-instant"], ["openai/gpt-oss-120b"]],
  deepinfra: [["meta-llama/Llama-3.1-8B-Instruct"], ["Qwen/Qwen3-235B-A22B-FP8"]],
  mistral: [["mistral-small-latest"], ["mistral-large-2411"]],
};

/** A price book that knows many names. */
export const namesBook: PriceBook = bookOf(
  ...Object.entries(models).map(([provider, names]) => ({
    provider,
    sources: { page: { url: `https://${provider}.example/prices`, read_at: "2026-11-25" } },
    models: names.map(([model, ...aliases]) => ({ model, aliases })),
    prices: names.map(([model]) => ({
      model,
      tier: "standard",
      valid_from: "2024-01-01",
      recorded_at: "2026-11-25",
      source: "page",
      confidence: "exact",
      per_million_tokens: { input: "1", output: "4" },
    })),
  })),
);
