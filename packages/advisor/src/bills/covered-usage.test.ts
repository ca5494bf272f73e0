import type { BillLine } from "@headgate/contract";
import { expect, test } from "vitest";
import { openLedger } from "../open-ledger.fixture.ts";
import { adviseFor, billLine, DAYS, HOUR_MS, importInto } from "../plans/plans.fixture.ts";

/** A dollar an hour covers $1.389 of usage on demand. */
const plan = {
  kind: "savings_plan",
  name: "plan",
  term_months: 12,
  service: "compute",
  discount: 0.28,
  unit_dollars_per_hour: "1",
};

type Line = Partial<BillLine> & Readonly<{ cost: string }>;
/** Worth $10 an hour on demand, paid by a savings plan. */
const covered: Line = {
  cost: "7.2",
  list_cost: "10",
  pricing_category: "Committed",
  commitment_discount_id: "arn:aws:savingsplans::1:savingsplan/a",
  commitment_discount_status: "used",
};

/** What is advised on four weeks of a constructed bill of machines that has these lines in each hour. */
async function advisedOn(lines: readonly Line[], commitments: object = {}) {
  const ledger = await openLedger();
  const hours = Array.from({ length: DAYS * 24 }, (_, hour) => hour);
  await importInto(ledger, {
    billLines: hours.flatMap((hour) =>
      lines.map((line, place) => {
        const day = billLine(`line-${place}-${hour}`, DAYS, {
          category: "accelerators_serving",
          ...line,
        });
        const startMs = day.charge_period_start_ms + hour * HOUR_MS;
        return { ...day, charge_period_start_ms: startMs, charge_period_end_ms: startMs + HOUR_MS };
      }),
    ),
  });
  const { advice, notPlanned } = await adviseFor(ledger, {
    plans: { commitments: { samples: 20, offers: [plan], ...commitments } },
  });
  return {
    titles: advice
      .filter(({ kind }) => kind === "commitment" || kind === "renewal")
      .map(({ title }) => title),
    advice,
    told: notPlanned.filter(({ subject }) => subject === "plan").map(({ text }) => text),
  };
}

const held = (units: number) => [{ offer: "plan", units, ends_on: "2026-12-10" }];

test("hours that what is held covers are worth what they would cost on demand: it is renewed as it is, and was used", async () => {
  const { titles, advice } = await advisedOn([covered], { held: held(7) });

  expect(titles).toEqual(["Renew plan, which ends on 2026-12-10"]);
  expect(advice.find(({ kind }) => kind === "renewal")?.evidence.figures).toContainEqual({
    what: "of it was used",
    value: "100 %",
  });
});

test("hours that are covered by what is not entered as held are committed for by nobody, and that is said", async () => {
  const { titles, told } = await advisedOn([covered]);

  expect(titles).toEqual([]);
  expect(told).toEqual([expect.stringMatching(/covered by commitments already/)]);
});

test("beside covered hours and those of spot, what is left on demand is committed for", async () => {
  const { titles, advice } = await advisedOn([
    covered,
    { cost: "5", pricing_category: "Standard" },
    { cost: "30", pricing_category: "Dynamic" },
  ]);

  expect(titles).toEqual(["Commit to 3 × $1 committed an hour of plan for machines"]);
  const told = advice.find(({ kind }) => kind === "commitment")?.plan?.would_change.join(" ");
  expect(told).toContain("$6,720 at list prices is covered by commitments");
});

test("what covered hours would cost on demand is not known without a list price: what is held is told by its last day alone", async () => {
  const { list_cost: _list, ...unlisted } = covered;

  const { titles, told } = await advisedOn([unlisted], { held: held(7) });

  expect(titles).toEqual(["Decide about plan, which ends on 2026-12-10"]);
  expect(told).toEqual([expect.stringMatching(/672 lines .* have no list cost/)]);
});

test("a compute plan is not sized by SageMaker's machines, nor SageMaker's by others", async () => {
  const { titles } = await advisedOn(
    [
      { cost: "5", pricing_category: "Standard" },
      { cost: "30", pricing_category: "Standard", service_name: "Amazon SageMaker" },
    ],
    { offers: [plan, { ...plan, name: "endpoints", service: "sagemaker" }] },
  );

  expect(titles.sort()).toEqual([
    "Commit to 21 × $1 committed an hour of endpoints for SageMaker's machines",
    "Commit to 3 × $1 committed an hour of plan for machines",
  ]);
});
