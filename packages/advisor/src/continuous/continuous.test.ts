import { configSchema, type LedgerRow } from "@headgate/contract";
import type { History } from "@headgate/levers";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
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

/** The history of constructed calls of Sonnet 4.5. */
async function sonnetHistory(change: Partial<LedgerRow> = {}): Promise<History> {
  const calls = hourlyCalls(() => ({
    ...{ provider: "anthropic", request_model: "claude-sonnet-4-5" },
    ...change,
  }));
  const { history } = await readHistory({
    ...{ ledger: await ledgerOf(calls), prices: loadPriceBook(), nowMs: NOW_MS },
    config: configSchema.parse({
      providers: { anthropic: { kind: "anthropic", base_url: "https://api.anthropic.com" } },
    }),
    ...{ fromMs: Date.parse(range.from), toMs: NOW_MS },
  });
  return history;
}

/** As if these of the catalogue's models had come out on a day, and nobody knew of the others when. */
function cameOut(history: History, released: Released): History {
  const { market } = history;
  if (market === undefined) throw new TypeError("no market");
  const alternatives = market.alternatives.map((one) => {
    const { cameOn: _before, ...rest } = one;
    const on = released[one.name];
    return on === undefined ? rest : { ...rest, cameOn: on };
  });
  return { ...history, market: { ...market, alternatives } };
}
type Released = Readonly<Record<string, string>>;
const HAIKU = "anthropic/claude-haiku-4-5";
test("a new model is told with the tasks that would cost less there, the dollars a month at their tokens, and what a trial costs", async () => {
  const history = await sonnetHistory({
    request_facts: { task: "intent", tier: "micro", needs: [] },
  });

  const [found, ...others] = await findNewModels(
    cameOut(history, { [HAIKU]: "2026-10-01" }),
    NOW_MS,
  );

  expect(others).toEqual([]);
  // A dollar an hour now; 1,000 tokens in and 100 out at 1 and 5 dollars a million there: 730 hours of 99.85 cents.
  expect(found).toMatchObject({
    ...{ kind: "new-model", subject: HAIKU, dollars: null },
    title: `Try ${HAIKU}, priced since 2026-10-01: about $728.91 a month less on 1 kind of calls, if it is good enough`,
  });
  expect(found?.figures[0]).toEqual({
    what: "intent at anthropic/claude-sonnet-4-5: a month less, estimated",
    value: "$728.91",
  });
  expect(found?.steps[0]).toContain("A trial of 30 calls of each costs about $0.0");

  // How many others are cheaper makes no new model untold, and an old one is none.
  const opus = "anthropic/claude-opus-4-8";
  const dear = await findNewModels(cameOut(history, { [opus]: "2026-10-01" }), NOW_MS);
  expect(dear.map(({ subject }) => subject)).toEqual([opus]);
  expect(await findNewModels(cameOut(history, { [HAIKU]: "2026-05-01" }), NOW_MS)).toEqual([]);
});

test("of calls whose needs are not told its class must be that of the model in use, and of little spend nothing is said", async () => {
  const released = { [HAIKU]: "2026-10-01", "anthropic/claude-sonnet-4-6": "2026-10-01" };
  const history = cameOut(await sonnetHistory(), released);
  expect((await findNewModels(history, NOW_MS)).map(({ subject }) => subject)).toEqual([
    "anthropic/claude-sonnet-4-6",
  ]);
  const little = { ...history, calls: history.calls.slice(0, 3) };
  expect(await findNewModels(little, NOW_MS)).toEqual([]);
});
