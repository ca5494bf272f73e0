import { estimateResponse, priceHistoryResponse, pricesResponse } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

test("prices hold today unless a day is named", async () => {
  const { at, models } = await control.read("/api/prices", pricesResponse.strict());

  expect(at).toBe("2026-11-23");
  expect(models).toEqual(control.prices.list({ at }));
  expect(models.length).toBeGreaterThan(0);
});

test("prices can be asked for one provider and day", async () => {
  const { at, models } = await control.read(
    "/api/prices?provider=anthropic&at=2026-10-01",
    pricesResponse.strict(),
  );

  expect(at).toBe("2026-10-01");
  expect(new Set(models.map((model) => model.provider))).toEqual(new Set(["anthropic"]));
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
  expect(history.models[0]?.records.every(({ holds }) => holds.length > 0)).toBe(true);
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

test("an estimate without a model is refused", async () => {
  const answer = await control.ask(
    "/api/prices/estimate",
    sendJson("POST", { models: [], usage: {} }),
  );

  expect((await expectError(answer, 400, "request_invalid")).message).toContain("models");
});
