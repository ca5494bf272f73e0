import { expect, test } from "vitest";
import { loadPriceBook } from "./load-price-book.ts";
import { promptPriceRatios } from "./prompt-price-ratios.ts";

const book = loadPriceBook();
const ratios = (provider: string, model: string, forAnHour = false) =>
  promptPriceRatios(book, {
    provider,
    models: [model],
    forAnHour,
    atMs: Date.UTC(2026, 10, 28),
  });

test("a cache whose writes cost more has the ratio of the time that a prompt is kept for", () => {
  expect(ratios("anthropic", "claude-sonnet-4-5")).toEqual({ write: 1.25, read: 0.1 });
  expect(ratios("anthropic", "claude-sonnet-4-5", true)).toEqual({ write: 2, read: 0.1 });
});

test("writes that have no price of their own cost what input costs", () => {
  expect(ratios("openai", "gpt-5-mini")).toEqual({ write: 1, read: 0.1 });
});

test("of a model without a price nothing is said", () => {
  expect(ratios("openai", "own-model")).toBeUndefined();
});
