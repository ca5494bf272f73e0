import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  disagreementsResponse,
  estimateResponse,
  priceHistoryResponse,
  pricesPage,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

test("prices hold today unless a day is named", async () => {
  const { at, models, total } = await control.read("/api/prices", pricesPage.strict());

  expect(at).toBe("2026-11-23");
  expect(total).toBe(control.prices.list({ at }).length);
  expect(models).toHaveLength(100);
  expect(control.prices.list({ at })).toEqual(expect.arrayContaining(models));
});

test("prices can be asked for one provider and day", async () => {
  const { at, models } = await control.read(
    "/api/prices?provider=anthropic&at=2026-10-01",
    pricesPage.strict(),
  );

  expect(at).toBe("2026-10-01");
  expect(new Set(models.map((model) => model.provider))).toEqual(new Set(["anthropic"]));
});

test("the pages together are the price book, each model once", async () => {
  const seen: string[] = [];
  let total = 1;
  while (seen.length < total) {
    const page = await control.read(
      `/api/prices?at=2026-11-23&limit=500&offset=${seen.length}`,
      pricesPage.strict(),
    );
    total = page.total;
    expect(page.models.length).toBeGreaterThan(0);
    seen.push(...page.models.map(({ provider, model }) => `${provider}/${model}`));
  }

  const book = control.prices.list({ at: "2026-11-23" });
  expect(new Set(seen).size).toBe(seen.length);
  expect(new Set(seen)).toEqual(new Set(book.map((one) => `${one.provider}/${one.model}`)));
});

test("a model is found by any of its names, in any order of words, and by tier", async () => {
  const named = await control.read(
    "/api/prices?q=2024-07-18%20OPENAI%204o-mini&tier=batch",
    pricesPage.strict(),
  );
  const none = await control.read("/api/prices?q=nobody", pricesPage.strict());

  expect(named.models.map(({ model }) => model)).toContain("gpt-4o-mini");
  expect(named.models.every(({ records }) => records.some(({ tier }) => tier === "batch"))).toBe(
    true,
  );
  expect(named.total).toBe(named.models.length);
  expect(none).toMatchObject({ models: [], total: 0 });
  expect(none.providers).toContain("openai");
});

test("a day that does not exist is refused", async () => {
  const error = await expectError(
    await control.ask("/api/prices?at=2026-02-30"),
    400,
    "request_invalid",
  );

  expect(error.message).toContain("at");
});

test("a model's history is found by any of its names", async () => {
  const history = await control.read(
    "/api/prices/history?model=openai/gpt-4o-mini-2024-07-18",
    priceHistoryResponse.strict(),
  );

  expect(history.today).toBe("2026-11-23");
  expect(history.models).toMatchObject([{ provider: "openai", model: "gpt-4o-mini" }]);
  const records = history.models[0]?.records ?? [];
  const holding = records.filter(({ holds }) => holds.length > 0);
  const inputs = holding.filter(({ component, tier }) => component === "input" && tier === "batch");
  // What was recorded again later is kept, and holds on no day.
  expect(inputs).toMatchObject([{ price: "0.075", confidence: "exact" }]);
  expect(records.length).toBeGreaterThan(holding.length);
});

test("calls are estimated side by side, and what nobody has stays unknown", async () => {
  const answer = await control.ask(
    "/api/prices/estimate",
    sendJson("POST", {
      models: ["openai/gpt-4o-mini", "nobody"],
      usage: { input: 1_000, cache_read: 1_000, output: 100 },
      calls: 1_000,
    }),
  );

  const estimate = estimateResponse.strict().parse(await answer.json());
  expect(estimate).toMatchObject({ at: "2026-11-23", usage: { input: 1_000_000 } });
  // 1,000 × (1,000 × 0.15 + 1,000 × 0.075 + 100 × 0.60) µ$
  expect(estimate.rows).toMatchObject([
    { model: "gpt-4o-mini", list_cost: "0.285000000000" },
    { model: null, list_cost: null, unpriced_calls: 1_000 },
  ]);
});

test("an estimate has the overlays of the configuration that runs, and the region chooses the price", async () => {
  const overlay = { name: "edp", kind: "discount", percent: "10", valid_from: "2026-01-01" };
  const answer = await control.another({ config: { overlays: [overlay] } }).ask(
    "/api/prices/estimate",
    sendJson("POST", {
      models: ["bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0"],
      usage: { input: 1_000_000 },
      region: "us-east-1",
    }),
  );

  expect(estimateResponse.strict().parse(await answer.json())).toMatchObject({
    region: "us-east-1",
    scope: null,
    rows: [{ list_cost: "3.300000000000", effective_cost: "2.970000000000", overlays: ["edp"] }],
  });
});

test("where an imported catalogue says something else is told, with its source", async () => {
  const folder = join(control.folder, "prices", "catalogues");
  await mkdir(folder, { recursive: true });
  const source = { url: "https://catalogue.example/prices.json", read_at: "2026-11-20" };
  const candidate = {
    catalogue: "litellm",
    at: "prices.json: gpt-4o-mini.output_cost_per_token",
    provider: "openai",
    model: "gpt-4o-mini",
    component: "output",
    tier: "standard",
    scope: "global",
    price: "0.7",
    per: 1_000_000,
    source,
  };
  const snapshot = { url: source.url, day: source.read_at };
  await writeFile(
    join(folder, "litellm-2026-11-20.json"),
    JSON.stringify({ kind: "litellm", snapshot, candidates: [candidate] }),
  );

  const path = "/api/prices/disagreements?provider=openai&model=gpt-4o-mini";
  const found = await control.read(path, disagreementsResponse.strict());

  expect(found).toMatchObject({
    catalogues: [{ catalogue: "litellm", day: "2026-11-20" }],
    agreed: 0,
    disagreements: [
      {
        kind: "differs",
        component: "output",
        book: { provider: "openai", model: "gpt-4o-mini" },
        catalogues: [{ catalogue: "litellm", price: "0.7", source }],
      },
    ],
  });
  expect(
    await control.read("/api/prices/disagreements?model=other", disagreementsResponse),
  ).toMatchObject({ agreed: 0, disagreements: [] });
});

test("an estimate without a model is refused", async () => {
  const answer = await control.ask(
    "/api/prices/estimate",
    sendJson("POST", { models: [], usage: {} }),
  );

  expect((await expectError(answer, 400, "request_invalid")).message).toContain("models");
});
