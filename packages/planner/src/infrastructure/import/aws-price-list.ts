import { z } from "zod";
import { awsPayment } from "./aws-payment.ts";
import { hourlyWithUpfront } from "./hourly-with-upfront.ts";
import type { ListedRow, ListReading, RefusedRow } from "./listed-row.ts";
import { withoutTrailingZeros } from "./trailing-zeros.ts";

const dimension = z.looseObject({
  unit: z.string(),
  pricePerUnit: z.looseObject({ USD: z.string().optional() }),
});
const term = z.looseObject({
  priceDimensions: z.record(z.string(), dimension),
  termAttributes: z
    .looseObject({
      LeaseContractLength: z.string().optional(),
      PurchaseOption: z.string().optional(),
      OfferingClass: z.string().optional(),
    })
    .optional(),
});
const attributesSchema = z.looseObject({
  instanceType: z.string().optional(),
  /** SageMaker's, whose `instanceType` may say what the machine is for as well. */
  instanceName: z.string().optional(),
  component: z.string().optional(),
  regionCode: z.string(),
});
const productSchema = z.looseObject({
  product: z.looseObject({
    attributes: attributesSchema,
  }),
  terms: z.looseObject({
    OnDemand: z.record(z.string(), term).optional(),
    Reserved: z.record(z.string(), term).optional(),
  }),
});

/**
 * Products as AWS's price list answers them, each a JSON text
 * (https://docs.aws.amazon.com/cli/latest/reference/pricing, read 2026-11-29): hours on demand, and reserved terms of the standard
 * class. What of a reserved term is paid at its start is spread over its hours.
 */
export function readAwsPriceList(products: readonly string[]): ListReading {
  const rows: ListedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, text] of products.entries()) {
    const at = `product ${index + 1}`;
    const read = productSchema.safeParse(parsed(text));
    const machine = read.success ? machineOf(read.data.product.attributes) : undefined;
    if (!read.success || machine === undefined) {
      refused.push({
        at,
        code: "unreadable",
        reason: "It is no machine of EC2 and none of SageMaker that serves an endpoint.",
      });
      continue;
    }
    const { terms } = read.data;
    const common = { at, ...machine };
    for (const offer of Object.values(terms.OnDemand ?? {})) {
      const dollars = dollarsOf(offer, "Hrs");
      if (dollars === undefined || Number(dollars) === 0) continue;
      rows.push({ ...common, term: "on_demand", dollarsPerHour: withoutTrailingZeros(dollars) });
    }
    for (const offer of Object.values(terms.Reserved ?? {})) {
      const reserved = reservedHour(offer);
      if (reserved !== undefined) rows.push({ ...common, ...reserved });
    }
  }
  return { rows, refused };
}

/** A machine of EC2, or one of SageMaker that serves an endpoint: one that trains or processes has hours of its own. */
function machineOf({
  instanceType,
  instanceName,
  component,
  regionCode: region,
}: z.output<typeof attributesSchema>): Pick<ListedRow, "provider" | "sku" | "region"> | undefined {
  if (instanceName?.startsWith("ml.") === true) {
    return component === "Hosting"
      ? { provider: "sagemaker", sku: instanceName, region }
      : undefined;
  }
  return instanceType === undefined ? undefined : { provider: "aws", sku: instanceType, region };
}

const dollarsOf = (offer: z.output<typeof term>, unit: string): string | undefined =>
  Object.values(offer.priceDimensions).find((one) => one.unit === unit)?.pricePerUnit.USD;

/** Hours of a lease, as AWS reckons them: years of 365 days. */
const leases = {
  "1yr": { term: "reserved_1y", hours: 8_760n },
  "3yr": { term: "reserved_3y", hours: 26_280n },
} as const;

/** A reserved hour with its part of what is paid at the start; undefined for what is no lease of the standard class. */
function reservedHour(
  offer: z.output<typeof term>,
): Pick<ListedRow, "term" | "payment" | "dollarsPerHour"> | undefined {
  const { LeaseContractLength, PurchaseOption, OfferingClass } = offer.termAttributes ?? {};
  const lease = Object.entries(leases).find(([length]) => length === LeaseContractLength)?.[1];
  const payment = awsPayment(PurchaseOption);
  if (lease === undefined || payment === undefined || OfferingClass !== "standard")
    return undefined;
  const hourly = dollarsOf(offer, "Hrs");
  const upfront = dollarsOf(offer, "Quantity");
  // Without the one part or the other that its kind has, the price is not the whole price.
  if (payment !== "all_upfront" && hourly === undefined) return undefined;
  if (payment !== "no_upfront" && upfront === undefined) return undefined;
  const whole = hourlyWithUpfront({ hourly, upfront, hours: lease.hours });
  return whole === undefined ? undefined : { term: lease.term, payment, dollarsPerHour: whole };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
