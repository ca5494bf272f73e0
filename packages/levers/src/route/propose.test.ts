import type { HistoryRow, ModelFacts, ModelTier } from "@headgate/contract";
import { inputTokens, outputTokens } from "@headgate/contract";
import { multiply, picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { historyCall, historyOf } from "../history/call.fixture.ts";
import type { HistoryCall } from "../history/history.ts";
import type { Alternative, Market } from "../history/market.ts";
import { savedBy } from "../history/proposal.ts";
import { proposeRoute } from "./propose.ts";

const able: ModelFacts = { context_window: 100_000, max_output_tokens: 8_000, tools: true };

/** Constructed: so many picodollars a token of input, and four times as many of output. */
function model(
  name: string,
  tier: ModelTier,
  rate: number,
  more: Partial<Alternative> = {},
): Alternative {
  return {
    name,
    tier,
    isConfigured: true,
    isUsed: true,
    kind: "anthropic",
    priceProvider: "anthropic",
    facts: able,
    list: { input: picodollars(BigInt(rate)), output: picodollars(BigInt(4 * rate)) },
    price: (_call, { cache_read, ...usage }) => {
      const [input, output] = [inputTokens(usage), outputTokens(usage)];
      if (cache_read !== undefined || input === undefined || output === undefined) return undefined;
      return sum([
        multiply(picodollars(BigInt(rate)), input),
        multiply(picodollars(BigInt(4 * rate)), output),
      ]);
    },
    ...more,
  };
}

const market = (...alternatives: readonly Alternative[]): Market => ({
  alternatives,
  modelOf: () => ({ tier: "flagship", facts: able, priceProvider: "anthropic" }),
});

const asked = (id: number, facts: HistoryRow["request_facts"], row: Partial<HistoryRow> = {}) =>
  historyCall(`call-${id}`, { request_facts: { needs: [], ...facts }, ...row });

const proposed = (calls: readonly HistoryCall[], of: Market) =>
  proposeRoute({ ...historyOf(calls), market: of });

test("trivial tasks of a large model go to the cheapest able one of their tier, at what these very calls would have cost there", async () => {
  const calls = [
    asked(1, { task: "intent", tier: "micro" }),
    asked(2, { task: "faq", tier: "budget" }),
    asked(3, { task: "code", tier: "flagship" }),
    asked(4, {}),
  ];
  const { proposals } = await proposed(
    calls,
    market(
      model("lab/micro", "micro", 10),
      model("lab/budget", "budget", 100),
      model("elsewhere/micro", "micro", 1, { isConfigured: false, isUsed: false }),
      model("lab/blind", "micro", 1, { facts: {} }),
    ),
  );

  expect(proposals).toHaveLength(1);
  const [trivial] = proposals;
  expect(trivial).toMatchObject({
    title: "Have small models do the trivial tasks of claude-sonnet-4-5",
    change: { route: { mode: "on", pool: ["lab/micro", "lab/budget"], day_one: "tiers" } },
    confidence: { level: "low" },
    quality: { risk: "medium" },
  });
  // 1,000 tokens in and 100 out: 1,400 times the rate of input, at 1,000 before.
  expect(savedBy(trivial?.savings ?? [])).toBe(1_400n * (990n + 900n));
  expect(trivial?.savings.map(({ call }) => call.row.call_id)).toEqual(["call-1", "call-2"]);
});

test("a model of the same tier that takes every call for less dominates; it is asked only where labels certify it, and looking is taken off", async () => {
  const calls = [asked(1, {}), asked(2, { needs: ["tools"] })];
  const { proposals } = await proposed(calls, market(model("lab/rival", "flagship", 500)));

  expect(proposals).toMatchObject([
    {
      title:
        "claude-sonnet-4-5 looks dominated: lab/rival takes all these calls and costs less on each",
      change: { route: { mode: "on", pool: ["lab/rival"] } },
      quality: { risk: "low" },
    },
  ]);
  // Half of the price each, less one in twenty of the other half.
  expect(savedBy(proposals[0]?.savings ?? [])).toBe((2n * 1_400n * 500n * 95n) / 100n);
});

test("what a call needs and a model is not known to have keeps it where it is; rows that do not tell are counted", async () => {
  const calls = [
    asked(1, { needs: ["image"], task: "intent", tier: "micro" }),
    asked(2, { needs: ["other"], task: "intent", tier: "micro" }),
    historyCall("call-3"),
  ];
  const { proposals, notProposed } = await proposed(calls, market(model("lab/micro", "micro", 10)));

  expect(proposals).toEqual([]);
  expect(notProposed.map(({ calls: count, reason }) => [count, reason.slice(0, 26)])).toEqual([
    [2, "Needs what their requests "],
    [1, "No model of a provider in "],
  ]);
});

test("what another provider had kept of a prompt is plain input at the next", async () => {
  const usage = { input: 100, cache_read: 900, output: 100 };
  const cached = asked(1, { task: "intent", tier: "micro" }, { usage });
  const { proposals } = await proposed([cached], market(model("lab/micro", "micro", 500)));

  // It cost 590,000 with its cache, and would cost 700,000 without one.
  expect(cached.cost).toBe(590_000n);
  expect(proposals).toEqual([]);
});

test("a policy that looks on is proposed to be switched on by what it would have chosen", async () => {
  const route = {
    reference: "anthropic/claude-sonnet-4-5",
    chosen: "lab/micro",
    reason: "shadow",
    expected: 0.9,
  } as const;
  const { proposals } = await proposed(
    [asked(1, {}, { route })],
    market(model("lab/micro", "micro", 10)),
  );

  expect(proposals).toMatchObject([
    { change: { route: { mode: "on" } }, confidence: { level: "high" } },
  ]);
  expect(savedBy(proposals[0]?.savings ?? [])).toBe(1_400n * 990n);
});

test("no choice by task costs more on any call than what it cost", async () => {
  const call = fc.record({
    tier: fc.constantFrom<ModelTier>("micro", "budget", "flagship", "premium"),
    input: fc.nat({ max: 50_000 }),
    output: fc.nat({ max: 9_000 }),
    cache_read: fc.option(fc.nat({ max: 50_000 }), { nil: undefined }),
  });
  const rates = fc.array(
    fc.record({
      tier: fc.constantFrom<ModelTier>("micro", "budget", "flagship", "premium"),
      rate: fc.integer({ min: 1, max: 2_000 }),
    }),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 12 }), rates, async (made, of) => {
      const calls = made.map(({ tier, input, output, cache_read }, id) =>
        asked(
          id,
          { task: "any", tier },
          { usage: { input, output, ...(cache_read !== undefined && { cache_read }) } },
        ),
      );
      const models = of.map(({ tier, rate }, place) => model(`lab/${place}`, tier, rate));
      const { proposals } = await proposed(calls, market(...models));
      for (const { change, savings } of proposals) {
        if (change.route?.day_one !== "tiers") continue;
        for (const { saved } of savings) expect(saved === undefined || saved > 0n).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test("a model that thinks before it answers takes no calls that were answered without: what it would cost is not known", async () => {
  const calls = Array.from({ length: 3 }, (_, id) => asked(id, { task: "intent", tier: "micro" }));
  const thinking = { facts: { ...able, reasoning: true } };
  const thought = calls.map(({ row }) =>
    historyCall(row.call_id, { ...row, usage: { input: 1_000, output: 100, reasoning: 60 } }),
  );

  const left = await proposed(calls, market(model("lab/thinker", "micro", 1, thinking)));
  const taken = await proposed(thought, market(model("lab/thinker", "micro", 1, thinking)));
  const whenAsked = await proposed(
    calls,
    market(model("lab/claude-haiku-4-5", "micro", 1, thinking)),
  );

  expect(left.proposals).toEqual([]);
  expect(left.notProposed.at(-1)?.reason).toMatch(/Not looked at: 1 that think/);
  expect(taken.proposals.length).toBeGreaterThan(0);
  expect(whenAsked.proposals.length).toBeGreaterThan(0);
});
