import { z } from "zod";
import type { PriceTerm } from "../infrastructure-price.ts";
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
const productSchema = z.looseObject({
  product: z.looseObject({
    attributes: z.looseObject({ instanceType: z.string(), regionCode: z.string() }),
  }),
  terms: z.looseObject({
    OnDemand: z.record(z.string(), term).optional(),
    Reserved: z.record(z.string(), term).optional(),
  }),
});

/**
 * Products as AWS's price list answers them, each a JSON text
 * (https://docs.aws.amazon.com/cli/latest/reference/pricing, read 2026-11-29): hours on demand, and of reserved terms those without
 * an upfront payment of the standard class, whose hour is all that they cost.
 */
export function readAwsPriceList(products: readonly string[]): ListReading {
  const rows: ListedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, text] of products.entries()) {
    const at = `product ${index + 1}`;
    const read = productSchema.safeParse(parsed(text));
    if (!read.success) {
      refused.push({ at, code: "unreadable", reason: "It is no product with an instance type." });
      continue;
    }
    const { product, terms } = read.data;
    const { instanceType: sku, regionCode: region } = product.attributes;
    const add = (paid: PriceTerm, offer: z.output<typeof term>): void => {
      for (const { unit, pricePerUnit } of Object.values(offer.priceDimensions)) {
        const dollars = pricePerUnit.USD;
        if (unit !== "Hrs" || dollars === undefined || Number(dollars) === 0) continue;
        rows.push({
          at,
          provider: "aws",
          sku,
          region,
          term: paid,
          dollarsPerHour: withoutTrailingZeros(dollars),
        });
      }
    };
    for (const offer of Object.values(terms.OnDemand ?? {})) add("on_demand", offer);
    for (const offer of Object.values(terms.Reserved ?? {})) {
      const {
        LeaseContractLength: length,
        PurchaseOption: upfront,
        OfferingClass: offered,
      } = offer.termAttributes ?? {};
      if (upfront !== "No Upfront" || offered !== "standard") continue;
      if (length === "1yr") add("reserved_1y", offer);
      if (length === "3yr") add("reserved_3y", offer);
    }
  }
  return { rows, refused };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
