import { modelsResponse } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

const read = (question: string) => control.read(`/api/models${question}`, modelsResponse.strict());

test("a page of models has tier, limits, price and the source of each fact", async () => {
  const { models, total, at } = await read("?model=claude-haiku-5-5&provider=anthropic");

  expect({ total, at }).toEqual({ total: 1, at: "2026-11-23" });
  expect(models).toMatchObject([
    {
      tier: "micro",
      facts: { context_window: 1_000_000, max_output_tokens: 128_000, tools: true },
      sources: { context_window: { by: "provider", read_at: "2026-11-29" } },
      price_per_million: { input: "0.100000000000", output: "0.500000000000" },
    },
  ]);
});

test("the pages together are the catalogue, each model once", async () => {
  const seen: string[] = [];
  let total = 1;
  while (seen.length < total) {
    const page = await read(`?limit=500&offset=${seen.length}`);
    total = page.total;
    expect(page.models.length).toBeGreaterThan(0);
    seen.push(...page.models.map(({ provider, model }) => `${provider}/${model}`));
  }

  expect(new Set(seen).size).toBe(total);
});

test("models are narrowed by words, tier and what they are stated to do", async () => {
  const { models } = await read("?q=OPENAI%20gpt&tier=micro&can=input.image");

  expect(models.length).toBeGreaterThan(0);
  expect(
    models.every(
      ({ provider, tier, facts }) =>
        provider === "openai" && tier === "micro" && facts.input?.image === true,
    ),
  ).toBe(true);
});

test("a model of which nothing is known is shown when it is asked for, and counted when not", async () => {
  const named = await read("?model=openai/gpt-4-0314");
  const all = await read("?provider=openai");

  expect(named.models).toMatchObject([{ model: "gpt-4-0314", facts: {}, sources: {} }]);
  expect(all.without_facts).toBeGreaterThan(0);
});

test("what the operator states is shown at once, and what concerns nothing is told", async () => {
  const another = control.another({
    config: {
      catalogue: { "openai/gpt-4o": { batch: false, tier: "budget" }, "acme/one": { tools: true } },
    },
  });
  const answer = await another.ask("/api/models?model=openai/gpt-4o");

  const { models, faults } = modelsResponse.strict().parse(await answer.json());
  expect(models).toMatchObject([
    { tier: "budget", facts: { batch: false }, sources: { batch: { by: "operator" } } },
  ]);
  expect(faults).toEqual([
    'catalogue.acme/one: no provider of this file or of the price book is called "acme"',
  ]);
});

test("a tier that does not exist is refused", async () => {
  await expectError(await control.ask("/api/models?tier=best"), 400, "request_invalid");
});
