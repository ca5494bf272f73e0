import type { ChargeCategory } from "@headgate/contract";

/**
 * AWS's line item types as FOCUS's charge categories. A negation takes back what the usage that a savings plan
 * covered would have cost, so it is usage as well: the two only come out right together.
 */
const categories: Readonly<Record<string, ChargeCategory>> = {
  Usage: "usage",
  DiscountedUsage: "usage",
  SavingsPlanCoveredUsage: "usage",
  SavingsPlanNegation: "usage",
  SavingsPlanRecurringFee: "purchase",
  SavingsPlanUpfrontFee: "purchase",
  RIFee: "purchase",
  Fee: "purchase",
  FlatRateSubscription: "purchase",
  Tax: "tax",
  Credit: "credit",
  Refund: "adjustment",
};

export function curChargeCategory(type: string): ChargeCategory | undefined {
  if (Object.hasOwn(categories, type)) return categories[type];
  return /discount$/i.test(type) ? "adjustment" : undefined;
}

/** Whether the line's quantity was used, in contrast to bought or taken back. */
export const hasOwnQuantity = (type: string): boolean =>
  type === "Usage" || type === "DiscountedUsage" || type === "SavingsPlanCoveredUsage";

export const isCovered = (type: string): boolean =>
  type === "DiscountedUsage" || type === "SavingsPlanCoveredUsage";
