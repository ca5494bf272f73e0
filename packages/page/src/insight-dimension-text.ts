import type { InsightDimension } from "@headgate/contract";

const billedNames: Readonly<Partial<Record<InsightDimension, string>>> = {
  service_name: "service",
  sub_account: "account",
  billing_account: "billing account",
};
/** A dimension as people say it: bills have some of long names. */
export const insightDimensionText = (dimension: InsightDimension): string =>
  billedNames[dimension] ?? dimension;
