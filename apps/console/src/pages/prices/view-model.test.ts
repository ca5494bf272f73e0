import type { PriceRecord, PricesResponse } from "@headgate/contract";
import { expect, test } from "vitest";
import { comparablePrice, detailOf, inReadingOrder, modelLines } from "./view-model.ts";

const record = (more: Partial<PriceRecord>): PriceRecord => ({
  id: "r",
  provider: "acme",
  model: "large",
  component: "input",
  tier: "standard",
  scope: "global",
  price: "3",
  per: 1_000_000,
  valid_from: "2026-08-01",
  recorded_at: "2026-11-20",
  source: { url: "https://acme.example/prices", read_at: "2026-11-20" },
  confidence: "exact",
  ...more,
});

const prices: PricesResponse = {
  at: "2026-11-23",
  models: [
    {
      provider: "acme",
      model: "large",
      aliases: ["large-latest"],
      records: [
        record({ id: "batch", tier: "batch", price: "1.5" }),
        record({
          id: "long",
          price: "6",
          threshold: { above_input_tokens: 200_000, applies_to: "whole_call" },
        }),
        record({ id: "plain" }),
      ],
    },
    { provider: "acme", model: "small", aliases: [], records: [] },
  ],
};

test("the price at a glance is the standard one without a condition", () => {
  const [large, small] = modelLines(prices, {});

  expect(large?.main).toEqual({ input: "$3.00" });
  expect(small?.main).toEqual({});
});

test("records are read standard first and the plain price before the conditional one", () => {
  const records = prices.models.flatMap((model) => model.records).sort(inReadingOrder);

  expect(records.map(({ id }) => id)).toEqual(["plain", "long", "batch"]);
  expect(records[1] && detailOf(records[1]).condition).toBe("over 200K tokens in, whole call");
});

test("prices by another quantity are brought to the one people compare", () => {
  const perThousand = comparablePrice(record({ price: "0.003", per: 1_000 }));
  const searches = comparablePrice(record({ component: "web_searches", price: "0.01", per: 1 }));

  expect(perThousand.amount).toBe(3_000_000_000_000n);
  expect(searches).toEqual({ amount: 10_000_000_000_000n, unit: "1,000 web searches" });
});

test("a tier or a scope chooses the prices at a glance", () => {
  const [batch] = modelLines(prices, { tier: "batch" });
  const [geo] = modelLines(prices, { scope: "geo" });

  expect(batch).toMatchObject({ main: { input: "$1.50" }, records: 3 });
  expect(geo?.main).toEqual({});
});

test("a line shows the prices of one place, and names it when it is not everywhere", () => {
  const [large] = modelLines(
    {
      at: prices.at,
      models: [
        {
          provider: "acme",
          model: "large",
          aliases: [],
          records: [
            record({ id: "geo", scope: "geo", place: "eu", price: "3.3" }),
            record({ id: "region", component: "output", scope: "in_region", price: "9" }),
          ],
        },
      ],
    },
    {},
  );

  expect(large).toMatchObject({ main: { input: "$3.30" }, place: "geo eu" });
  expect(large?.main.output).toBeUndefined();
  expect(modelLines(prices, {})[0]).not.toHaveProperty("place");
});
