import type { BillLine } from "@headgate/contract";
import { builtInInfrastructure, infrastructureBook } from "@headgate/planner";
import { expect, test } from "vitest";
import { openLedger } from "../open-ledger.fixture.ts";
import { adviseFor, billLine, DAYS, hourlyCalls, importInto } from "../plans/plans.fixture.ts";

const days = Array.from({ length: DAYS }, (_, day) => day + 1);
const endpoint = (name: string) => `arn:aws:sagemaker:us-east-1:1:endpoint/${name}`;

/** Constructed: a day of so many machines at a price an hour. */
const machineDay = (
  id: string,
  day: number,
  about: Readonly<{ meter: string; each: number; count: number }> & Partial<BillLine>,
): BillLine => {
  const { meter, each, count, ...more } = about;
  return billLine(id, day, {
    cost: (each * count * 24).toFixed(6),
    category: "accelerators_training",
    sku_meter: meter,
    region_id: "us-east-1",
    pricing_category: "Standard",
    consumed_quantity: String(count * 24),
    consumed_unit: "Hrs",
    ...more,
  });
};

/** Constructed rates beside the project's own prices. */
const infrastructure = infrastructureBook([
  ...builtInInfrastructure(),
  {
    standing: "imported",
    file: {
      provider: "aws",
      region: "us-east-1",
      sources: { list: { url: "constructed", read_on: "2026-11-20" } },
      prices: [
        { sku: "p4d.24xlarge", term: "savings_plan_1y", dollars_per_hour: "18", source: "list" },
        {
          sku: "p4d.24xlarge",
          term: "ec2_savings_plan_1y",
          dollars_per_hour: "16",
          source: "list",
        },
        {
          sku: "p4d.24xlarge",
          term: "ec2_savings_plan_1y",
          payment: "all_upfront",
          dollars_per_hour: "15",
          source: "list",
        },
        {
          sku: "p4d.24xlarge",
          term: "ec2_savings_plan_3y",
          dollars_per_hour: "11",
          source: "list",
        },
      ],
    },
  },
  {
    standing: "imported",
    file: {
      provider: "sagemaker",
      region: "us-east-1",
      sources: { list: { url: "constructed", read_on: "2026-11-20" } },
      prices: [
        { sku: "ml.g6.16xlarge", term: "on_demand", dollars_per_hour: "4.2", source: "list" },
      ],
    },
  },
]);

async function advised(
  lines: readonly BillLine[],
  config: Readonly<Record<string, unknown>> = {},
  dismissed: ReadonlySet<string> = new Set(),
) {
  const ledger = await openLedger();
  await importInto(ledger, { billLines: lines });
  return adviseFor(ledger, config, { infrastructure, dismissed });
}

const p4d = { meter: "USE1-BoxUsage:p4d.24xlarge", each: 20 };

test("machines that are on demand in every hour of a bill are worth a savings plan: the shortest without payment in advance, all others beside it", async () => {
  const { advice } = await advised(
    // Three machines, and a fourth every second day: three were on at all times.
    days.map((day) => machineDay("p4d", day, { ...p4d, count: day % 2 === 0 ? 4 : 3 })),
  );

  const found = advice.find(({ kind }) => kind === "commitment");
  expect(found?.title).toBe(
    "Take the EC2 instance savings plan for p4d in us-east-1 of one year for 3 × p4d.24xlarge in us-east-1, which the bill has on demand at all times",
  );
  // (20 − 16) × 3 machines × 730 hours.
  expect(found?.dollars_per_month).toEqual({
    estimate: "8760.000000000000",
    low: null,
    high: null,
  });
  expect(found).toMatchObject({ confidence: { level: "low" }, depth: "bills" });
  const told = Object.fromEntries(
    found?.evidence.figures.map(({ what, value }) => [what, value]) ?? [],
  );
  expect(told["compute savings plan of one year"]).toMatch(
    /^\$18 an hour, 10 % less; .* for all machines; price 2 days old$/,
  );
  expect(
    told["EC2 instance savings plan for p4d in us-east-1 of one year, all paid at the start"],
  ).toMatch(/^\$15 /);
  expect(told["EC2 instance savings plan for p4d in us-east-1 of three years"]).toMatch(/^\$11 /);
  expect(found?.plan?.would_change.join(" ")).toContain("The bill tells days");
});

