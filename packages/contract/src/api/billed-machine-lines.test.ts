import { expect, test } from "vitest";
import { billedEndpoints, billedLeftOutText, billedLines } from "./billed-machine-lines.ts";
import type { BilledMachines } from "./billed-machines.ts";

const money = (amount: string, currency: string): string => `${currency} ${amount}`;

const machine: BilledMachines["machines"][number] = {
  billing_currency: "USD",
  provider_name: "AWS",
  meter: "USE1-BoxUsage:p4d.24xlarge",
  description: null,
  region: "us-east-1",
  category: "accelerators_training",
  pricing_category: "Committed",
  unit: "Hrs",
  period_ms: 3_600_000,
  periods: 2,
  first: "2026-11-01T00:00:00.000Z",
  last: "2026-11-01T02:00:00.000Z",
  quantity: "1344.500000000000",
  least_quantity: "2",
  lines: 3,
  effective_cost: "50",
  list_cost: "65.5",
  lines_without_list_cost: 0,
};
const report: BilledMachines = {
  machines: [machine],
  machines_left_out: 1,
  endpoints: [
    {
      billing_currency: "EUR",
      resource: "arn:aws:sagemaker:us-east-1:1:endpoint/ranker",
      sub_account: null,
      region: "us-east-1",
      meter: "USE1-Host:ml.g5.xlarge",
      category: "accelerators_serving",
      days: 1,
      first: "2026-11-01T00:00:00.000Z",
      last: "2026-11-02T00:00:00.000Z",
      data_lines: 0,
      effective_cost: "33.79",
    },
  ],
  endpoints_left_out: 0,
};

test("a machine on a bill says how it was paid, how much there was at least, and what it cost", () => {
  expect(billedLines(report, money)).toMatchObject([
    {
      machine: "USE1-BoxUsage:p4d.24xlarge",
      paid: "by a commitment",
      quantity: "1,344.5 Hrs",
      least: "2 Hrs in an hour",
      cost: "USD 50",
      listCost: "USD 65.5",
    },
  ]);
  expect(billedLeftOutText(report)).toBe("1 cheaper row more on the bills.");
});

test("what a bill does not say is not made up", () => {
  const bare = {
    ...machine,
    meter: null,
    region: null,
    pricing_category: null,
    quantity: null,
    least_quantity: null,
    lines_without_list_cost: 1,
  };

  expect(billedLines({ ...report, machines: [bare] }, money)).toMatchObject([
    {
      machine: "not named by the bill",
      region: "not said",
      paid: "not said",
      quantity: "not known",
      listCost: "not known",
    },
  ]);
});

test("the least is of a period as long as the bill's, and where some period has no line there was none at some times", () => {
  const month = {
    ...machine,
    period_ms: 30 * 86_400_000,
    periods: 1,
    last: "2026-12-01T00:00:00.000Z",
  };
  const off = { ...machine, last: "2026-11-01T09:00:00.000Z" };

  expect(
    billedLines({ ...report, machines: [month, off] }, money).map(({ least }) => least),
  ).toEqual(["2 Hrs in 30 days", "none at some times"]);
});

test("an endpoint says whether anything went in or out where its bill tells such things, in its bill's currency", () => {
  const [endpoint] = report.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  const other = {
    ...endpoint,
    resource: "arn:aws:sagemaker:us-east-1:1:endpoint/busy",
    data_lines: 4,
  };
  const called = (endpoints: BilledMachines["endpoints"]) =>
    billedEndpoints({ ...report, endpoints }, money).map(({ called: text }) => text);

  expect(billedEndpoints(report, money)).toEqual([
    {
      key: "0",
      name: "ranker",
      machine: "USE1-Host:ml.g5.xlarge",
      days: "1 day",
      called: "the bill does not tell",
      cost: "EUR 33.79",
    },
  ]);
  expect(called([endpoint, other])).toEqual(["no data went in or out", "data went in or out"]);
  expect(called([endpoint, { ...other, region: "eu-west-1" }])).toEqual([
    "the bill does not tell",
    "data went in or out",
  ]);
});
