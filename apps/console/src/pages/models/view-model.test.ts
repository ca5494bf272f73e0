import type { ModelOffersReport, RoutingReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { routingReport, withPool } from "../routing/routing.fixture.ts";
import { lookedAt, modelLines, offerViews, standingLines } from "./view-model.ts";

const report: ModelOffersReport = {
  from: "2026-11-22T00:00:00.000Z",
  to: "2026-11-29T00:00:00.000Z",
  simulated: true,
  calls: 1_200,
  calls_untold: 20,
  sampled: true,
  models: 400,
  models_priced: 32,
  offers: [
    {
      model: "acme/one",
      tier: null,
      provider_configured: false,
      released_on: "2026-11-20",
      price_per_million: { input: "0.100000000000", output: "0.400000000000" },
      takes: [
        {
          task: null,
          tier: null,
          model: "openai/gpt-4o",
          feature: "search",
          calls: 900,
          saves_per_month: "12.500000000000",
          trial_cost: "0.020000000000",
          assumed_able: null,
        },
      ],
      saves_per_month: "0.000000000000",
      trial_cost: "0.000000000000",
      not: { kinds: 3, unfit: 1, price_unknown: 0, not_cheaper: 2 },
      config: "policies[0].route.pool: [acme/one]",
    },
  ],
};

test("an offer says what it is not known to do, and that its provider is missing", () => {
  const [offer] = offerViews(report);

  expect(offer).toMatchObject({
    tier: "not known",
    tasks: [
      { task: "not plain", now: "openai/gpt-4o, search", saves: "$12.50", able: "nobody knows" },
    ],
  });
  expect(offer?.notes).toEqual([
    "$0.10 in and $0.40 out for 1M tokens, released on 2026-11-20.",
    "3 other kinds of calls: 1 it is not known to take, 2 would not cost less, 0 without a known price.",
    "Its provider is not configured: add it under providers first.",
  ]);
  expect(lookedAt(report)).toContain("1,200 calls looked at, a sample; 20 do not tell");
  expect(lookedAt(report)).toContain("simulated");
});

test("a dominated reference stands first, with the bounds; a new model says how its trial stands", () => {
  const [first] = routingReport.pools[0]?.fingerprints ?? [];
  const dominated = {
    model: "openai/old",
    by: "openai/new",
    is_reference: false,
    calls: 1,
    cost: "0.020000000000",
    by_cost: "0.010000000000",
    quality_at_most: 0.7,
    by_quality_at_least: 0.8,
    labels: 300.4,
    by_labels: 200,
  };
  const told: RoutingReport = withPool({
    fingerprints:
      first === undefined
        ? []
        : [
            {
              ...first,
              dominated: [dominated, { ...dominated, model: "openai/dear", is_reference: true }],
              new_models: [
                {
                  model: "openai/fresh",
                  standing: "on_trial",
                  reason: "4 of 30 trials",
                  tried: 4,
                  needed: 30,
                  trial_share: 0.2,
                  asked: 5,
                  expected_cost: "0.000500000000",
                  unpriced: 1,
                },
              ],
            },
          ],
  });

  const lines = standingLines(told);
  expect(lines.map(({ model, badge }) => [model, badge])).toEqual([
    ["openai/dear", "dominated reference"],
    ["openai/old", "dominated"],
    ["openai/fresh", "on trial"],
  ]);
  expect(lines[1]?.words).toBe(
    "openai/new is better and costs no more: $0.0100 against $0.0200 on 1 call; quality at least 80.0% (200 labels) against at most 70.0% (300 labels). It is not asked.",
  );
  expect(lines[2]?.words).toContain("asked beside on 20.0% of calls. Asked 5 times");
  expect(lines[2]?.words).toContain("and 1 of unknown price");
});

test("what is not stated of a model is a dash", () => {
  const price = { input: null, cache_read: null, output: null, blended: null } as const;
  const [line] = modelLines({
    models: [
      {
        provider: "acme",
        model: "one",
        tier: null,
        tier_reason: "its list price is not known",
        facts: { tools: true },
        sources: {},
        disagreements: [],
        price_per_million: { ...price, confidence: "unknown" },
      },
    ],
  });
  expect(line).toMatchObject({ tier: "not known", prompt: "–", input: "–", can: "tools" });
});
