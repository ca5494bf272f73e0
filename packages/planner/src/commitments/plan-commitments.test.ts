import { commitmentsFileSchema, commitmentsPlanSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { CONSTRUCTED_FROM_MS, constructedDemand } from "./constructed-demand.fixture.ts";
import { type CommitmentsQuestion, givenOrigin, planCommitments } from "./plan-commitments.ts";

const DAY_MS = 86_400_000;
const flat = constructedDemand({ shape: "flat", days: 70, callsPerHour: 1_000, seed: 5 });
const nowMs = CONSTRUCTED_FROM_MS + 70 * DAY_MS + 1;
const savingsPlan = {
  kind: "savings_plan",
  name: "one-year",
  term_months: 12,
  service: "compute",
  discount: 0.3,
} as const;
const ptu = {
  kind: "azure_ptu",
  name: "ptu",
  term_months: 1,
  model: "gpt-4.1",
  price: { dollars: "260", per: "month" },
} as const;

const ask = (
  file: Parameters<typeof commitmentsFileSchema.parse>[0],
  change: Partial<CommitmentsQuestion> = {},
): CommitmentsQuestion => ({
  request: commitmentsFileSchema.parse({ samples: 40, ...(file as object) }),
  trace: flat,
  origin: givenOrigin,
  rates: { input: 2, output: 8 },
  members: [],
  membersLeftOut: 0,
  nowMs,
  ...change,
});

async function planned(question: CommitmentsQuestion) {
  const plan = commitmentsPlanSchema.parse(await planCommitments(question));
  if (plan.kind === "no_plan") throw new TypeError(JSON.stringify(plan.reasons));
  return plan;
}

test("of steady demand nearly all is committed, with a range, rules of thumb and what would change it beside", async () => {
  const { offers, demand, sources } = await planned(ask({ offers: [savingsPlan] }));
  const plan = offers[0]?.plan;

  if (plan?.kind !== "planned") throw new TypeError("a savings plan can be planned");
  expect(plan.break_even_utilisation).toBeCloseTo(0.7, 6);
  // $2.80 an hour on demand, at $0.07 of units of $0.1 that absorb $0.143: about 19 of them.
  expect(plan.units).toBeGreaterThan(16);
  expect(plan.units).toBeLessThan(23);
  expect(plan.utilisation).toBeGreaterThan(0.9);
  expect(plan.marginal_worth).toBeGreaterThanOrEqual(1);
  expect(Number(plan.saving_per_month.low)).toBeLessThanOrEqual(
    Number(plan.saving_per_month.estimate),
  );
  expect(Number(plan.saving_per_month.estimate)).toBeGreaterThanOrEqual(
    Number(plan.beside.mean.saving_per_month),
  );
  expect(Number(plan.saving_per_month.estimate)).toBeGreaterThanOrEqual(
    Number(plan.beside.p95.saving_per_month),
  );
  expect(plan.turning_points.length).toBeGreaterThanOrEqual(3);
  expect(plan.ladder?.tranches.reduce((sum, { units }) => sum + units, 0)).toBe(plan.units);
  expect(plan.exports.map(({ tool }) => tool)).toEqual(["aws_cli"]);
  expect(demand.outlook.kind).toBe("back_tested");
  expect(sources).toContainEqual(
    expect.objectContaining({ source: "entered by you", read_on: null, age_days: null }),
  );
});

test("a falling on-demand price raises the break-even, to the price over what is left of its worth", async () => {
  const unitsAt = async (price_decline_per_year: number) => {
    const { offers } = await planned(ask({ offers: [savingsPlan], price_decline_per_year }));
    const plan = offers[0]?.plan;
    if (plan?.kind !== "planned") throw new TypeError("a savings plan can be planned");
    return plan;
  };
  const [still, falling, fast] = [await unitsAt(0), await unitsAt(0.25), await unitsAt(1)];

  const left = (1 - Math.exp(-0.25)) / 0.25;
  expect(falling.break_even_utilisation).toBeCloseTo(0.7 / left, 2);
  expect(falling.units).toBeLessThanOrEqual(still.units);
  expect(fast.units).toBe(0);
  expect(fast.first_worth).toBeLessThan(1);
  expect(fast.turning_points[0]?.turns_at).toMatch(/^\$/);
});

test("a PTU is sized by weighted tokens, in its least purchase and increments, and says where its size comes from", async () => {
  const cheap = {
    ...ptu,
    price: { dollars: "100", per: "month", source: "a quote", read_on: "2026-08-01" },
  };
  const { offers, sources } = await planned(
    ask(
      { offers: [cheap] },
      { trace: constructedDemand({ shape: "flat", days: 42, callsPerHour: 20_000, seed: 2 }) },
    ),
  );
  const plan = offers[0]?.plan;

  if (plan?.kind !== "planned") throw new TypeError("a PTU can be planned");
  expect(plan.units).toBeGreaterThanOrEqual(15);
  expect((plan.units - 15) % 5).toBe(0);
  expect(plan.notes.join(" ")).toContain("by the minute");
  expect(plan.exports.map(({ tool }) => tool)).toEqual(["terraform", "headgate_yaml"]);
  expect(sources.map(({ what }) => what)).toContain("input tokens a minute of a PTU of gpt-4.1");
  expect(sources.find(({ source }) => source === "a quote")?.age_days).toBe(9);
});

test("where overflow is refused, the cost of lost calls decides, and their share can be bounded", async () => {
  const refusing = { ...ptu, overflow: "refused" };
  const large = constructedDemand({ shape: "consumer", days: 42, callsPerHour: 20_000, seed: 2 });
  const plansOf = async (more: object) => {
    const { offers } = await planned(ask({ offers: [{ ...refusing, ...more }] }, { trace: large }));
    return offers[0]?.plan;
  };
  const bounded = await plansOf({
    most_refused_share: 0.001,
    price: { dollars: "50", per: "month" },
  });
  const dear = await plansOf({ refused_call_dollars: "1", price: { dollars: "50", per: "month" } });
  const unknown = await plansOf({});
  const impossible = await plansOf({ most_refused_share: 0, maximum_units: 20 });

  if (bounded?.kind !== "planned" || dear?.kind !== "planned")
    throw new TypeError("both are planned");
  expect(bounded.refused?.share).toBeLessThanOrEqual(0.001);
  expect(dear.refused?.share).toBeLessThan(0.01);
  expect(unknown).toMatchObject({
    kind: "no_plan",
    reasons: [{ why: "missing", place: "offers[0].refused_call_dollars" }],
  });
  expect(impossible).toMatchObject({ kind: "no_plan", reasons: [{ why: "no_solution" }] });
});

test("without the throughput of a model unit there is no plan, but the throughput at which it would break even", async () => {
  const { offers } = await planned(
    ask({
      offers: [
        {
          kind: "bedrock_provisioned_throughput",
          name: "claude",
          model: "anthropic.claude-v2:1",
          term_months: 1,
          cache_reads_count_as: 0,
        },
      ],
    }),
  );

  // 1,100 tokens cost $0.0028; an hour of $63 is worth 24.75 million of them, 412,500 a minute.
  expect(offers[0]?.plan).toMatchObject({
    kind: "no_plan",
    reasons: [{ place: "offers[0].tokens_per_minute", text: expect.stringContaining("412,500") }],
  });
});

test("the reserved tier is planned apart for input and output, by the price of each", async () => {
  const { offers } = await planned(
    ask(
      {
        offers: [
          {
            kind: "bedrock_reserved_tier",
            name: "reserved",
            model: "claude",
            term_months: 1,
            input_price: { dollars: "50", per: "month" },
            output_price: { dollars: "600", per: "month" },
          },
        ],
      },
      { trace: constructedDemand({ shape: "flat", days: 42, callsPerHour: 20_000, seed: 2 }) },
    ),
  );

  expect(offers.map(({ part }) => part)).toEqual(["input", "output"]);
  const [input, output] = offers.map(({ plan }) => plan);
  // 333,333 tokens of input a minute are worth $87.66 a month and 1,000; 33,333 of output $350.
  if (input?.kind !== "planned" || output?.kind !== "planned") throw new TypeError("both are");
  expect(input.units).toBeGreaterThan(280);
  expect(output.units).toBe(0);
});

test("what ends soon is due, with how many units to renew and the evidence for it", async () => {
  const { renewals } = await planned(
    ask({
      offers: [savingsPlan],
      held: [
        { offer: "one-year", units: 60, ends_on: "2026-08-20" },
        { offer: "one-year", units: 5, ends_on: "2027-08-20" },
      ],
    }),
  );

  expect(renewals.map(({ state, days_left }) => [state, days_left])).toEqual([
    ["due", 11],
    ["later", 376],
  ]);
  expect(renewals[0]?.renew).toBeLessThan(25);
  expect(renewals[0]?.utilisation).toBeLessThan(0.5);
  expect(renewals[0]?.text).toContain("instead of 60");
  expect(renewals[1]?.marginal_worth).toBeGreaterThan(1);
});

test("credits burn down until they expire, and what is left of them is forfeited", async () => {
  const { offers } = await planned(
    ask({
      offers: [
        { kind: "credits", name: "small", amount: "100", paid: "80", expires_on: "2026-12-31" },
        { kind: "credits", name: "large", amount: "100000", paid: "0", expires_on: "2026-10-08" },
      ],
    }),
  );
  const [small, large] = offers.map(({ plan }) => plan);

  // About $67 a day are spent.
  expect(small).toMatchObject({ kind: "credits", used_up_on: "2026-08-11" });
  if (small?.kind !== "credits" || large?.kind !== "credits") throw new TypeError("both are");
  expect(Number(small.saving.estimate)).toBeCloseTo(20, 6);
  expect(large.used_up_on).toBeNull();
  expect(Number(large.used.estimate) + Number(large.forfeited.estimate)).toBeCloseTo(100_000, 3);
  expect(Number(large.used.estimate)).toBeGreaterThan(3_500);
});

test("of volume tiers the one of the largest mean saving is told, with how likely its promise is missed", async () => {
  const { offers } = await planned(
    ask({
      offers: [
        {
          kind: "volume_tiers",
          name: "edp",
          period_months: 12,
          tiers: [
            { committed: "10000", discount: 0.05 },
            { committed: "20000", discount: 0.1 },
            { committed: "100000", discount: 0.3 },
          ],
        },
      ],
    }),
  );

  // About $24,500 a year are spent.
  expect(offers[0]?.plan).toMatchObject({
    kind: "volume_tiers",
    tier: 1,
    tiers: [{ shortfall_probability: 0 }, {}, { shortfall_probability: 1 }],
  });
});

test("bad input gets a reason with its place, and never a figure", async () => {
  const reasonsOf = async (question: CommitmentsQuestion) => {
    const plan = await planCommitments(question);
    if (plan.kind !== "no_plan")
      return plan.offers.flatMap((one) => (one.plan.kind === "no_plan" ? one.plan.reasons : []));
    return plan.reasons;
  };
  const aDay = constructedDemand({ shape: "flat", days: 1, callsPerHour: 10, seed: 1 });
  const nothing = constructedDemand({ shape: "flat", days: 30, callsPerHour: 0, seed: 1 });
  const oneCall = {
    ...nothing,
    calls: nothing.calls.slice(),
    onDemandMicrodollars: nothing.calls.slice(),
  };
  oneCall.calls[5] = 1;
  oneCall.onDemandMicrodollars[5] = 100;

  expect(await reasonsOf(ask({ offers: [savingsPlan] }, { trace: aDay }))).toMatchObject([
    { why: "too_little_history", place: "from" },
  ]);
  expect(await reasonsOf(ask({ offers: [savingsPlan] }, { trace: nothing }))).toMatchObject([
    { why: "too_little_history", place: "filter" },
  ]);
  expect(await reasonsOf(ask({ offers: [savingsPlan] }, { trace: oneCall }))).toMatchObject([
    { why: "too_little_history", text: expect.stringContaining("1 calls") },
  ]);
  const undated = { ...ptu, price: { dollars: "260", per: "month", source: "a page" } };
  expect(await reasonsOf(ask({ offers: [undated] }))).toMatchObject([
    { why: "missing", place: "offers[0].price.read_on" },
  ]);
  const { price: _price, ...unpriced } = ptu;
  expect(await reasonsOf(ask({ offers: [unpriced] }))).toMatchObject([
    { why: "missing", place: "offers[0].price" },
  ]);
  expect(
    await reasonsOf(ask({ offers: [{ ...savingsPlan, minimum_units: 5, maximum_units: 3 }] })),
  ).toMatchObject([{ why: "contradiction", place: "offers[0].maximum_units" }]);
  expect(
    await reasonsOf(ask({ offers: [savingsPlan], required_units: { other: 1 } })),
  ).toMatchObject([{ why: "contradiction", place: "required_units.other" }]);
  expect(await reasonsOf(ask({ offers: [{ ...ptu, model: "unheard-of" }] }))).toMatchObject([
    { why: "missing", place: "offers[0].tokens_per_minute" },
  ]);
});
