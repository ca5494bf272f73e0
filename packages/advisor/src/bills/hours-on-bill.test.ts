import type { BilledMachines } from "@headgate/contract";
import { builtInInfrastructure, infrastructureBook } from "@headgate/planner";
import { expect, test } from "vitest";
import { idleEndpoints } from "./find-idle-endpoints.ts";
import { olderMachines } from "./find-older-machines.ts";
import { hoursOnBill } from "./hours-on-bill.ts";
import { withoutIdle } from "./without-idle.ts";

const DAY_MS = 86_400_000;
const range = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-29T00:00:00.000Z" };
const dayOf = (day: number): string =>
  new Date(Date.parse(range.from) + day * DAY_MS).toISOString();

type Row = BilledMachines["machines"][number];
type Endpoint = BilledMachines["endpoints"][number];

/** Constructed: one machine on demand in each of 28 days, at $20 an hour. */
const row = (change: Partial<Row> = {}): Row => ({
  billing_currency: "USD",
  provider_name: "AWS",
  meter: "USE1-BoxUsage:p4d.24xlarge",
  description: null,
  region: "us-east-1",
  category: "accelerators_training",
  pricing_category: "Standard",
  unit: "Hrs",
  period_ms: DAY_MS,
  periods: 28,
  first: range.from,
  last: range.to,
  quantity: "672",
  least_quantity: "24",
  lines: 28,
  effective_cost: "13440",
  list_cost: "13440",
  lines_without_list_cost: 0,
  ...change,
});
const endpoint = (change: Partial<Endpoint> = {}): Endpoint => ({
  billing_currency: "USD",
  resource: "arn:aws:sagemaker:us-east-1:1:endpoint/quiet",
  sub_account: "1",
  region: "us-east-1",
  meter: "USE1-Host:ml.g5.xlarge",
  category: "accelerators_serving",
  days: 28,
  first: range.from,
  last: range.to,
  data_lines: 0,
  effective_cost: "946.176",
  ...change,
});

test("spot hours have a usage type of their own and are the same machine's", () => {
  const { machines, untold } = hoursOnBill(
    [
      row(),
      row({
        meter: "USE1-SpotUsage:p4d.24xlarge",
        pricing_category: "Dynamic",
        quantity: "224",
        effective_cost: "2000",
      }),
    ],
    range,
  );

  expect(machines).toMatchObject([
    { sku: "p4d.24xlarge", hours: { onDemand: 672, covered: 0, spot: 224 }, alwaysOnDemand: 1 },
  ]);
  expect(untold).toEqual({ lines: 0, cost: 0n });
});

test("what a savings plan takes back is no machine of which the bill does not tell", () => {
  const negation = row({ pricing_category: null, quantity: null, effective_cost: "-500" });

  expect(hoursOnBill([negation], range)).toEqual({
    machines: [],
    untold: { lines: 0, cost: 0n },
    notRead: { lines: 0, cost: 0n },
  });
});

test("training, other clouds and machines with a licence are not read, which is not that the bill does not tell", () => {
  const others = [
    row({ meter: "USE1-Train:ml.p4d.24xlarge" }),
    row({ provider_name: "Microsoft", meter: "NC24ads A100 v4" }),
    row({ provider_name: "Google Cloud", meter: null, description: "A2 Instance Core" }),
    row({ description: "$24.5 per On Demand Windows p3.8xlarge Instance Hour" }),
    row({ description: "$20 per On Demand RHEL p3.8xlarge Instance Hour" }),
  ];

  const { machines, untold, notRead } = hoursOnBill(
    [...others, row({ meter: "GPU hours" })],
    range,
  );

  expect(machines).toEqual([]);
  expect([notRead.lines, untold.lines]).toEqual([5 * 28, 28]);
});

test("a machine is on at all times where no period is missing but at the edges of the bill", () => {
  const always = (change: Partial<Row>) =>
    hoursOnBill([row(change)], range).machines[0]?.alwaysOnDemand;

  expect(always({})).toBe(1);
  // A day short at the end.
  expect(always({ periods: 27, last: dayOf(27) })).toBe(1);
  // A day off in between.
  expect(always({ periods: 27 })).toBe(0);
  expect(always({ periods: 25, last: dayOf(25) })).toBe(0);
});

test("an endpoint or an older machine that is gone is not told of", () => {
  const busy = endpoint({ resource: "busy", data_lines: 3 });
  const idle = (last: string) =>
    idleEndpoints([endpoint({ last, days: 20 }), busy], range, () => false).length;
  const book = infrastructureBook([...builtInInfrastructure()]);
  const older = (last: string) =>
    olderMachines(
      hoursOnBill(
        [row({ meter: "BoxUsage:g4dn.16xlarge", effective_cost: "2924.544", last })],
        range,
      ).machines,
      book,
      range,
      "2026-11-29",
    ).length;

  expect([idle(dayOf(27)), older(dayOf(27))]).toEqual([1, 1]);
  expect([idle(dayOf(20)), older(dayOf(20))]).toEqual([0, 0]);
});

test("idle endpoints are taken out of their kind of machine alone, and out of no more than there is", () => {
  const { machines } = hoursOnBill(
    [
      row(),
      // Two, at $1.408 an hour.
      row({
        meter: "USE1-Host:ml.g5.xlarge",
        quantity: "1344",
        least_quantity: "48",
        effective_cost: "1892.352",
      }),
    ],
    range,
  );
  const left = (idle: readonly Endpoint[]) => withoutIdle(machines, idle, range);

  expect(left([endpoint()])).toEqual([
    machines[0],
    {
      ...machines[1],
      hours: { onDemand: 672, covered: 0, spot: 0 },
      onDemandCost: 946_176_000_000_000n,
      alwaysOnDemand: 1,
    },
  ]);
  expect(left([endpoint({ effective_cost: "5000" })])[1]).toMatchObject({
    ...{ hours: { onDemand: 0 }, onDemandCost: 0n, alwaysOnDemand: 0 },
  });
  expect(left([endpoint({ region: "eu-west-1" })])).toEqual(machines);
});
