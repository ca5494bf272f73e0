import { overlaySchema } from "@headgate/contract";
import { formatDollars, type Picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadPriceBook } from "../load-price-book.ts";
import { compileOverlays } from "../overlay/compiled-overlays.ts";
import { type EffectivePriceQuery, effectivePrice } from "./effective-price.ts";
import { rankByPrice } from "./rank-by-price.ts";

const book = loadPriceBook();
const none = compileOverlays([]);
const atMs = Date.parse("2026-11-23");
const sonnet = { provider: "anthropic", models: ["claude-sonnet-4-5"], atMs };
const mini = { provider: "openai", models: ["gpt-4o-mini"], atMs };
const priceOf = (query: Partial<EffectivePriceQuery>) =>
  effectivePrice(book, {
    search: sonnet,
    overlays: none,
    prompt: { tokens: 10_000 },
    answer: { outputTokens: 0 },
    ...query,
  });
const dollarsOf = (query: Partial<EffectivePriceQuery>): string => {
  const price = priceOf(query);
  return price.kind === "known" ? formatDollars(price.effective) : price.reason;
};
/** Picodollars, of a price that is known. */
const amountOf = (query: Partial<EffectivePriceQuery>): Picodollars => {
  const price = priceOf(query);
  if (price.kind === "unknown") throw new Error(price.reason);
  return price.effective;
};

test("a prompt that the cache holds, one that must be written and one without a cache cost each their own", () => {
  const prompt = (warm: number) => ({
    tokens: 10_000,
    prefix: { tokens: 8_000, warm, write: "cache_write_5m" as const },
  });

  // $3, $3.75 and $0.30 for a million tokens of input, written and read.
  expect(dollarsOf({})).toBe("0.030000000000");
  expect(dollarsOf({ prompt: prompt(0) })).toBe("0.036000000000");
  expect(dollarsOf({ prompt: prompt(1) })).toBe("0.008400000000");
  expect(dollarsOf({ prompt: prompt(0.5) })).toBe("0.022200000000");
});

test("answer and reasoning are the model's own, and batch has its own rates", () => {
  const answer = { outputTokens: 100, reasoningTokens: 900 };

  expect(dollarsOf({ answer })).toBe("0.045000000000");
  expect(dollarsOf({ answer, tier: "batch" })).toBe("0.022500000000");
});

test("a cheaper list price loses against a warm cache and a short answer", () => {
  const cheap = priceOf({ search: mini, answer: { outputTokens: 40_000 } });
  const dear = priceOf({
    prompt: { tokens: 10_000, prefix: { tokens: 10_000, warm: 1 } },
    answer: { outputTokens: 100 },
  });

  const ranked = rankByPrice([
    { name: "mini", price: cheap },
    { name: "nobody", price: priceOf({ search: { ...mini, models: ["nobody"] } }) },
    { name: "sonnet", price: dear },
  ]);
  expect(ranked.map(({ name }) => name)).toEqual(["sonnet", "mini", "nobody"]);
});

test("discounts and commitments count: effective is ranked, billed leaves out what was paid in advance", () => {
  const overlays = compileOverlays([
    overlaySchema.parse({
      name: "edp",
      kind: "discount",
      percent: "10",
      valid_from: "2026-01-01",
    }),
  ]);

  const price = priceOf({ overlays });
  expect(price).toMatchObject({ kind: "known", confidence: expect.any(String) });
  expect(dollarsOf({ overlays })).toBe("0.027000000000");
  expect(price.kind === "known" && formatDollars(price.list)).toBe("0.030000000000");
});

test("a price that is missing in a case that may happen makes the whole unknown, never nothing", () => {
  const openai = { search: { ...mini, models: ["gpt-4"] } };
  const prompt = (warm: number) => ({ tokens: 1_000, prefix: { tokens: 500, warm } });

  expect(priceOf({ ...openai, prompt: prompt(0) }).kind).toBe("known");
  expect(priceOf({ ...openai, prompt: prompt(0.000_001) })).toMatchObject({ kind: "unknown" });
  expect(priceOf({ search: { ...mini, models: ["nobody"] } })).toMatchObject({ kind: "unknown" });
});

test("what is no number of tokens or no chance is refused", () => {
  expect(() => priceOf({ prompt: { tokens: -1 } })).toThrow(RangeError);
  expect(() => priceOf({ answer: { outputTokens: Number.NaN } })).toThrow(RangeError);
  expect(() => priceOf({ prompt: { tokens: 2, prefix: { tokens: 1, warm: 1.1 } } })).toThrow(
    RangeError,
  );
});

test("the warmer the cache the cheaper the call, and the expected cost lies between the two cases, to the picodollar", () => {
  const tokens = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(
      tokens,
      tokens,
      fc.integer({ min: 0, max: 1_000_000 }),
      (prefix, rest, millionths) => {
        const at = (warm: number) =>
          amountOf({
            prompt: {
              tokens: prefix + rest,
              prefix: { tokens: prefix, warm, write: "cache_write_5m" },
            },
          });
        const [cold, warm, expected] = [at(0), at(1), at(millionths / 1_000_000)];

        expect(warm <= expected && expected <= cold).toBe(true);
        const exact = cold * BigInt(1_000_000 - millionths) + warm * BigInt(millionths);
        const off = expected * 1_000_000n - exact;
        expect((off < 0n ? -off : off) <= 500_000n).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});
