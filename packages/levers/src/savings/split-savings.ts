import type { LeverName } from "@headgate/contract";
import { type Picodollars, picodollars, subtract } from "@headgate/money";

/** What one lever made of a call's cost, in the order in which the levers acted. */
export type Step = Readonly<{
  lever: LeverName;
  /** What the call costs with this lever and all before it; undefined where it is not known. */
  costAfter: Picodollars | undefined;
  /** What the lever itself cost; nothing unless said. */
  ownCost?: Picodollars;
}>;

export type Saving = Readonly<{ lever: LeverName; amount: Picodollars | undefined }>;

/**
 * Divides what levers moved on a call: each gets the cost before it less the cost after it less its own cost, so
 * it may be negative. They add up to `baseline − (the last cost + all own costs)`, exactly, because every
 * cost in between is taken away once and added once.
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
  return steps.map(({ lever, costAfter, ownCost }) => {
    const moved =
      before === undefined || costAfter === undefined ? undefined : subtract(before, costAfter);
    before = costAfter;
    const amount =
      moved === undefined || ownCost === undefined ? moved : picodollars(moved - ownCost);
    return { lever, amount };
  });
}