test("what comes and goes, is covered, or is planned by an offer of the configuration is not promised for", async () => {
  const weekdays = days.filter((day) => day % 7 > 1);
  const none = [
    await advised(weekdays.map((day) => machineDay("p4d", day, { ...p4d, count: 3 }))),
    await advised(
      days.map((day) =>
        machineDay("p4d", day, { ...p4d, count: 3, pricing_category: "Committed" }),
      ),
    ),
  ];

  for (const { advice } of none) expect(advice.map(({ kind }) => kind)).not.toContain("commitment");
});

test("a reservation of one machine is not sized by the hours of all machines, and steady machines are told of beside it", async () => {
  const { advice, notPlanned } = await advised(
    days.map((day) =>
      machineDay("p4d", day, { ...p4d, count: 1, category: "accelerators_serving" }),
    ),
    {
      plans: {
        commitments: {
          samples: 20,
          offers: [
            {
              ...{ kind: "reserved_instances", name: "small", instance: "g5.xlarge" },
              term_months: 12,
              price: { dollars: "0.634", per: "hour" },
              on_demand_price: { dollars: "1.006", per: "hour" },
            },
          ],
        },
      },
    },
  );

  expect(advice.filter(({ kind }) => kind === "commitment").map(({ title }) => title)).toEqual([
    expect.stringMatching(/^Take the EC2 instance savings plan for p4d .* for 1 × p4d.24xlarge/),
  ]);
  expect(notPlanned.find(({ subject }) => subject === "small")?.text).toContain(
    "it covers one machine in one region",
  );
});

test("a bill that reaches further back than the first call is looked at whole", async () => {
  const ledger = await openLedger();
  await importInto(ledger, {
    billLines: days.map((day) => machineDay("p4d", day, { ...p4d, count: 2 })),
  });
  const [latest] = hourlyCalls();
  if (latest === undefined) throw new Error("no call was made");
  await ledger.append({ rows: [latest], cursors: [] });

  const { advice } = await adviseFor(ledger, {}, { infrastructure });

  expect(
    advice.filter(({ scope, depth }) => depth === "bills" && scope.model === undefined),
  ).not.toEqual([]);
});

test("an older machine is told of where a cheaper one has no less memory and is about as fast, and nothing is promised for it", async () => {
  const { advice } = await advised(
    days.map((day) =>
      machineDay("t4", day, { meter: "USE1-BoxUsage:g4dn.16xlarge", each: 4.352, count: 2 }),
    ),
  );

  const found = advice.find(({ kind }) => kind === "right-size");
  expect(found?.title).toBe(
    "Run on g6.16xlarge what runs on g4dn.16xlarge in us-east-1: it has no less memory, at most a tenth less speed by the makers' sheets, and costs 22 % less an hour",
  );
  // (4.352 − 3.3968) × 2 × 24 × 28 days of which a month is 365 / 12.
  expect(Number(found?.dollars_per_month?.estimate)).toBeCloseTo(0.9552 * 2 * 730, 3);
  expect(advice.map(({ kind }) => kind)).not.toContain("commitment");
});

test("an endpoint without a line of data is idle where another of the same bill has such lines, and is no always-on one as well", async () => {
  const serving = { meter: "USE1-Host:ml.g5.xlarge", each: 1.408, count: 1 } as const;
  const lines = days.flatMap((day) => [
    machineDay("idle", day, {
      ...serving,
      category: "accelerators_serving",
      resource_id: endpoint("forgotten"),
    }),
    machineDay("busy", day, {
      ...serving,
      category: "accelerators_serving",
      resource_id: endpoint("busy"),
    }),
  ]);
  const data = billLine("data", 3, {
    cost: "0.01",
    category: "other_ai",
    sku_meter: "USE1-Hst:Data-Bytes-In",
    region_id: "us-east-1",
    resource_id: endpoint("busy"),
  });

  const told = await advised([...lines, data]);
  const untold = await advised(lines);

  const idle = told.advice.filter(({ kind }) => kind === "idle-machine");
  expect(idle.map(({ title }) => title)).toEqual([
    "Stop endpoint/forgotten: nothing went in or out of it in 28 days",
    "Find out whether endpoint/busy must be on all day",
  ]);
  expect(Number(idle[0]?.dollars_per_month?.estimate)).toBeCloseTo(1.408 * 730, 3);
  // One is left to promise for, and no list has its price.
  const asked = told.notPlanned.find(({ text }) => text.includes("1 × ml.g5.xlarge"));
  expect(asked?.mend).toContain("headgate plan prices refresh --plans");
  expect(
    untold.advice
      .filter(({ kind }) => kind === "idle-machine")
      .map(({ dollars_per_month: dollars }) => dollars),
  ).toEqual([null, null]);
});

