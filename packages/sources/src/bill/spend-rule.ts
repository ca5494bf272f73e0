import type { SpendCategory } from "@headgate/contract";

/** What a line says of the service that it bills, as far as it goes. */
export type BilledService = Readonly<{
  /** Codes and names of the service: `AmazonSageMaker`, `Azure OpenAI`, `Vertex AI`. */
  service: string;
  /** Usage type, meter, SKU and description. */
  detail: string;
  /** Names that the user gave: the resource's and the tags, which may tell training from serving. */
  given: string;
}>;

/** A category and why, in a clause that a page of the documentation can show. */
export type Spending = Readonly<{ category: SpendCategory; why: string }>;

/** One row of a table of services: the first row whose patterns are all found decides. */
export type SpendRule = Readonly<{ service: RegExp; detail?: RegExp }> & Spending;

/** The spending of the first row that fits. */
export const ruledSpending = (
  rules: readonly SpendRule[],
  { service, detail }: BilledService,
): Spending | undefined =>
  rules.find((rule) => rule.service.test(service) && (rule.detail?.test(detail) ?? true));

/** A rented accelerator's spending: by its kind, else by the user's names. */
export function acceleratorSpending(
  { accelerator, use }: Readonly<{ accelerator: string; use: "serving" | "training" | "either" }>,
  given: string,
): Spending {
  if (use === "training" || (use === "either" && /\btrain|fine-?tun|pre-?train/i.test(given))) {
    const why =
      use === "training" ? `${accelerator} is made for training` : "its tags or name say training";
    return { category: "accelerators_training", why };
  }
  const why =
    use === "serving"
      ? `${accelerator} is made for inference`
      : `${accelerator}; the bill does not tell training from serving, and nothing says training`;
  return { category: "accelerators_serving", why };
}
