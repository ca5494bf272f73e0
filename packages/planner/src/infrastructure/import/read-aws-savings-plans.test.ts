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
  ],
  terms: {
    savingsPlan: [
      plan("A", 1, [
        rate(),
        rate({ discountedUsageType: "USE1-Notebk:ml.g5.xlarge" }),
        { unit: "Hrs" },
      ]),
      plan("B", 1, [rate()]),
      plan("C", 1, [rate()]),
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

test("hours of machines are read from plans without an upfront payment, by provider, region and term", () => {
  expect(readAwsSavingsPlans(file).rows).toEqual([
    {
      at: "plan A",
      provider: "sagemaker",
      sku: "ml.g5.xlarge",
      region: "us-east-1",
      term: "savings_plan_1y",
      dollarsPerHour: "0.9",
    },
    {
      at: "plan D",
      provider: "aws",
      sku: "g6.xlarge",
      region: "us-east-1",
      term: "savings_plan_3y",
      dollarsPerHour: "0.35",
    },
  ]);
});

test("plans for a family of machines and rates that cannot be read are counted with the reason", () => {
  expect(readAwsSavingsPlans(file).refused).toMatchObject([
    { at: "plan A", reason: expect.stringMatching(/^1 of its rates/) },
    { at: "plan C", reason: expect.stringMatching(/one family/) },
  ]);
});

test("what is no such list is refused whole, with the place", () => {
  const { rows, refused } = readAwsSavingsPlans({ products: [] });

  expect(rows).toEqual([]);
  expect(refused[0]?.reason).toMatch(/terms/);
});
