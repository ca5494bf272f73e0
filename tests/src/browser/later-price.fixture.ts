import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../stack/start-stack.ts";

/** What the price book learns of after the calls: a model of the team's own, priced since the spring. */
const laterPrice = {
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

/** Lays the price file beside a ledger that has calls already. */
export async function learnLaterPrice(stack: Stack): Promise<void> {
  const folder = join(stack.data, "prices");
  mkdirSync(folder);
  writeFileSync(join(folder, "own.json"), JSON.stringify(laterPrice));
  // Without the supervisor nobody tells control of the new file.
  await stack.killAndRestart("control");
}
