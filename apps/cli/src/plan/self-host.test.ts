import {
  HeadgateError,
  type SelfHostPlan,
  selfHostPlan,
  selfHostPlanRequest,
} from "@headgate/contract";
import { expect, test } from "vitest";
import { renderNoPlan } from "./render-no-plan.ts";
import { renderSelfHost } from "./render-self-host.ts";
import { type SelfHostFlags, selfHostAsk } from "./self-host-request.ts";

const range = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-29T00:00:00.000Z", filter: {} };
const rented = { model: "llama-3.3-70b", gpu: "h100", "gpu-hour": "2.95" };
const ask = (flags: Partial<SelfHostFlags>) =>
  selfHostPlanRequest.parse(selfHostAsk({ ...rented, ...flags }, [], range));

test("without a stated demand the range of the ledger is asked for", () => {
  expect(ask({}).demand).toEqual({ kind: "history", ...range });
  expect(ask({ "calls-per-day": "500", prompt: "1000", answer: "300" }).demand).toEqual({
    kind: "stated",
    calls_per_day: 500,
    prompt_tokens: 1000,
    cached_tokens: 0,
    answer_tokens: 300,
    shape: "daily_wave",
  });
});

test("an hour of one accelerator is an hour of all that are rented together, exactly", () => {
  expect(ask({ "gpus-per-machine": "8" }).machine).toEqual({
    kind: "stated",
    dollars_per_hour: "23.600000000000",
    accelerators: 8,
  });
});

test("a measurement, shares and growth are read as people write them", () => {
  expect(
    ask({
      measured: "1000,300,64,2100",
      "spot-share": "30%",
      "spot-availability": "0.9",
      "spot-hour": "1.25",
      growth: "-20%",
    }),
  ).toMatchObject({
    measured: { concurrent_answers: 64, output_tokens_per_second: 2100 },
    spot: { share: 0.3, availability: 0.9 },
    future: { growth_per_year: -0.2 },
  });
});

test.each([
  [{ "gpu-hour": undefined }, "--gpu-hour"],
  [{ "gpu-hour": "cheap" }, "--gpu-hour is dollars"],
  [{ machine: "aws/p5.48xlarge", "gpu-hour": undefined }, "--region"],
  [{ machine: "p5", region: "x", "gpu-hour": undefined }, "provider/sku"],
  [{ machine: "aws/p5", region: "x" }, "contradict"],
  [{ prompt: "10" }, "--calls-per-day"],
  [{ "calls-per-day": "10" }, "--prompt and --answer"],
  [{ "calls-per-day": "many", prompt: "1", answer: "1" }, "--calls-per-day is a number"],
  [{ measured: "1,2,3" }, "1000,300,64,2100"],
  [{ "spot-share": "half" }, "--spot-share"],
  [{ "spot-share": "0.5" }, "--spot-availability"],
  [{ growth: "a lot" }, "--growth"],
] as const)("flags %j are refused with what is meant", (flags, message) => {
  expect(() => ask(flags)).toThrow(HeadgateError);
  expect(() => ask(flags)).toThrow(message);
});

const ZERO = "0.000000000000";
const month = (estimate: string) => ({
  low: "900.000000000000",
  estimate,
  high: "30000.000000000000",
  basis: "constructed",
});
const plan: SelfHostPlan = selfHostPlan.parse({
  kind: "plan",
  answer: "too_close",
  as_of: "2026-11-29",
  model: { id: "m", weights: "acme/m", parameters: 7e10, active_parameters: 7e10 },
  deployment: { accelerator: "h100", spread: 2, precision: "fp8", preset: "stock" },
  traffic: {
    basis: "the ledger's calls of the range",
    hours: 720,
    calls_per_month: 1000,
    tokens_per_day: 43_000_000,
    prompt_tokens: 1000,
    cached_tokens: 200,
    answer_tokens: 300,
    peak_to_mean: 2.5,
    unknown_calls: 12,
  },
  replica: {
    concurrent_answers: 64,
    calls_per_second: 7,
    output_tokens_per_second: 2100,
    ms_per_token: 30.5,
    band: { kind: "untuned", low: 0.79, high: 1.16, median_absolute_error: 0.085, rows: 1063 },
    not_worked_out: ["time to the first token"],
  },
  fleet: {
    mean_replicas: 2.4,
    peak_replicas: 4,
    peak_machines: 4,
    machine_hours_per_month: 1752,
    utilisation: 0.41,
  },
  self_host: {
    month: month("21000.000000000000"),
    parts: {
      machines: "8500.000000000000",
      starting: ZERO,
      operations: "12500.000000000000",
      storage: ZERO,
      egress: ZERO,
    },
  },
  api: {
    month: month("20000.000000000000"),
    hosts: [
      { provider: "acme", model: "m", dollars_per_month: "20000.000000000000", notes: [] },
      { provider: "dark", model: "m", dollars_per_month: null, notes: ["no price"] },
    ],
    current: null,
  },
  break_even: { kind: "never", why: "a replica's hour costs more" },
  chance_self_host_is_cheaper: 0.45,
  regret: {
    self_host: "800.000000000000",
    api: "700.000000000000",
    at_p10_demand: { self_host: ZERO, api: ZERO },
    at_p90_demand: { self_host: ZERO, api: ZERO },
  },
  turning_points: [
    {
      input: "operations a month",
      now: "$12500",
      turns_at: "$11400",
      answer_then: "own from there",
    },
  ],
  assumptions: ["People: $12500 a month keep it running."],
  sources: [
    {
      what: "an hour of 1 × H100",
      value: "$2.95",
      source: "entered by you",
      read_on: null,
      age_days: null,
    },
    {
      what: "acme/m",
      value: "$9",
      source: "https://acme.example",
      read_on: "2026-11-01",
      age_days: 28,
    },
  ],
});

test("the answer comes first, with its range, its chance and what is not known", () => {
  const page = renderSelfHost(plan, 200);

  expect(page.split("\n")[0]).toContain("Too close to call: own machines are cheaper in 45 %");
  expect(page).toContain("$21,000.00 ($900.00 to $30,000.00) a month");
  expect(page).toContain("never: a replica's hour costs more");
  expect(page).toContain("of 12 calls the tokens are not known");
  expect(page).toContain("0.79 to 1.16 times what was worked out");
  expect(page).toMatch(/dark\/m +unknown +no price/);
  expect(page).toContain("https://acme.example, 2026-11-01, 28 days old");
  expect(page).toMatch(/operations a month +\$12500 +\$11400/);
});

test("why there is no plan comes with what to do", () => {
  const page = renderNoPlan({
    kind: "no_plan",
    reasons: [{ why: "missing", place: "model", text: "It is unknown.", mend: "Name another." }],
  });

  expect(page).toBe("No plan:\n- It is unknown.\n  Name another.");
});
