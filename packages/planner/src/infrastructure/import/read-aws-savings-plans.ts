import type { PaymentOption } from "@headgate/contract";
import { z } from "zod";
import type { PriceTerm } from "../infrastructure-price.ts";
import { awsPayment } from "./aws-payment.ts";
import type { ListedRow, ListReading, RefusedRow } from "./listed-row.ts";
import { machineOfUsage, savingsPlanTerm } from "./savings-plan-usage.ts";
import { withoutTrailingZeros } from "./trailing-zeros.ts";

const rateSchema = z.looseObject({
  discountedUsageType: z.string(),
  discountedOperation: z.string(),
  discountedServiceCode: z.string(),
  unit: z.string(),
  discountedRate: z.looseObject({ price: z.string(), currency: z.string() }),
  discountedRegionCode: z.string().optional(),
});
const fileSchema = z.looseObject({
  regionCode: z.string().optional(),
  products: z.array(
    z.looseObject({
      sku: z.string(),
      productFamily: z.string(),
      attributes: z.looseObject({ purchaseOption: z.string().optional() }),
    }),
  ),
  terms: z.looseObject({
    savingsPlan: z.array(
      z.looseObject({
        sku: z.string(),
        leaseContractLength: z.looseObject({ duration: z.number(), unit: z.string() }),
        rates: z.array(z.unknown()),
      }),
    ),
  }),
});

/**
 * A list of savings plans as AWS publishes it, a file a region and kind of plan
 * (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-savings-plans.html, read
 * 2026-11-29), of all terms and payments. A plan's rate is what an hour uses of the promise, whenever the promise is paid: what is
 * paid at the start is in it. EC2's two kinds are two terms: the one for a family of machines is cheaper, and binds to the family.
 */
export function readAwsSavingsPlans(content: unknown): ListReading {
  const read = fileSchema.safeParse(content);
  if (!read.success) {
    const [first] = read.error.issues;
    return refusedWhole(
      `It is no list of savings plans: ${first?.path.join(".")}: ${first?.message}`,
    );
  }
  const { products, terms, regionCode } = read.data;
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const rows: ListedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const { sku, leaseContractLength, rates } of terms.savingsPlan) {
    const product = bySku.get(sku);
    const at = `plan ${sku}`;
    const payment = awsPayment(product?.attributes.purchaseOption);
    if (product === undefined || payment === undefined) {
      refused.push({ at, code: "unreadable", reason: "The list does not say how it is paid." });
      continue;
    }
    const term = savingsPlanTerm(product.productFamily, yearsOf(leaseContractLength));
    if (term === undefined) {
      refused.push({
        at,
        code: "unreadable",
        reason: `A plan of ${leaseContractLength.duration} ${leaseContractLength.unit} is none of one or three years.`,
      });
      continue;
    }
    const found = rowsOf(rates, { at, term, payment, regionCode });
    rows.push(...found.rows);
    refused.push(...found.refused);
  }
  return { rows, refused };
}

const refusedWhole = (reason: string): ListReading => ({
  rows: [],
  refused: [{ at: "the file", code: "unreadable", reason }],
});

const yearsOf = ({ duration, unit }: Readonly<{ duration: number; unit: string }>): number =>
  /^years?$/i.test(unit) ? duration : Number.NaN;

function rowsOf(
  rates: readonly unknown[],
  {
    at,
    term,
    payment,
    regionCode,
  }: Readonly<{
    at: string;
    term: PriceTerm;
    payment: PaymentOption;
    regionCode: string | undefined;
  }>,
): Readonly<{ rows: readonly ListedRow[]; refused: readonly RefusedRow[] }> {
  const rows: ListedRow[] = [];
  let unreadable = 0;
  for (const listed of rates) {
    const read = rateSchema.safeParse(listed);
    if (!read.success) {
      unreadable += 1;
      continue;
    }
    const { data: rate } = read;
    const machine = machineOfUsage({
      service: rate.discountedServiceCode,
      operation: rate.discountedOperation,
      usageType: rate.discountedUsageType,
    });
    if (machine === undefined || rate.unit !== "Hrs") continue;
    const region = rate.discountedRegionCode ?? regionCode;
    if (region === undefined || rate.discountedRate.currency !== "USD") {
      unreadable += 1;
      continue;
    }
    rows.push({
      at,
      ...machine,
      region,
      term,
      payment,
      dollarsPerHour: withoutTrailingZeros(rate.discountedRate.price),
    });
  }
  return {
    rows,
    refused:
      unreadable === 0
        ? []
        : [
            {
              at,
              code: "unreadable",
              reason: `${unreadable} of its rates name no usage, no region, or no price in dollars.`,
            },
          ],
  };
}
