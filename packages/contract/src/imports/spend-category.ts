/** What kind of AI work money went to. `not_ai` is the rest of a cloud bill, kept so that its total is right. */
export const spendCategories = [
  "inference",
  "accelerators_serving",
  "accelerators_training",
  "data_processing",
  "storage",
  "other_ai",
  "not_ai",
] as const;
export type SpendCategory = (typeof spendCategories)[number];
