import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { marketOf } from "../history/market.ts";
import { readHistory } from "../history/read-history.ts";
import { DAY_MS, DAYS, hourlyCalls, ledgerOf, NOW_MS } from "../plans/plans.fixture.ts";
import { findNewModels } from "./find-new-models.ts";
import { findPriceChanges } from "./find-price-changes.ts";
import { findUnreconciled } from "./find-unreconciled.ts";

const range = {
  from: new Date(NOW_MS - DAYS * DAY_MS).toISOString(),
  to: new Date(NOW_MS).toISOString(),
};
/** A constructed provider whose prices change: one of them within the range, one to come. */
const priced = (
  model: string,
  dollars: string,
  valid_from: string,
  recorded_at = "2026-01-01",
) => ({
  model,
  tier: "standard",
  valid_from,
  recorded_at,
  source: "acme",
  confidence: "exact",
  per_million_tokens: { input: dollars, output: dollars },
});
const prices = loadPriceBook({
  extra: [
    {
      name: "acme.json",
      content: {
        provider: "acme",
        sources: { acme: { url: "https://acme.example/prices", read_at: "2026-11-01" } },
        models: ["rising", "steady", "fallen"].map((model) => ({ model, aliases: [] })),
        prices: [
          priced("rising", "2", "2026-01-01"),
          priced("rising", "3", "2026-12-15", "2026-11-10"),
          priced("steady", "2", "2026-01-01"),
          priced("fallen", "2", "2026-01-01"),
          priced("fallen", "1", "2026-11-10", "2026-11-09"),
        ],
      },
    },
  ],
});

test("a used model whose price is to rise, or has fallen, is told with both prices; a steady one is not", async () => {
  const models = ["rising", "steady", "fallen"];
  const ledger = await ledgerOf(
    hourlyCalls((hour) => ({ provider: "acme", request_model: models[hour % 3] as string })),
  );

  const found = await findPriceChanges(ledger, prices, { range, nowMs: NOW_MS });

  expect(found.map(({ title }) => title).sort()).toEqual([
    "fallen became cheaper: look again what it is used for",
    "rising is to become dearer: look again what it is used for",
  ]);
  const rising = found.find(({ scope }) => scope.model === "rising");
  expect(rising?.figures[0]).toEqual({
    what: "acme: input from 2026-12-15",
    value: "$2 for 1,000,000, then $3 for 1,000,000",
  });
});

test("a bill of which calls explain less than they should is told, by currency", () => {
  const bill = { target: 0.99, unexplained: "12.500000000000" };

  expect(
    findUnreconciled([
      { ...bill, currency: "USD", share: 0.9 },
      { ...bill, currency: "EUR", share: 0.995 },
    ]),
  ).toMatchObject([
    {
      subject: "USD",
      title: "Explain the rest of the bill: calls explain 90.0 % of it in USD, and should 99.0 %",
      figures: [{ value: "90.0 %" }, { value: "$12.50" }],
    },
  ]);
});

test("a new model is one of the last months that is cheaper than a dear one of its class and that no call went to", async () => {
  const ledger = await ledgerOf(
    hourlyCalls(() => ({ provider: "anthropic", request_model: "claude-sonnet-4-5" })),
  );
  const book = loadPriceBook();
  const config = configSchema.parse({
    providers: { anthropic: { kind: "anthropic", base_url: "https://api.anthropic.com" } },
  });
  const { history } = await readHistory({
    ledger,
    prices: book,
    config,
    fromMs: Date.parse(range.from),
    toMs: NOW_MS,
    nowMs: NOW_MS,
  });

  const found = findNewModels(history, NOW_MS);

  const { alternatives } = marketOf({ prices: book, config, nowMs: NOW_MS });
  const own = alternatives.find(({ name }) => name === "anthropic/claude-sonnet-4-5");
  if (own === undefined) throw new TypeError("the book has lost the model that the test is about");
  expect(found.length).toBeLessThanOrEqual(3);
  for (const { subject, dollars } of found) {
    const one = alternatives.find(({ name }) => name === subject);
    expect(one?.tier).toBe(own.tier);
    expect(one !== undefined && one.list.input <= own.list.input).toBe(true);
    expect(dollars).toBeNull();
  }
  // Of little spend, nothing is said.
  const little = { ...history, calls: history.calls.slice(0, 3) };
  expect(findNewModels(little, NOW_MS)).toEqual([]);
});
