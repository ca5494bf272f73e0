import { type Confidence, confidences } from "@headgate/contract";

/** The less certain of two; `confidences` runs from the strongest to the weakest. */
export const weaker = (left: Confidence, right: Confidence): Confidence =>
  confidences.indexOf(left) > confidences.indexOf(right) ? left : right;
