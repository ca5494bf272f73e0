import { type NoPlan, type SelfHostPlan, selfHostPlanReport } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { builtInInfrastructure } from "../infrastructure/built-in-infrastructure.ts";
import { infrastructureBook } from "../infrastructure/infrastructure-book.ts";
import { askSelfHost, bookWithAcme, NOW_MS } from "./acme-host.fixture.ts";
import { planSelfHost } from "./plan-self-host.ts";
import { statedTraffic } from "./stated-traffic.ts";

const infrastructure = infrastructureBook(builtInInfrastructure());
const dear = bookWithAcme("9");
const cheap = bookWithAcme("0.05");

function plan(about: Readonly<Record<string, unknown>> = {}, prices = dear): SelfHostPlan {
  const found = planSelfHost(askSelfHost(about), {
    trace: undefined,
    prices,
    infrastructure,
    nowMs: NOW_MS,
  });
  const answer = selfHostPlanReport.parse(found);
  if (answer.kind === "no_plan") throw new TypeError(JSON.stringify(answer.reasons));
  return answer;
}

function noPlan(about: Readonly<Record<string, unknown>>, trace?: DemandTrace): NoPlan["reasons"] {
  const found = planSelfHost(askSelfHost(about), {
    trace,
    prices: dear,
    infrastructure,
    nowMs: NOW_MS,
  });
  if (found.kind === "plan") throw new TypeError("there is a plan");
  return found.reasons;
}

const dollars = (text: string): number => Number(parseDollars(text)) / 1e12;

test("a dear host is beaten by one's own machines, a cheap one is not", () => {
  expect(plan().answer).toBe("self_host");
  expect(plan({}, cheap)).toMatchObject({
    answer: "api",
    break_even: { kind: "never", why: expect.stringContaining("ten thousand times") },
  });
});

test("at the break-even volume both ways cost about the same", () => {
  const { break_even } = plan();
  if (break_even.kind !== "at") throw new TypeError("it turns somewhere");
  const there = plan({
    demand: {
      kind: "stated",
      calls_per_day: 1_000_000 * break_even.times_now,
      prompt_tokens: 1000,
      answer_tokens: 300,
    },
  });

  const [own, api] = [there.self_host.month.estimate, there.api.month.estimate].map(dollars);
  expect((own ?? 0) / (api ?? 1)).toBeCloseTo(1, 1);
  expect(there.answer).toBe("too_close");
});

