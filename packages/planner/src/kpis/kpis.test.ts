import { PICODOLLARS_PER_DOLLAR, picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gpuUseOf, kpiNames } from "./definitions.ts";
import type { KpiFacts } from "./kpi-facts.ts";
import { workOutKpis } from "./work-out-kpis.ts";

const dollars = (amount: number) => picodollars(BigInt(amount) * PICODOLLARS_PER_DOLLAR);
const outcomes = {
  kind: "known",
  accepted: 20,
  cost: dollars(40),
  tokens: 1_600_000,
  unpricedAttempts: 0,
  unmeteredAttempts: 0,
  withoutCalls: 0,
} as const;
const facts: KpiFacts = {
  attempts: 110,
  unpricedAttempts: 0,
  pricedCalls: 100,
  pricedCallsCost: dollars(50),
  pricedTokens: 2_000_000,
  effectiveCost: dollars(50),
  listCost: dollars(60),
  comparedBaselineCost: dollars(100),
  comparedEffectiveCost: dollars(50),
  promptTokens: 1_000_000,
  cacheReadTokens: 300_000,
  avoidedPromptTokens: 0,
  unknownSavings: 0,
  outcomes,
  gpuUtilisation: { kind: "known", mean: 0.8, bounds: 0 },
  bill: {
    kind: "known",
    reconciledShare: (995n * PICODOLLARS_PER_DOLLAR) / 1000n,
    note: null,
  },
};
const nothing: KpiFacts = {
  attempts: 0,
  unpricedAttempts: 0,
  pricedCalls: 0,
  pricedCallsCost: picodollars(0n),
  pricedTokens: 0,
  effectiveCost: picodollars(0n),
  listCost: picodollars(0n),
  comparedBaselineCost: picodollars(0n),
  comparedEffectiveCost: picodollars(0n),
  promptTokens: 0,
  cacheReadTokens: 0,
  avoidedPromptTokens: 0,
  unknownSavings: 0,
  outcomes: { kind: "unknown", reason: "no outcome was sent" },
  gpuUtilisation: { kind: "unknown", reason: "no GPU metric of the period was read" },
  bill: { kind: "unknown", reason: "no bill was loaded" },
};
const kpi = (name: string, of: KpiFacts, before: KpiFacts | null = null) =>
  workOutKpis(of, before).find((worked) => worked.name === name);

test("each KPI is what its definition says", () => {
  const values = Object.fromEntries(
    workOutKpis(facts, null).map((worked) => [
      worked.name,
      worked.kind === "known" ? Number(worked.value) / 1e12 : null,
    ]),
  );

  expect(values).toEqual({
    cost_per_inference: 0.5,
    effective_cost_per_million_tokens: 25,
    token_efficiency: 0.0125,
    cache_hit_rate: 0.3,
    gpu_utilisation: 0.8,
    cost_per_outcome: 2,
    savings_rate: 0.5,
    unpriced_spend: 0,
    reconciled_share: 0.995,
  });
});

test("without calls nothing is known, and each says why and what it needs", () => {
  const kpis = workOutKpis(nothing, null);

  expect(kpis.map(({ name }) => name)).toEqual(kpiNames);
  for (const worked of kpis) {
    expect(worked.kind).toBe("unknown");
    if (worked.kind === "unknown") {
      expect(worked.reason).not.toBe("");
      expect(worked.needs).not.toBe("");
    }
  }
});

test("a bound is judged at once, a direction only against a period before", () => {
  expect(kpi("cache_hit_rate", facts)).toMatchObject({ isOnTarget: false });
  expect(kpi("gpu_utilisation", facts)).toMatchObject({ isOnTarget: true });
  expect(kpi("effective_cost_per_million_tokens", facts)).toMatchObject({ isOnTarget: true });
  expect(kpi("cost_per_inference", facts)).toMatchObject({
    isOnTarget: null,
    trend: null,
    note: "there is no period before to compare with",
  });
  expect(kpi("cost_per_inference", facts, { ...facts, pricedCalls: 80 })).toMatchObject({
    isOnTarget: true,
    trend: "falling",
    isBetter: true,
  });
  expect(kpi("cost_per_outcome", facts, facts)).toMatchObject({
    isOnTarget: true,
    trend: "steady",
    isBetter: null,
  });
  expect(kpi("cost_per_inference", facts, nothing)).toMatchObject({
    before: null,
    note: "before: no call of the period has a known cost",
  });
});

