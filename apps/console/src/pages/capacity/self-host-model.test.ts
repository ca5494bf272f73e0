import type { SelfHostPlan } from "@headgate/contract";
import { expect, test } from "vitest";
import { hostLines, selfHostFacts, selfHostTexts } from "./self-host-model.ts";

const dollars = (estimate: string) => ({ low: "1", estimate, high: "9000", basis: "400 cases" });

/** Constructed. */
const plan: SelfHostPlan = {
  kind: "plan",
  answer: "api",
  as_of: "2026-11-29",
  model: { id: "m", weights: "maker/m", parameters: 8e9, active_parameters: 8e9 },
  deployment: { accelerator: "h100", spread: 1, precision: "fp8", preset: "stock" },
  traffic: {
    basis: "history",
    hours: 720,
    calls_per_month: 1000,
    tokens_per_day: 50_000,
    prompt_tokens: 1200,
    cached_tokens: 0,
    answer_tokens: 250,
    peak_to_mean: 2,
    unknown_calls: 7,
  },
  replica: {
    concurrent_answers: 64,
    calls_per_second: 2,
    output_tokens_per_second: 500,
    ms_per_token: 40,
    band: { kind: "untuned", low: 0.8, high: 1.2, median_absolute_error: 0.08, rows: 1063 },
    not_worked_out: [],
  },
  fleet: {
    mean_replicas: 2,
    peak_replicas: 3,
    peak_machines: 3,
    machine_hours_per_month: 1460,
    utilisation: 0.3,
  },
  self_host: {
    month: dollars("5000"),
    parts: { machines: "4000", starting: "0", operations: "1000", storage: "0", egress: "0" },
  },
  api: {
    month: dollars("100"),
    hosts: [
      { provider: "groq", model: "m", dollars_per_month: "100", notes: [] },
      { provider: "azure", model: "m", dollars_per_month: null, notes: ["no price for caches"] },
    ],
    current: null,
  },
  break_even: { kind: "at", tokens_per_month: 3_000_000, times_now: 2 },
  chance_self_host_is_cheaper: 0.1,
  regret: {
    self_host: "4900",
    api: "0",
    at_p10_demand: { self_host: "1", api: "0" },
    at_p90_demand: { self_host: "1", api: "0" },
  },
  turning_points: [],
  assumptions: [],
  sources: [],
};

test("both ways stand with their range, and the volume from which it turns", () => {
  expect(selfHostFacts(plan).map(({ value }) => value)).toEqual([
    "$5,000.00",
    "$100.00",
    "3M tokens",
    "10.0 %",
  ]);
  expect(selfHostFacts(plan)[0]?.note).toBe("a month; $1.00 to $9,000.00");
});

test("a break-even that is never says why", () => {
  const never = { ...plan, break_even: { kind: "never", why: "It costs more." } } as const;

  expect(selfHostFacts(never)[2]).toMatchObject({ value: "never", note: "It costs more." });
});

test("an API without a price is unpriced, and calls of unknown tokens are counted", () => {
  expect(hostLines(plan).map(({ cost, notes }) => [cost, notes])).toEqual([
    ["$100.00", ""],
    ["unpriced", "no price for caches"],
  ]);
  expect(selfHostTexts(plan).join(" ")).toContain("7 calls of unknown tokens");
});
