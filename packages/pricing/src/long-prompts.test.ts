import { expect, test } from "vitest";
import { loadPriceBook } from "./load-price-book.ts";
import { acmeBook, acmeEntry } from "./price-book.fixture.ts";
import type { PriceBook } from "./price-book.ts";
import { rateUsage } from "./rate-usage.ts";

const costOf = (
  book: PriceBook,
  provider: string,
  model: string,
  day: string,
): Readonly<{ dollars: string; rules: readonly string[]; source: string | undefined }> => {
  const charge = rateUsage(book, {
    provider,
    models: [model],
    usage: { input: 300_000 },
    usageOrigin: "provider",
    operation: "chat",
    atMs: Date.parse(`${day}T12:00:00Z`),
  });
  const rules = charge.lines.map(({ priceRecord, quantity }) => {
    const threshold = book.record(priceRecord)?.threshold;
    return `${quantity} ${threshold?.applies_to ?? "base"} >${threshold?.above_input_tokens ?? 0}`;
  });
  const source = book.record(String(charge.lines.at(-1)?.priceRecord))?.source.url;
  return { dollars: (Number(charge.listCost) / 1e12).toFixed(4), rules, source };
};
const steps = (applies_to: string): PriceBook =>
  acmeBook(
    acmeEntry({
      per_million_tokens: { input: "3" },
      above: [{ input_tokens: 200_000, applies_to, per_million_tokens: { input: "6" } }],
    }),
  );

test("300,000 input tokens at $3, and $6 above 200,000, cost $1.80 by the whole call and $1.20 at the margin", () => {
  expect(costOf(steps("whole_call"), "acme", "one", "2026-02-01")).toMatchObject({
    dollars: "1.8000",
    rules: ["300000 whole_call >200000"],
  });
  expect(costOf(steps("marginal"), "acme", "one", "2026-02-01")).toMatchObject({
    dollars: "1.2000",
    rules: ["200000 base >0", "100000 marginal >200000"],
  });
});

/**
 * Each provider re-prices the whole call, by the source that its record names: OpenAI's own page where it was
 * found, and catalogues for the rest, of which genai-prices and LiteLLM both re-price all of a call.
 */
test.each([
  [
    "anthropic",
    "claude-sonnet-4-5",
    "2026-01-15",
    "1.8000",
    "300000 whole_call >200000",
    /genai-prices\/0\.2\.3/,
  ],
  [
    "gemini",
    "gemini-2.5-pro",
    "2026-11-20",
    "0.7500",
    "300000 whole_call >200000",
    /ai\.google\.dev/,
  ],
  [
    "vertex",
    "gemini-2.5-pro",
    "2026-11-20",
    "0.7500",
    "300000 whole_call >200000",
    /cloud\.google\.com/,
  ],
  [
    "openai",
    "gpt-6.2-sol",
    "2026-11-20",
    "1.2000",
    "300000 whole_call >272000",
    /developers\.openai\.com/,
  ],
  [
    "openai",
    "gpt-5.4",
    "2026-11-20",
    "1.5000",
    "300000 whole_call >272000",
    /genai-prices\/0\.2\.3/,
  ],
  ["xai", "grok-4.3", "2026-11-20", "0.7500", "300000 whole_call >200000", /docs\.x\.ai/],
])(
  "300,000 input tokens of %s/%s on %s cost $%s by the rule %s",
  (provider, model, day, dollars, rule, source) => {
    expect(costOf(loadPriceBook(), provider, model, day)).toEqual({
      dollars,
      rules: [rule],
      source: expect.stringMatching(source),
    });
  },
);
