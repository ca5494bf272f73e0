/** The text of a price file that can be used. */
export const inHousePrices = JSON.stringify({
  provider: "in-house",
  sources: { contract: { url: "https://intranet.example/llm", read_at: "2026-11-01" } },
  models: [{ model: "llama", aliases: [] }],
  prices: [
    {
      ...{ model: "llama", tier: "standard", source: "contract", confidence: "exact" },
      ...{ valid_from: "2026-01-01", recorded_at: "2026-11-01" },
      per_million_tokens: { input: "1", output: "2" },
    },
  ],
});
