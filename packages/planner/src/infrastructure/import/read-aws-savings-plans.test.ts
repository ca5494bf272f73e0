import { expect, test } from "vitest";
import { readAwsSavingsPlans } from "./read-aws-savings-plans.ts";

/** Constructed, in the documented shape. */
const rate = (change: object = {}) => ({
  discountedSku: "OD1",
  discountedUsageType: "USE1-Host:ml.g5.xlarge",
  discountedOperation: "RunInstance",
  discountedServiceCode: "AmazonSageMaker",
  rateCode: "A.OD1",
  unit: "Hrs",
  discountedRate: { price: "0.9000000000", currency: "USD" },
  ...change,
});
const plan = (sku: string, years: number, rates: readonly unknown[]) => ({
  sku,
  description: "constructed",
  effectiveDate: "2026-11-01T00:00:00Z",
  leaseContractLength: { duration: years, unit: "year" },
  rates,
});
const product = (sku: string, purchaseOption: string, productFamily = "SageMakerSavingsPlans") => ({
  sku,
  productFamily,
  serviceCode: productFamily,
  attributes: { purchaseOption },
});
const file = {
  version: "1",
  publicationDate: "2026-11-01T00:00:00Z",
  regionCode: "us-east-1",
  products: [
    product("A", "No Upfront"),
    product("B", "All Upfront"),
    product("C", "No Upfront", "EC2InstanceSavingsPlans"),
    product("D", "No Upfront", "ComputeSavingsPlans"),
    product("E", "By instalments"),
    product("F", "No Upfront"),
  ],
  terms: {
    savingsPlan: [
      plan("A", 1, [
        rate(),
        rate({ discountedUsageType: "USE1-Notebk:ml.g5.xlarge" }),
        { unit: "Hrs" },
      ]),
      plan("B", 1, [rate({ discountedRate: { price: "0.81", currency: "USD" } })]),
      plan("C", 1, [
        rate({
          discountedUsageType: "BoxUsage:g6.xlarge",
          discountedOperation: "RunInstances",
          discountedServiceCode: "AmazonEC2",
          discountedRate: { price: "0.5", currency: "USD" },
        }),
      ]),
      plan("E", 1, [rate()]),
      plan("F", 5, [rate()]),
      plan("D", 3, [
        rate({
          discountedUsageType: "BoxUsage:g6.xlarge",
          discountedOperation: "RunInstances",
          discountedServiceCode: "AmazonEC2",
          discountedRegionCode: "us-east-1",
          discountedRate: { price: "0.35", currency: "USD" },
        }),
        rate({
          discountedUsageType: "BoxUsage:g6.xlarge",
          discountedOperation: "RunInstances:0002",
          discountedServiceCode: "AmazonEC2",
        }),
      ]),
    ],
  },
};

test("hours of machines are read from plans by provider, region, term and payment; plans for a family are a term of their own", () => {
  expect(
    readAwsSavingsPlans(file).rows.map((row) => [
      ...[row.at, row.provider, row.sku, row.region, row.term, row.payment, row.dollarsPerHour],
    ]),
  ).toEqual([
    ["plan A", "sagemaker", "ml.g5.xlarge", "us-east-1", "savings_plan_1y", "no_upfront", "0.9"],
    ["plan B", "sagemaker", "ml.g5.xlarge", "us-east-1", "savings_plan_1y", "all_upfront", "0.81"],
    ["plan C", "aws", "g6.xlarge", "us-east-1", "ec2_savings_plan_1y", "no_upfront", "0.5"],
    ["plan D", "aws", "g6.xlarge", "us-east-1", "savings_plan_3y", "no_upfront", "0.35"],
  ]);
});

test("plans and rates that cannot be read are counted with the reason", () => {
  expect(readAwsSavingsPlans(file).refused).toMatchObject([
    { at: "plan A", reason: expect.stringMatching(/^1 of its rates/) },
    { at: "plan E", reason: expect.stringMatching(/how it is paid/) },
    { at: "plan F", reason: expect.stringMatching(/none of one or three years/) },
  ]);
});

test("what is no such list is refused whole, with the place", () => {
  const { rows, refused } = readAwsSavingsPlans({ products: [] });

  expect(rows).toEqual([]);
  expect(refused[0]?.reason).toMatch(/terms/);
});
