import { commitmentsFileSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { CONSTRUCTED_FROM_MS, constructedDemand } from "./constructed-demand.fixture.ts";
import { givenOrigin, planCommitments } from "./plan-commitments.ts";

const DAYS = 42;
const whole = constructedDemand({ shape: "flat", days: DAYS, callsPerHour: 20_000, seed: 2 });
const none = whole.calls.map(() => 0);

async function planOf(offer: object, trace: DemandTrace) {
  const plan = await planCommitments({
    request: commitmentsFileSchema.parse({
      samples: 20,
      offers: [
        {
          ...{ kind: "azure_ptu", name: "ptu", term_months: 1, model: "gpt-4.1" },
          price: { dollars: "50", per: "month" },
          ...offer,
        },
      ],
    }),
    trace,
    origin: givenOrigin,
    rates: { input: 2, output: 8 },
    members: [],
    membersLeftOut: 0,
    nowMs: CONSTRUCTED_FROM_MS + DAYS * 86_400_000 + 1,
  });
  if (plan.kind === "no_plan") throw new TypeError(JSON.stringify(plan.reasons));
  return plan.offers[0]?.plan;
}

test("of demand that tells dollars and no tokens no unit of throughput is planned: the tokens are missing", async () => {
  const dollars = { ...whole, calls: none, inputTokens: none, cacheReadTokens: none };
  const bill = { ...dollars, outputTokens: none };

  for (const trace of [dollars, bill]) {
    expect(await planOf({}, trace)).toMatchObject({
      kind: "no_plan",
      reasons: [{ why: "missing", place: "demand.input_tokens" }],
    });
  }
});

test("where lost calls count and the demand tells none, the calls are missing", async () => {
  const refused = { overflow: "refused", most_refused_share: 0.01 };

  expect(await planOf(refused, { ...whole, calls: none })).toMatchObject({
    kind: "no_plan",
    reasons: [{ why: "missing", place: "demand.calls" }],
  });
  expect(await planOf(refused, whole)).toMatchObject({ kind: "planned" });
});

test("a demand without a token of output is planned, and that it has none is told", async () => {
  const plan = await planOf({}, { ...whole, outputTokens: none });

  if (plan?.kind !== "planned") throw new TypeError("input alone can be planned");
  expect(plan.notes.join(" ")).toContain("No token of output is in this demand");
});
