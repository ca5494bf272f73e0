import type { Confidence } from "@headgate/contract";
import { sum } from "@headgate/money";
import { type Charge, costsAtList, unpriced } from "./charge.ts";
import { weaker } from "./weaker.ts";

/** What one model's part of an answer costs at list prices. */
export type ChargePart = Readonly<{
  /** The model, where it is not the one that answered: its lines and reasons then name it. */
  model?: string;
  charge: Charge;
}>;

/**
 * One charge of the parts of an answer: their exact sum, with the weakest of their confidences. Where one
 * part is not known, the whole is not; the lines that could be priced are kept.
 */
export function joinCharges(parts: readonly ChargePart[]): Charge {
  const lines = parts.flatMap(({ model, charge }) =>
    model === undefined ? charge.lines : charge.lines.map((line) => ({ ...line, model })),
  );
  const costs = parts.flatMap(({ charge }) => charge.listCost ?? []);
  if (costs.length < parts.length) {
    const unknown = parts.filter(({ charge }) => charge.listCost === undefined);
    return unpriced(reasonsOf(unknown), lines);
  }
  let confidence: Confidence = "exact";
  for (const { charge } of parts) confidence = weaker(confidence, charge.confidence);
  const reason = reasonsOf(parts);
  const charge = { confidence, ...costsAtList(sum(costs)), lines };
  return reason === "" ? charge : { ...charge, reason };
}

const reasonsOf = (parts: readonly ChargePart[]): string => {
  const reasons = parts.flatMap(({ model, charge: { reason } }) => {
    if (reason === undefined) return [];
    return [model === undefined ? reason : `${model}: ${reason}`];
  });
  return [...new Set(reasons)].join("; ");
};