test("a bound on replicas leaves the break-even where it is, and a never speaks of what they meet", () => {
  const bounded = plan({ fleet: { replicas_at_most: 40 } });
  const { break_even } = plan();
  if (break_even.kind !== "at") throw new TypeError("it turns somewhere");

  expect(bounded.break_even).toMatchObject({
    kind: "at",
    times_now: expect.closeTo(break_even.times_now, 3),
  });
  expect(bounded.assumptions.join(" ")).toMatch(/looked for within 40 replicas, .*times today's/);
  const never = plan({ fleet: { replicas_at_most: 40 } }, cheap).break_even;
  expect(never).toMatchObject({
    kind: "never",
    why: expect.stringMatching(/^within 40 replicas, which meet [\d.]+ times this traffic/),
  });
});

test("a bound is kept also where demand grows", () => {
  const growing = { future: { growth_per_year: 1 }, fleet: { replicas_at_most: 80 } };

  expect(plan(growing).break_even.kind).toBe("at");
});

test("the answer stands within its range, and the API's cost is the book's, exactly", () => {
  const { self_host, api, regret } = plan();
  const [low, middle, high] = [
    self_host.month.low,
    self_host.month.estimate,
    self_host.month.high,
  ].map(dollars);

  expect(low).toBeLessThan(middle ?? 0);
  expect(middle).toBeLessThan(high ?? 0);
  // 1,300 tokens of $9 a million, a million calls a day, 730 ÷ 24 days.
  expect(dollars(api.month.estimate)).toBeCloseTo((1300 * 9 * 730) / 24, 0);
  expect(dollars(regret.api)).toBeGreaterThan(dollars(regret.self_host));
  const parts = Object.values(self_host.parts).map(dollars);
  expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(middle ?? 0, 2);
});

test("the same question has the same answer", () => {
  expect(plan()).toEqual(plan());
});

test("a measurement of one's own sets the throughput and narrows the range", () => {
  const untuned = plan({ preset: "tuned" });
  const measured = plan({
    preset: "tuned",
    spread: untuned.deployment.spread,
    measured: {
      prompt_tokens: 1000,
      answer_tokens: 300,
      concurrent_answers: untuned.replica.concurrent_answers,
      output_tokens_per_second: untuned.replica.output_tokens_per_second * 0.8,
    },
  });

  const width = ({ replica }: SelfHostPlan) => replica.band.high - replica.band.low;
  expect(measured.replica.band.kind).toBe("calibrated");
  expect(width(measured)).toBeLessThan(width(untuned));
  expect(measured.replica.output_tokens_per_second).toBeLessThan(
    untuned.replica.output_tokens_per_second,
  );
});

test("what would turn the answer is told for each input, and turns it", () => {
  const { turning_points } = plan();
  const price = turning_points.find(({ input }) => input === "price of a machine's hour");
  const turned = plan({
    machine: {
      kind: "stated",
      dollars_per_hour: (Number(price?.turns_at.slice(1)) * 1.3).toFixed(2),
    },
  });

  expect(turning_points).toHaveLength(4);
  expect(price?.now).toBe("$2.95");
  expect(dollars(turned.self_host.month.estimate)).toBeGreaterThan(
    dollars(turned.api.month.estimate),
  );
});

test("machines that hold several accelerators are rented whole", () => {
  const eight = { kind: "stated", dollars_per_hour: "23.60", accelerators: 8 };
  const piece = plan({ spread: 2 });
  const whole = plan({ spread: 2, machine: eight });

  expect(whole.fleet.peak_machines).toBe(Math.ceil(piece.fleet.peak_replicas / 4));
  expect(dollars(whole.self_host.month.estimate)).toBeGreaterThanOrEqual(
    dollars(piece.self_host.month.estimate),
  );
});

test("tokens that an API reads from its cache are at its price for that", () => {
  const cached = plan({
    demand: {
      kind: "stated",
      calls_per_day: 1_000_000,
      prompt_tokens: 1000,
      cached_tokens: 900,
      answer_tokens: 300,
    },
  });

  expect(dollars(cached.api.month.estimate)).toBeCloseTo(((400 * 9 + 900 * 0.01) * 730) / 24, 0);
  expect(cached.api.hosts[0]?.notes).toEqual(["cached tokens at the host's price for its cache"]);
});

test("prices that fall make the API cheaper on average, growth makes both dearer", () => {
  const now = plan();
  const falling = plan({ future: { api_decline_per_year: 0.5 } });
  const growing = plan({ future: { growth_per_year: 1 } });

  expect(dollars(falling.api.month.estimate)).toBeLessThan(dollars(now.api.month.estimate));
  expect(dollars(growing.api.month.estimate)).toBeGreaterThan(dollars(now.api.month.estimate));
});

test("every price and fact stands with its source and age; what was entered says so", () => {
  const { sources } = plan({ current_model: "openai/gpt-4o" });

  expect(sources.find(({ what }) => what.startsWith("acme/"))).toMatchObject({
    source: "https://acme.example/prices",
    read_on: "2026-11-01",
    age_days: 28,
  });
  expect(sources[0]).toMatchObject({ source: "entered by you", age_days: null });
  for (const source of sources.slice(1)) expect(source.age_days).not.toBeNull();
});

test("a machine of the lists is priced by them, with its age, and tells its accelerators", () => {
  const listed = {
    kind: "listed",
    provider: "aws",
    sku: "p5.48xlarge",
    region: "us-east-1",
  };
  const about = { accelerator: undefined, machine: listed };
  const { deployment, sources } = plan(about);

  expect(deployment.accelerator).toBe("h100");
  expect(sources[0]).toMatchObject({
    what: "an hour of p5.48xlarge at aws, us-east-1, on_demand",
    value: expect.stringMatching(/^\$\d/),
    read_on: expect.stringMatching(/^2026-/),
  });
  const spot = plan({ ...about, spot: { share: 0.5, availability: 0.95 } });
  expect(dollars(spot.self_host.parts.machines)).toBeLessThan(
    dollars(plan(about).self_host.parts.machines),
  );
  expect(spot.assumptions.join(" ")).toContain("reclaimed together");
});

test("a listed machine without a price, or of other accelerators, is no plan", () => {
  const machine = { kind: "listed", provider: "aws", sku: "p5.48xlarge", region: "mars-1" };

  expect(noPlan({ machine })[0]).toMatchObject({ why: "missing", place: "machine" });
  expect(
    noPlan({ accelerator: "l4", machine: { ...machine, region: "us-east-1" } })[0],
  ).toMatchObject({ why: "contradiction", place: "accelerator" });
  expect(noPlan({ spot: { share: 1, availability: 1 } })[0]).toMatchObject({ place: "spot" });
});

test("the model that is used now stands beside, with a break-even of its own", () => {
  const { api } = plan({ current_model: "openai/gpt-4o" }, cheap);

  expect(api.current).toMatchObject({ provider: "openai", model: "gpt-4o" });
  expect(api.current?.break_even?.kind).toBe("at");
  expect(plan({ current_model: "no-such-model" }).assumptions.join(" ")).toContain("no-such-model");
});

test("every reason why there is no plan is told at once, with the place and the mend", () => {
  const reasons = noPlan({ model: "gpt-7", accelerator: "h999", fleet: { replicas_at_most: 1 } });

  expect(reasons.map(({ place, why }) => `${place} ${why}`)).toEqual([
    "model missing",
    "fleet contradiction",
    "fleet contradiction",
    "accelerator missing",
  ]);
  expect(reasons[0]?.mend).toContain("llama-3.3-70b");
});

const stated = (about: Readonly<Record<string, unknown>>) => ({
  demand: { kind: "stated", calls_per_day: 100, prompt_tokens: 10, answer_tokens: 10, ...about },
});

test.each([
  ["negative demand", stated({ calls_per_day: -5 }), "demand.calls_per_day", "contradiction"],
  ["no demand", stated({ calls_per_day: 0 }), "demand.calls_per_day", "missing"],
  ["no answers", stated({ answer_tokens: 0 }), "demand.answer_tokens", "missing"],
  [
    "more cached than there is",
    stated({ cached_tokens: 11 }),
    "demand.cached_tokens",
    "contradiction",
  ],
  [
    "a model that does not fit",
    { model: "llama-3.1-405b", accelerator: "l4" },
    "accelerator",
    "no_solution",
  ],
  ["a limit below physics", { limits: { ms_per_token: 1 } }, "limits", "no_solution"],
  ["a limit on answers below physics", { limits: { ms_per_answer: 30 } }, "limits", "no_solution"],
  ["too few replicas", { fleet: { replicas_at_most: 3 } }, "fleet.replicas_at_most", "no_solution"],
  [
    "a machine for nothing",
    { machine: { kind: "stated", dollars_per_hour: "0" } },
    "machine",
    "missing",
  ],
  ["hosts that do not sell it", { api_providers: ["nobody"] }, "api_providers", "missing"],
  [
    "a spread that is larger than the machine",
    { spread: 8, machine: { kind: "stated", dollars_per_hour: "9", accelerators: 4 } },
    "spread",
    "contradiction",
  ],
])("%s is no plan, with the reason", (_, about, place, why) => {
  expect(noPlan(about)[0]).toMatchObject({ place, why });
});

const history = {
  demand: { kind: "history", from: "2026-11-01T00:00:00Z", to: "2026-11-29T00:00:00Z" },
};
const week = statedTraffic({
  callsPerDay: 1000,
  promptTokens: 1000,
  cachedTokens: 0,
  answerTokens: 300,
  shape: "flat",
});

test("a history of a day, of nothing, or without tokens is no plan", () => {
  const day = { ...week, calls: week.calls.slice(0, 24) };
  const nothing = { ...week, calls: new Float64Array(168) };
  const calls = week.calls.reduce((sum, count) => sum + count, 0);

  expect(noPlan(history, day)[0]).toMatchObject({ why: "too_little_history", place: "demand" });
  expect(noPlan(history, nothing)[0]).toMatchObject({ why: "missing", place: "demand" });
  expect(noPlan(history, { ...week, unknownCalls: calls })[0]?.text).toContain("tokens");
});

test("calls whose tokens are not known are taken as long as the others, and counted", () => {
  const calls = week.calls.map((count) => count * 2);
  const trace = { ...week, calls, unknownCalls: 7000 };
  const found = planSelfHost(askSelfHost(history), {
    trace,
    prices: dear,
    infrastructure,
    nowMs: NOW_MS,
  });

  expect(found).toMatchObject({
    kind: "plan",
    traffic: { unknown_calls: 7000, prompt_tokens: 1000, answer_tokens: expect.closeTo(300, 6) },
  });
});

test("where no case of a demand meets the bound on replicas, what is lost by it is not known", () => {
  const weeks = [0.25, 1, 1, 4].map((times) => week.calls.map((count) => count * times * 1000));
  const calls = Float64Array.from(weeks.flatMap((counts) => [...counts]));
  const trace: DemandTrace = {
    ...week,
    calls,
    inputTokens: calls.map((count) => count * 1000),
    cacheReadTokens: calls.map(() => 0),
    outputTokens: calls.map((count) => count * 300),
    onDemandMicrodollars: calls.map(() => 0),
  };
  const planOf = (fleet: Readonly<Record<string, number>>) => {
    const found = planSelfHost(askSelfHost({ ...history, fleet }), {
      ...{ trace, prices: dear, infrastructure, nowMs: NOW_MS },
    });
    const answer = selfHostPlanReport.parse(found);
    if (answer.kind === "no_plan") throw new TypeError(JSON.stringify(answer.reasons));
    return answer;
  };
  const { regret } = planOf({ replicas_at_most: planOf({}).fleet.peak_replicas });

  expect(regret.at_p90_demand).toBeNull();
  expect(dollars(regret.at_p10_demand?.api ?? "0")).toBeGreaterThan(0);
});
