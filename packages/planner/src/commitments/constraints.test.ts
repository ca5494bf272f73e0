import { commitmentsFileSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { CONSTRUCTED_FROM_MS, constructedDemand } from "./constructed-demand.fixture.ts";
import { givenOrigin, planCommitments } from "./plan-commitments.ts";

const DAYS = 42;
const trace = constructedDemand({ shape: "flat", days: DAYS, callsPerHour: 20_000, seed: 2 });
const ptu = {
  ...{ kind: "azure_ptu", name: "ptu", term_months: 1, model: "gpt-4.1" },
  price: { dollars: "260", per: "month" },
};
const cheap = { price: { dollars: "50", per: "month" } };
const reserved = {
  ...{ kind: "reserved_instances", name: "ri", instance: "g5.xlarge", term_months: 12 },
  price: { dollars: "0.6", per: "hour" },
  on_demand_price: { dollars: "1", per: "hour" },
};

async function planned(file: object, dollarsPerHour?: number) {
  const plan = await planCommitments({
    request: commitmentsFileSchema.parse({ samples: 20, ...file }),
    trace:
      dollarsPerHour === undefined
        ? trace
        : { ...trace, onDemandMicrodollars: trace.calls.map(() => dollarsPerHour * 1e6) },
    origin: givenOrigin,
    rates: { input: 2, output: 8 },
    members: [],
    membersLeftOut: 0,
    nowMs: CONSTRUCTED_FROM_MS + DAYS * 86_400_000 + 1,
  });
  if (plan.kind === "no_plan") throw new TypeError(JSON.stringify(plan.reasons));
  return plan;
}

test("what is required or budgeted of an offer whose overflow is refused is not passed over: it has a reason", async () => {
  const { together } = await planned({
    offers: [{ ...ptu, ...cheap, overflow: "refused", refused_call_dollars: "1" }],
    required_units: { ptu: 100 },
    most_dollars_per_month: "5000",
  });

  expect(together).toMatchObject({
    kind: "no_plan",
    reasons: [{ place: "required_units.ptu" }, { place: "most_dollars_per_month" }],
  });
});

test("a budget is held against offers planned together where the refusing one is bought none of", async () => {
  const { together } = await planned({
    offers: [{ ...ptu, overflow: "refused", refused_call_dollars: "1" }, reserved],
    most_dollars_per_month: "5000",
  });

  expect(together).toMatchObject({ kind: "planned" });
});

test("what is required of an offer that has no plan has a reason, and beside it others are not planned as if it were met", async () => {
  const { price: _price, ...unpriced } = ptu;

  const { together } = await planned({
    offers: [unpriced, reserved],
    required_units: { ptu: 20 },
  });

  expect(together).toMatchObject({
    kind: "no_plan",
    reasons: [{ why: "missing", place: "required_units.ptu" }],
  });
});

test("units that are required beyond all demand are bought, at their loss", {
  timeout: 60_000,
}, async () => {
  const { together } = await planned({ offers: [reserved], required_units: { ri: 40 } }, 2);

  expect(together).toMatchObject({ kind: "planned", units: [{ offer: "ri", units: 40 }] });
  if (together?.kind !== "planned") throw new TypeError("it is planned");
  // 40 units cost $24 an hour, and spare $2.
  expect(Number(together.saving_per_month.estimate)).toBeCloseTo(-22 * 730, 0);
});

test("a most below the least that is sold contradicts it", async () => {
  const { offers } = await planned({ offers: [{ ...ptu, maximum_units: 10 }] });

  expect(offers[0]?.plan).toMatchObject({
    kind: "no_plan",
    reasons: [{ why: "contradiction", place: "offers[0].maximum_units" }],
  });
});