/** Constructed: two endpoints of an older machine, one of which nobody calls. */
const olderEndpoints = [
  ...days.flatMap((day) =>
    ["forgotten", "busy"].map((name) =>
      machineDay(name, day, {
        ...{ meter: "USE1-Host:ml.g4dn.16xlarge", each: 5.2, count: 1 },
        ...{ category: "accelerators_serving", resource_id: endpoint(name) },
        service_name: "Amazon SageMaker",
      }),
    ),
  ),
  billLine("data", 3, {
    ...{ cost: "0.01", category: "other_ai", sku_meter: "USE1-Hst:Data-Bytes-In" },
    ...{ region_id: "us-east-1", resource_id: endpoint("busy") },
  }),
];

test("an idle endpoint of an older machine is to be stopped, and only the others of its kind are to move", async () => {
  const { advice } = await advised(olderEndpoints);

  const dollarsOf = (kind: string) =>
    advice
      .filter((one) => one.kind === kind && one.dollars_per_month !== null)
      .map(({ dollars_per_month: dollars }) => Number(dollars?.estimate));
  expect(dollarsOf("idle-machine")).toEqual([expect.closeTo(5.2 * 730, 3)]);
  // Of one machine, not of two.
  expect(dollarsOf("right-size")).toEqual([expect.closeTo((5.2 - 4.2) * 730, 3)]);
});

/** Constructed: an offer for the bill's machines. */
const offered = {
  plans: {
    commitments: {
      samples: 20,
      offers: [
        {
          ...{ kind: "savings_plan", name: "year", term_months: 12, service: "sagemaker" },
          ...{ discount: 0.4, unit_dollars_per_hour: "1" },
        },
      ],
    },
  },
};

test("stopping an endpoint or committing that was dismissed takes nothing from what machines could do with less", async () => {
  const { advice } = await advised(olderEndpoints, offered);
  const unwanted = advice.filter(
    ({ kind, plan }) => kind === "commitment" || (kind === "idle-machine" && plan !== null),
  );
  expect(unwanted).toHaveLength(2);

  const without = await advised(olderEndpoints, offered, new Set(unwanted.map(({ id }) => id)));

  // Of two machines: the one that nobody calls stays on.
  const [older] = without.advice.filter(({ kind }) => kind === "right-size");
  expect(Number(older?.dollars_per_month?.estimate)).toBeCloseTo(2 * (5.2 - 4.2) * 730, 3);
});

test("where a commitment is recommended for the bill's machines, what is in its demand has no dollars of its own", async () => {
  const { advice } = await advised(olderEndpoints, offered);

  expect(advice.map(({ kind }) => kind)).toContain("commitment");
  const others = advice.filter(
    ({ kind, plan }) => kind === "right-size" || (kind === "idle-machine" && plan !== null),
  );
  expect(others).toHaveLength(2);
  for (const one of others) {
    expect(one.dollars_per_month).toBeNull();
    expect(one.plan?.would_change[0]).toContain("a commitment is recommended beside it");
  }
});

test("lines that are not read are not told of as if the bill did not tell", async () => {
  const { notPlanned } = await advised(
    days.map((day) =>
      machineDay("t", day, { meter: "USE1-Train:ml.p4d.24xlarge", each: 2, count: 1 }),
    ),
  );

  expect(notPlanned).toContainEqual({
    ...{ kind: "commitment", subject: "machines on the bill", mend: null },
    text: expect.stringContaining("28 lines of machines, $1344.00, are not read"),
  });
});

test("lines that do not tell which machine they are about are counted with what was paid", async () => {
  const { notPlanned } = await advised(
    days.map((day) => machineDay("x", day, { meter: "GPU hours", each: 2, count: 1 })),
  );

  expect(notPlanned.map(({ text }) => text).join(" ")).toContain(
    "28 lines of machines, $1344.00, do not tell which machine",
  );
});
