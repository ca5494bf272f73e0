import { expect, test } from "vitest";
import { openLedger } from "../open-ledger.fixture.ts";
import { adviseFor, billLine, DAYS, importInto } from "../plans/plans.fixture.ts";

const days = Array.from({ length: DAYS }, (_, day) => day + 1);
const endpoint = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/forgotten";

/** Constructed: four weeks of a bill by the day. */
const lines = days.flatMap((day) => [
  billLine("in", day, {
    cost: "60",
    model: "anthropic.claude-sonnet-4",
    component: "input",
  }),
  billLine("out", day, {
    cost: "40",
    model: "anthropic.claude-sonnet-4",
    component: "output",
  }),
  billLine("machine", day, {
    cost: "24",
    category: "accelerators_serving",
    service_name: "Amazon SageMaker",
    resource_id: endpoint,
  }),
  billLine("unused", day, {
    cost: "3",
    category: "accelerators_serving",
    commitment_discount_id: "arn:aws:savingsplans::1:savingsplan/a",
    commitment_discount_status: "unused",
  }),
  billLine("storage", day, { cost: "30", category: "storage" }),
]);

async function billedLedger() {
  const ledger = await openLedger();
  await importInto(ledger, { billLines: lines });
  return ledger;
}

test("a ledger that holds bills alone gets recommendations, and each says that it had bills alone", async () => {
  const { advice, read } = await adviseFor(await billedLedger());

  expect(read.history.calls).toEqual([]);
  expect(new Set(advice.map(({ depth }) => depth))).toEqual(new Set(["bills"]));
  expect(new Set(advice.map(({ confidence }) => confidence.level))).toEqual(new Set(["low"]));
  const titles = Object.fromEntries(advice.map(({ kind, title }) => [kind, title]));
  expect(titles["unused-commitment"]).toBe(
    "Use or give up what is not used of arn:aws:savingsplans::1:savingsplan/a",
  );
  expect(titles["idle-machine"]).toBe("Find out whether endpoint/forgotten must be on all day");
  expect(advice.filter(({ kind }) => kind === "bill-mix").map(({ title }) => title)).toEqual([
    expect.stringMatching(/^Look whether prompts repeat: \$1,825 a month/),
    expect.stringMatching(/^Look which work can wait/),
    expect.stringMatching(/^Look at storage: \$913 a month/),
  ]);
});

test("what was not used of a commitment is the bill's own dollars, a month", async () => {
  const { advice } = await adviseFor(await billedLedger());

  expect(advice.find(({ kind }) => kind === "unused-commitment")).toMatchObject({
    dollars_per_month: { estimate: "91.250000000000", low: null, high: null },
    saved_in_range: "84.000000000000",
  });
});

test("offers are weighed on the bill's dollars, and a bill by the day is told to be one", async () => {
  const offer = {
    kind: "savings_plan",
    term_months: 12,
    discount: 0.4,
    unit_dollars_per_hour: "0.06",
  };
  const { advice } = await adviseFor(await billedLedger(), {
    plans: {
      commitments: {
        samples: 20,
        offers: [
          { ...offer, name: "machines", service: "sagemaker" },
          { ...offer, name: "calls", service: "other" },
        ],
      },
    },
  });

  const bought = advice.filter(({ kind }) => kind === "commitment");
  expect(bought.map(({ title }) => title).sort()).toEqual([
    "Commit to 10 × $0.06 committed an hour of machines for SageMaker's machines",
    "Commit to 42 × $0.06 committed an hour of calls for all calls",
  ]);
  expect(bought[0]?.plan?.would_change.join(" ")).toContain("The bill tells days");
});
