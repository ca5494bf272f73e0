import { z } from "zod";
import { attributionSchema } from "../attribution.ts";
import { priceScopes } from "../price-record.ts";
import { usageComponents } from "../usage.ts";
import { currencyName, decimalText } from "./amount.ts";
import { billSources } from "./sources.ts";
import { spendCategories } from "./spend-category.ts";

/** FOCUS's ChargeCategory, in lower case. */
export const chargeCategories = ["usage", "purchase", "tax", "credit", "adjustment"] as const;
export type ChargeCategory = (typeof chargeCategories)[number];

/**
 * How the statements of simulated bills begin: an export of simulated calls that is read back. They are kept and shown
 * as simulated, and no total counts them.
 */
export const SIMULATED_STATEMENT = "focus:simulated:";

const text = z.string().min(1).max(2048);
const moment = z.int().nonnegative();

/**
 * One line of a provider's invoice or cloud bill. The names are FOCUS 1.2's columns in snake case; what a
 * bill does not say is absent. The four costs are never added to each other, and never across currencies.
 */
export const billLineSchema = z.strictObject({
  /** The bill's own key of the line where it has one, else made of the line's content and place. */
  line_id: z.string().min(1).max(300),
  source: z.enum(billSources),
  /**
   * Which statement the line belongs to, as `<source>:<account>:<first day of the billing period>`: a bill
   * that is loaded again replaces its statements whole.
   */
  statement: z.string().min(1).max(300),
  billing_account_id: text.optional(),
  billing_account_name: text.optional(),
  sub_account_id: text.optional(),
  sub_account_name: text.optional(),
  billing_period_start_ms: moment,
  billing_period_end_ms: moment,
  charge_period_start_ms: moment,
  charge_period_end_ms: moment,
  charge_category: z.enum(chargeCategories),
  /** FOCUS's ChargeClass: set when the line corrects an earlier billing period. */
  charge_class: z.literal("correction").optional(),
  charge_description: text.optional(),
  /** Who made the service available, in the bill's words: FOCUS's ProviderName. */
  provider_name: text,
  publisher_name: text.optional(),
  invoice_issuer_name: text.optional(),
  invoice_id: text.optional(),
  service_category: text.optional(),
  service_subcategory: text.optional(),
  service_name: text.optional(),
  sku_id: text.optional(),
  sku_price_id: text.optional(),
  /** FOCUS's SkuMeter; AWS's usage type, Azure's meter. */
  sku_meter: text.optional(),
  region_id: text.optional(),
  resource_id: text.optional(),
  resource_name: text.optional(),
  billing_currency: currencyName,
  billed_cost: decimalText,
  effective_cost: decimalText,
  list_cost: decimalText.optional(),
  contracted_cost: decimalText.optional(),
  pricing_category: text.optional(),
  pricing_quantity: decimalText.optional(),
  pricing_unit: text.optional(),
  list_unit_price: decimalText.optional(),
  contracted_unit_price: decimalText.optional(),
  consumed_quantity: decimalText.optional(),
  consumed_unit: text.optional(),
  commitment_discount_id: text.optional(),
  commitment_discount_type: text.optional(),
  commitment_discount_status: z.enum(["used", "unused"]).optional(),
  capacity_reservation_id: text.optional(),
  capacity_reservation_status: z.enum(["used", "unused"]).optional(),
  /** The identity that made the calls, where the bill says so. */
  principal: text.optional(),
  /** The bill's tags, as they are. */
  tags: z.record(z.string().max(256), z.string().max(1024)),

  /** Read out of the line by Headgate. What could not be told is absent. */
  category: z.enum(spendCategories),
  /** Whose prices hold, as the price book names it: `bedrock`, `openai`. */
  provider: z.string().optional(),
  /** The model as the bill writes it. */
  billed_model: z.string().optional(),
  /** The model as the price book names it; absent when it could not be resolved. */
  model: z.string().optional(),
  /** What was billed: a token bucket or another unit. */
  component: z.enum(usageComponents).optional(),
  /** How many of the component: tokens, not thousands of them. */
  component_quantity: decimalText.optional(),
  /** `standard`, `batch`, `flex`, `priority`, … as the price book has them. */
  service_tier: z.string().optional(),
  scope: z.enum(priceScopes).optional(),
  attribution: attributionSchema,
});
export type BillLine = z.infer<typeof billLineSchema>;
