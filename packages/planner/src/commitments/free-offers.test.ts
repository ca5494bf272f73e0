import { commitmentsFileSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { CONSTRUCTED_FROM_MS, constructedDemand } from "./constructed-demand.fixture.ts";
import { givenOrigin, planCommitments } from "./plan-commitments.ts";

const DAYS = 28;
const free = { dollars: "0", per: "hour" };
const reserved = {
  ...{ kind: "reserved_instances", name: "ri", instance: "g5.xlarge", term_months: 12 },
  price: { dollars: "0.6", per: "hour" },
  on_demand_price: { dollars: "1", per: "hour" },
};

test.each([
  ["price", { ...reserved, price: free }],
  ["on_demand_price", { ...reserved, on_demand_price: { dollars: "0.00", per: "month" } }],
  [
    "unit_dollars_per_hour",
    {
      ...{ kind: "savings_plan", name: "plan", term_months: 12, service: "other", discount: 0.3 },
      unit_dollars_per_hour: "0",
    },
  ],
])("an offer whose %s is nothing is no offer: it has a reason", async (place, offer) => {
  const plan = await planCommitments({
    request: commitmentsFileSchema.parse({ samples: 20, offers: [offer] }),
    trace: constructedDemand({ shape: "flat", days: DAYS, callsPerHour: 1_000, seed: 1 }),
    origin: givenOrigin,
    rates: { input: 2, output: 8 },
    members: [],
    membersLeftOut: 0,
    nowMs: CONSTRUCTED_FROM_MS + DAYS * 86_400_000 + 1,
  });

  if (plan.kind === "no_plan") throw new TypeError(JSON.stringify(plan.reasons));
  expect(plan.offers[0]?.plan).toMatchObject({
    kind: "no_plan",
    reasons: [{ why: "contradiction", place: `offers[0].${place}` }],
  });
});
