import { addBill, addCalls, type Cell, newCell } from "./cell.ts";
import { grouped } from "./match-cells.ts";
import { tiersOf } from "./name-rate.ts";
import type { Variant } from "./sides.ts";

/**
 * A cell whose bill and calls tell the same several tiers, as one cell for each of them: a tier has a price of its own, and
 * of several together only a mean is known. Where they tell other tiers, or a line tells none, the cell stays whole: a tier
 * that was read as another is then a difference of price, and not a tier that was never called.
 */
export function splitTiers(cell: Cell): readonly Cell[] {
  const { bill, calls } = cell;
  if (bill === undefined || calls === undefined) return [cell];
  if (bill.rows.some(({ tier }) => tier === null)) return [cell];
  const tiers = tiersOf(bill.rows);
  const called = tiersOf(calls.rows);
  if (tiers.size < 2 || called.size !== tiers.size) return [cell];
  if ([...tiers].some((tier) => !called.has(tier))) return [cell];
  const parts = [...tiers].sort().map((tier): Cell => {
    const { startMs, endMs, model, component } = cell;
    const part = newCell({ startMs, endMs, model, component, tier });
    for (const row of grouped(bill.rows, tierOfRow).get(tier) ?? []) addBill(part, row);
    for (const row of grouped(calls.rows, tierOfRow).get(tier) ?? []) addCalls(part, row);
    return part;
  });
  return isAllOf(cell, parts) ? parts : [cell];
}

const tierOfRow = (row: Variant): string => [...tiersOf([row])].join();

/** Whether no calls were moved between this cell and a neighbouring day: a part of a row is in no tier's. */
function isAllOf({ calls, shifted }: Cell, parts: readonly Cell[]): boolean {
  const sums = { cost: 0n, priced: 0n, unpriced: 0n };
  for (const part of parts) {
    if (part.calls === undefined) return false;
    sums.cost += part.calls.cost;
    sums.priced += part.calls.priced;
    sums.unpriced += part.calls.unpriced;
  }
  return (
    shifted === 0n &&
    sums.cost === calls?.cost &&
    sums.priced === calls.priced &&
    sums.unpriced === calls.unpriced
  );
}
