import { expect, test } from "vitest";
import { loadPriceBook } from "./load-price-book.ts";
import { rateUsage } from "./rate-usage.ts";

const book = loadPriceBook();

/** Input and output of a model's answer at one tier, in a region where its price has one. */
const costOf = (provider: string, model: string, serviceTier: string | undefined) =>
  rateUsage(book, {
    provider,
    models: [model],
    usage: { input: 1_000, output: 100 },
    usageOrigin: "provider",
    operation: "chat",
    atMs: Date.parse("2026-11-29T00:00:00Z"),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(provider === "bedrock" && { region: "us-east-1" }),
  });

test.each([
  ["openai", "gpt-4o"],
  ["openai", "gpt-4o-mini"],
  ["openai", "gpt-4.1"],
  ["openai", "gpt-4.1-mini"],
  ["openai", "gpt-5"],
  ["openai", "gpt-5-mini"],
  ["openai", "gpt-5.4"],
  ["openai", "gpt-6-sol"],
  ["openai", "o3"],
  ["openai", "o4-mini"],
  ["anthropic", "claude-haiku-4-5"],
  ["anthropic", "claude-sonnet-4-6"],
  ["anthropic", "claude-sonnet-5"],
  ["anthropic", "claude-opus-5"],
  ["azure", "gpt-4o"],
  ["azure", "gpt-4o-mini"],
  ["azure", "gpt-4.1"],
  ["azure", "gpt-5"],
  ["azure", "o4-mini"],
  ["bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0"],
  ["bedrock", "us.anthropic.claude-sonnet-5-v1:0"],
  ["bedrock", "amazon.nova-lite-v1:0"],
  ["bedrock", "amazon.nova-pro-v1:0"],
  ["bedrock", "meta.llama3-3-70b-instruct-v1:0"],
])("a batch of %s's %s costs half of what it costs in real time", (provider, model) => {
  const batch = costOf(provider, model, "batch");
  const realTime = costOf(provider, model, undefined);

  if (batch.listCost === undefined) expect.fail(batch.reason);
  expect(batch.listCost * 2n).toBe(realTime.listCost);
});

test("an answer of a batch without a batch price is unknown, not priced as in real time", () => {
  const charge = costOf("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "batch");

  expect(charge.listCost).toBeUndefined();
  expect(charge.confidence).toBe("unknown");
});
