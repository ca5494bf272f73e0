import { z } from "zod";
import { dollarsText } from "./dollars.ts";
import { usageComponents } from "./usage.ts";

/**
 * How far a cost can be trusted.
 * `exact`: the provider's own usage at a published price. `derived`: a documented rule was needed.
 * `estimated`: some quantity was estimated. `unknown`: no price or no usage; never 0.
 */
export const confidences = ["exact", "derived", "estimated", "unknown"] as const;
export type Confidence = (typeof confidences)[number];

/** What the operator's overlays made of one line: which of them acted, and its costs then. */
const lineOverlaySchema = z.strictObject({
  names: z.array(z.string()).min(1).readonly(),
  contracted_cost: dollarsText,
  effective_cost: dollarsText,
  billed_cost: dollarsText,
});

/**
 * One priced component of a charge; `list_cost` = `quantity` × `unit_price`. Without an `overlay` the
 * other costs are the same; with the overlays' they add up to the charge's.
 */
export const chargeLineSchema = z.strictObject({
  /** The model whose usage this is, in the provider's word; absent when it is the attempt's own. */
  model: z.string().min(1).optional(),
  component: z.enum(usageComponents),
  quantity: z.int().nonnegative(),
  unit_price: dollarsText,
  list_cost: dollarsText,
  price_record: z.string(),
  overlay: lineOverlaySchema.optional(),
});
export type ChargeLine = z.infer<typeof chargeLineSchema>;

/** Priced usage. The four costs carry FOCUS's meanings and are null together when the confidence is `unknown`. */
export const chargeSchema = z.strictObject({
  confidence: z.enum(confidences),
  list_cost: dollarsText.nullable(),
  contracted_cost: dollarsText.nullable(),
  effective_cost: dollarsText.nullable(),
  billed_cost: dollarsText.nullable(),
  lines: z.array(chargeLineSchema).readonly(),
  /** Why a cost is less than exact, or not known; absent when exact. */
  reason: z.string().optional(),
});
export type ChargeWire = z.infer<typeof chargeSchema>;
