import { configSchema } from "@headgate/contract";
import { compileOverlays, loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import type { Target } from "../call/plan-targets.ts";
import { priceOfAsk } from "./price-of-ask.ts";

const prices = { priceBook: loadPriceBook(), overlays: compileOverlays([]) };
const at = (kind: "openai" | "openai-compatible") => {
  const { one } = configSchema.parse({
    providers: { one: { kind, base_url: "http://127.0.0.1:9/v1", api_key: "x" } },
  }).providers;
  return {
    provider: { name: "one", config: one, priceProvider: "openai", priceContext: {} },
    model: "gpt-4o",
  } as unknown as Target;
};
/** 2.50 dollars a million in, 1.25 cached, 10 out. */
const ask = (target: Target) => ({
  ...{ name: "one/gpt-4o", target, model: "gpt-4o", inputTokens: 1_000, outputTokens: 100 },
  atMs: Date.parse("2026-11-29T00:00:00Z"),
});

test("what may wait is priced in a batch, which reads no cache, or in real time, whichever is less", () => {
  const priced = (prefix: { share: number; warm: number } | undefined) =>
    priceOfAsk(prices, ask(at("openai")), { prefix, mayWait: true });

  expect(priced(undefined)).toEqual({ price: 1_750_000_000n, tier: "batch" });
  // All of the prompt at half in real time, and the answer in full: a batch is still cheaper.
  expect(priced({ share: 1, warm: 1 })).toEqual({ price: 1_750_000_000n, tier: "batch" });
});

test.each([
  ["its provider has no batches", "openai-compatible", true],
  ["the call does not wait", "openai", false],
] as const)("real time is its price where %s", (_why, kind, mayWait) => {
  const found = priceOfAsk(prices, ask(at(kind)), { prefix: undefined, mayWait });
  expect(found).toEqual({ price: 3_500_000_000n, tier: "standard" });
});
