import { commitmentsFileSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { CONSTRUCTED_FROM_MS, constructedDemand } from "./constructed-demand.fixture.ts";
import { givenOrigin, planCommitments } from "./plan-commitments.ts";

const DAYS = 42;
const even = constructedDemand({ shape: "flat", days: DAYS, callsPerHour: 1_000, seed: 5 });
/** A dollar an hour, always. */
const trace = { ...even, onDemandMicrodollars: even.calls.map(() => 1_000_000) };

async function plannedWith(held: readonly object[]) {
  const plan = await planCommitments({
    request: commitmentsFileSchema.parse({
      samples: 20,
      offers: [
        {
          ...{ kind: "savings_plan", name: "year", term_months: 12, service: "other" },
          ...{ discount: 0.4, unit_dollars_per_hour: "0.06" },
        },
      ],
      held,
      notice_days: 365,
    }),
    trace,
    origin: givenOrigin,
    rates: { input: 2, output: 8 },
    members: [],
    membersLeftOut: 0,
    nowMs: CONSTRUCTED_FROM_MS + DAYS * 86_400_000 + 1,
  });
  if (plan.kind === "no_plan") throw new TypeError(JSON.stringify(plan.reasons));
  const [offer] = plan.offers;
  if (offer?.plan.kind !== "planned") throw new TypeError("a savings plan is planned");
  return { renewals: plan.renewals, plan: offer.plan };
}
const rung = (units: number, ends_on: string) => ({ offer: "year", units, ends_on });

test("rungs of a ladder are renewed for the planned units once, and what they save adds up to what these save", async () => {
  const ladders = [
    [rung(5, "2026-08-01"), rung(5, "2027-02-01")],
    [rung(5, "2027-02-01"), rung(5, "2026-08-01")],
    [rung(5, "2026-08-01"), rung(5, "2026-08-01")],
    [rung(2, "2026-08-01"), rung(3, "2026-09-01"), rung(1, "2027-02-01")],
    [rung(16, "2026-08-01"), rung(4, "2027-02-01")],
  ];
  for (const held of ladders) {
    const { renewals, plan } = await plannedWith(held);

    const renewed = renewals.reduce((sum, { renew }) => sum + (renew as number), 0);
    const saved = renewals.reduce((sum, one) => sum + Number(one.saving_per_month?.estimate), 0);
    expect(plan.units).toBe(10);
    expect(renewed).toBe(10);
    expect(saved).toBeCloseTo(Number(plan.saving_per_month.estimate), 5);
  }
});

test("a rung is renewed beside those that end later, and its use is what is used beside them", async () => {
  const { renewals } = await plannedWith([rung(8, "2026-08-01"), rung(6, "2027-02-01")]);

  expect(renewals).toMatchObject([
    { renew: 4, utilisation: 0.5, marginal_worth: 0 },
    { renew: 6, utilisation: 1 },
  ]);
  expect(renewals[0]?.text).toContain("50 % of it was used beside the 6 units that end later");
});