test("unpriced attempts miss the target and are said to be left out elsewhere", () => {
  const some = { ...facts, unpricedAttempts: 3 };

  expect(kpi("unpriced_spend", some)).toMatchObject({
    value: 3n * PICODOLLARS_PER_DOLLAR,
    isOnTarget: false,
  });
  expect(kpi("savings_rate", some, facts)).toMatchObject({
    note: "3 unpriced attempts are left out",
  });
});

test("what a cost of outcomes leaves out is said, and an unpriced attempt makes it a lower bound", () => {
  const gaps = {
    ...outcomes,
    unpricedAttempts: 2,
    unmeteredAttempts: 1,
    withoutCalls: 3,
  };
  const some = { ...facts, outcomes: gaps };

  expect(kpi("cost_per_outcome", some, facts)).toMatchObject({
    note: "a lower bound: 2 unpriced attempts are left out; 3 outcomes that no call is behind are left out",
  });
  expect(kpi("token_efficiency", some, facts)).toMatchObject({
    note: "1 attempt whose tokens nobody counted is left out; 3 outcomes that no call is behind are left out",
  });
  expect(kpi("cost_per_outcome", { ...facts, outcomes: { ...gaps, cost: null } })).toMatchObject({
    kind: "unknown",
    reason: "no call behind outcomes of the period has a known cost",
  });
});

test("a lever that costs more than it saves gives a negative savings rate", () => {
  expect(kpi("savings_rate", { ...facts, comparedBaselineCost: dollars(40) })).toMatchObject({
    value: -PICODOLLARS_PER_DOLLAR / 4n,
    isOnTarget: false,
  });
});

test("a hit rate is between 0 and 1 for any counts", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (cached, others) => {
      const worked = kpi("cache_hit_rate", {
        ...facts,
        promptTokens: cached + others,
        cacheReadTokens: cached,
      });
      if (worked?.kind !== "known") return cached + others === 0;
      return worked.value >= 0n && worked.value <= PICODOLLARS_PER_DOLLAR;
    }),
  );
});

test("calls that Headgate's own cache answered count as read from a cache, and what they saved unknown is told", () => {
  const cached = { ...facts, avoidedPromptTokens: 1_000_000, unknownSavings: 2 };

  expect(kpi("cache_hit_rate", cached)).toMatchObject({ value: 650_000_000_000n });
  expect(kpi("savings_rate", cached)).toMatchObject({
    note: expect.stringContaining("2 attempts whose saving is not known are left out"),
  });
});

test("what the savings rate leaves out is told in words, one for each reason", () => {
  const rate = kpi("savings_rate", { ...facts, unpricedAttempts: 1, unknownSavings: 2 }, facts);

  expect(rate).toMatchObject({
    note: "1 unpriced attempt is left out; 2 attempts whose saving is not known are left out",
  });
});

test("measurements that tell at most how busy GPUs were are named beside the mean, and in the place of one", () => {
  const some = { ...facts, gpuUtilisation: gpuUseOf({ mean: 0.3, bounds: 2 }) };
  expect(kpi("gpu_utilisation", some)).toMatchObject({
    ...{ kind: "known", value: 300_000_000_000n },
    note: expect.stringContaining("2 measurements of GPUs whose number is not known are left out"),
  });

  const none = { ...facts, gpuUtilisation: gpuUseOf({ mean: null, bounds: 1 }) };
  expect(JSON.stringify(kpi("gpu_utilisation", none))).toContain(
    "1 measurement of GPUs whose number is not known is left out: metrics of each GPU would tell",
  );

  const unpriced = { ...some, unpricedAttempts: 7 };
  expect(kpi("gpu_utilisation", unpriced)).toMatchObject({
    note: expect.not.stringContaining("unpriced"),
  });
});
