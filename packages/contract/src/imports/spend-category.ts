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

/** The categories for people, the same on every page. */
export const spendCategoryNames = {
  inference: "Inference",
  accelerators_serving: "Accelerators, serving",
  accelerators_training: "Accelerators, training",
  data_processing: "Data processing: embeddings, vector stores, pipelines",
  storage: "Storage",
  other_ai: "Other AI services",
  not_ai: "Apart: no AI, the rest of the bill",
} as const satisfies Record<SpendCategory, string>;
