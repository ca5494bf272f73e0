import { configSchema, type HeadgateConfig } from "@headgate/contract";
import { expect, test } from "vitest";
import type { z } from "zod";
import { checkPriceConfig } from "./check-price-config.ts";
import { acmeBook, acmeEntry } from "./price-book.fixture.ts";

const atMs = Date.parse("2026-06-01T00:00:00Z");
const book = acmeBook(acmeEntry({ per_million_tokens: { input: "2" } }));
const faultsOf = (config: z.input<typeof configSchema>): readonly string[] => {
  const read: HeadgateConfig = configSchema.parse(config);
  return checkPriceConfig(book, read, atMs).map(({ place, message }) => `${place}: ${message}`);
};
const provider = { kind: "openai-compatible", base_url: "http://127.0.0.1:1/v1" } as const;
const discount = { kind: "discount", percent: "10", valid_from: "2026-01-01" } as const;

test("what has an effect is no fault", () => {
  expect(
    faultsOf({
      providers: { hosted: { ...provider, prices: "acme", price_names: { chat: "one-latest" } } },
      overlays: [
        { ...discount, name: "all" },
        { ...discount, name: "by the book", applies_to: { provider: "acme", model: "on*" } },
        { ...discount, name: "as configured", applies_to: { provider: "hosted", model: "one" } },
      ],
      billing_currency: { code: "EUR", rates: [{ valid_from: "2026-06-01", per_dollar: "0.9" }] },
    }),
  ).toEqual([]);
});

test("names that lead nowhere, overlays that concern nothing and a currency without a rate are told", () => {
  const faults = faultsOf({
    providers: { acme: { ...provider, price_names: { chat: "onee" } } },
    overlays: [
      { ...discount, name: "nobody", applies_to: { provider: "acne" } },
      { ...discount, name: "nothing", applies_to: { model: "one-latest" } },
      {
        name: "credit",
        kind: "credit",
        amount: "5",
        valid_from: "2026-01-01",
        applies_to: { model: "x" },
      },
    ],
    billing_currency: { code: "EUR", rates: [{ valid_from: "2026-06-02", per_dollar: "0.9" }] },
  });

  expect(faults).toEqual([
    'providers.acme.price_names.chat: the price book has no model "onee" of acme; near: one',
    'overlays, "nobody": no provider of the price book or of this file is called "acne"',
    'overlays, "nothing": no model of the price book is called "one-latest"; aliases do not count',
    'overlays, "credit": no model of the price book is called "x"; aliases do not count',
    "billing_currency.rates: no rate of EUR holds on 2026-06-01",
  ]);
});
