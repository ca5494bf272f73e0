import type { LeverName, Usage } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { RequestEdit } from "../request-edit.ts";
import { type Saving, type Step, splitSavings } from "./split-savings.ts";

/** What a call would have cost had no lever acted, and what each of them saved. */
export type EditSavings = Readonly<{
  baseline: Picodollars | undefined;
  savings: readonly Saving[];
}>;

/** A lever that moved the call to another model before others changed it. */
export type Moved = Readonly<{
  lever: LeverName;
  /** What a usage would have cost where the call would have gone. */
  price: (usage: Usage) => Picodollars | undefined;
}>;

/**
 * Works backwards from what a call used to what it would have used without each lever that changed its request, prices
 * every stage in the same way, and divides the difference.
 *
 * @param edits in the order in which they were made
 * @param settled what the call used and cost
 * @param price of a usage by this call's model, prices and contracts
 * @param moved where another model was asked: the rest of the difference is what that saved
 */
export function savingsOfEdits(
  edits: readonly RequestEdit[],
  settled: Readonly<{ usage: Usage; cost: Picodollars | undefined }>,
  price: (usage: Usage) => Picodollars | undefined,
  moved?: Moved,
): EditSavings {
  const steps: Step[] = [];
  let usage: Usage | undefined = settled.usage;
  let cost = settled.cost;
  for (const { lever, usageBefore } of edits.toReversed()) {
    steps.unshift({ lever, costAfter: cost });
    const before: Usage | undefined = usage === undefined ? undefined : usageBefore(usage);
    // The same usage costs what it cost: it is not priced again, which could differ where the charge was stated.
    if (before !== usage) cost = before === undefined ? undefined : price(before);
    usage = before;
  }
  if (moved !== undefined) {
    steps.unshift({ lever: moved.lever, costAfter: cost });
    cost = usage === undefined ? undefined : moved.price(usage);
  }
  return { baseline: cost, savings: splitSavings(cost, steps) };
}
