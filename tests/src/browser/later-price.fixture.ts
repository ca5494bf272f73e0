/** What the price book learns of after the calls: a model of the team's own, priced since the spring. */
export const laterPrice = {
  provider: "openai",
  sources: { offer: { url: "https://example.com/private-offer", read_at: "2026-11-25" } },
  models: [{ model: "gpt-internal-preview", aliases: [] }],
  prices: [
    {
      model: "gpt-internal-preview",
      tier: "standard",
      valid_from: "2026-04-01",
      recorded_at: "2026-11-25",
      source: "offer",
      confidence: "exact",
      per_million_tokens: { input: "2", cache_read: "0.5", output: "8" },
    },
  ],
};
