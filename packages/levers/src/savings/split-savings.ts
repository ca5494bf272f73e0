import type { LeverName } from "@headgate/contract";
import { type Picodollars, subtract } from "@headgate/money";

/** What one lever made of a call's cost, in the order in which the levers acted. */
export type Step = Readonly<{
  lever: LeverName;
  /** What the call costs with this lever and all before it; undefined where it is not known. */
  costAfter: Picodollars | undefined;
}>;

export type Saving = Readonly<{ lever: LeverName; amount: Picodollars | undefined }>;

/**
 * Divides what levers moved on a call: each gets the cost before it less the cost after it, so it may be
 * negative. They add up to `baseline − the last cost`, exactly, because every cost in between is taken away once and
 * added once. Calls that a lever makes itself are calls of their own, which nobody asked for: their baseline is nothing,
 * and what they cost is a negative saving of the lever.
 *
 * A saving next to a cost that is not known is not known either: it is undefined, never nothing.
 *
 * @param baseline what the call would have cost had no lever acted
 */
export function splitSavings(
  baseline: Picodollars | undefined,
  steps: readonly Step[],
): readonly Saving[] {
  let before = baseline;
  return steps.map(({ lever, costAfter }) => {
    const amount =
      before === undefined || costAfter === undefined ? undefined : subtract(before, costAfter);
    before = costAfter;
    return { lever, amount };
  });
}
