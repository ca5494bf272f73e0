import { z } from "zod";
import { awsPayment } from "./aws-payment.ts";
import type { ListedRow, ListReading, RefusedRow } from "./listed-row.ts";
import { machineOfUsage, savingsPlanTerm } from "./savings-plan-usage.ts";
import { withoutTrailingZeros } from "./trailing-zeros.ts";

const YEAR_SECONDS = 31_536_000;

const rateSchema = z.looseObject({
  savingsPlanOffering: z.looseObject({
    paymentOption: z.string(),
    planType: z.string(),
    durationSeconds: z.number(),
    currency: z.string(),
  }),
  rate: z.string(),
  unit: z.string(),
  serviceCode: z.string(),
  usageType: z.string(),
  operation: z.string(),
  properties: z.array(z.looseObject({ name: z.string(), value: z.string() })),
});

/**
 * Rates of savings plans as AWS's API answers them (savingsplans:DescribeSavingsPlansOfferingRates, the members of `searchResults`;
 * https://docs.aws.amazon.com/savingsplans/latest/APIReference, not read again): hours of EC2's Linux machines and of SageMaker's
 * endpoints, each by kind of plan, term and payment.
 */
export function readOfferingRates(results: readonly unknown[]): ListReading {
  const rows: ListedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, result] of results.entries()) {
    const at = `rate ${index + 1}`;
    const read = rateSchema.safeParse(result);
    if (!read.success) {
      refused.push({ at, code: "unreadable", reason: "It is no rate of a savings plan." });
      continue;
    }
    const { savingsPlanOffering: offering, properties, ...rate } = read.data;
    const machine = machineOfUsage({
      service: rate.serviceCode,
      operation: rate.operation,
      usageType: rate.usageType,
    });
    if (machine === undefined || rate.unit !== "Hrs") continue;
    const region = properties.find(({ name }) => name === "region")?.value;
    const payment = awsPayment(offering.paymentOption);
    const term = savingsPlanTerm(
      offering.planType === "EC2Instance" ? "EC2InstanceSavingsPlans" : offering.planType,
      offering.durationSeconds / YEAR_SECONDS,
    );
    if (
      region === undefined ||
      payment === undefined ||
      term === undefined ||
      offering.currency !== "USD"
    ) {
      refused.push({
        at,
        code: "unreadable",
        reason: `${machine.sku}: no region, payment, term of one or three years, or price in dollars.`,
      });
      continue;
    }
    rows.push({
      at,
      ...machine,
      region,
      term,
      payment,
      dollarsPerHour: withoutTrailingZeros(rate.rate),
    });
  }
  return { rows, refused };
}
