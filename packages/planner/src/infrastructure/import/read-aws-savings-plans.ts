import { z } from "zod";
import type { PriceTerm } from "../infrastructure-price.ts";
import type { ListedRow, ListReading, RefusedRow } from "./listed-row.ts";
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

/** A plan's price is of usage; of an hour of a machine are those of EC2's Linux machines and of SageMaker's endpoints. */
const machineUsages = [
  {
    service: "AmazonEC2",
    operation: /^RunInstances$/,
    usage: /(?:^|-)BoxUsage:(.+)$/,
    provider: "aws",
  },
  {
    service: "AmazonSageMaker",
    operation: /^RunInstance$/,
    usage: /(?:^|-)Host:(ml\..+)$/,
    provider: "sagemaker",
  },
] as const;

/**
 * A list of savings plans as AWS publishes it, a file a region and kind of plan
 * (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-savings-plans.html, read
 * 2026-11-29). Taken are plans without an upfront payment, whose hour is all that they cost. Of EC2's two kinds the one for all
 * machines is taken: the one for a family of machines is cheaper, and binds to the family.
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
    if (product?.attributes.purchaseOption !== "No Upfront") continue;
    const at = `plan ${sku}`;
    if (product.productFamily === "EC2InstanceSavingsPlans") {
      refused.push({
        at,
        code: "unreadable",
        reason: "It is a plan for one family of machines; the one for all machines is taken.",
      });
      continue;
    }
    const term = termOf(leaseContractLength);
    if (term === undefined) {
      refused.push({
        at,
        code: "unreadable",
        reason: `A plan of ${leaseContractLength.duration} ${leaseContractLength.unit} is none of one or three years.`,
      });
      continue;
    }
    const found = rowsOf(rates, { at, term, regionCode });
    rows.push(...found.rows);
    refused.push(...found.refused);
  }
  return { rows, refused };
}

const refusedWhole = (reason: string): ListReading => ({
  rows: [],
  refused: [{ at: "the file", code: "unreadable", reason }],
});

function termOf({
  duration,
  unit,
}: Readonly<{ duration: number; unit: string }>): PriceTerm | undefined {
  if (!/^years?$/i.test(unit)) return undefined;
  return duration === 1 ? "savings_plan_1y" : duration === 3 ? "savings_plan_3y" : undefined;
}

function rowsOf(
  rates: readonly unknown[],
  {
    at,
    term,
    regionCode,
  }: Readonly<{ at: string; term: PriceTerm; regionCode: string | undefined }>,
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
    const machine = machineOf(rate);
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

function machineOf(
  rate: z.output<typeof rateSchema>,
): Readonly<{ provider: string; sku: string }> | undefined {
  for (const { service, operation, usage, provider } of machineUsages) {
    if (rate.discountedServiceCode !== service || !operation.test(rate.discountedOperation))
      continue;
    const sku = usage.exec(rate.discountedUsageType)?.[1];
    if (sku !== undefined) return { provider, sku };
  }
  return undefined;
}
