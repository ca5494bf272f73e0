import type { FoundRate } from "@headgate/contract";
import { divideRounded, formatDollars, picodollars } from "@headgate/money";
import { billedOf } from "./cell.ts";
import { grouped } from "./match-cells.ts";
import { isAt, type ListPrices, listPriceOf, tiersOf } from "./name-rate.ts";
import { quantityText, UNIT } from "./quantity-text.ts";
import type { SplitCell } from "./reconcile-group.ts";

const MILLION = 1_000_000n;
/** Picodollars in the sixth decimal of a dollar: an overlay's prices have no more. */
const MICRODOLLAR = 1_000_000n;

/**
 * Prices of bills that are not the list's, as overlays can take them over: from cells whose difference of
 * price is a discount, or a price that the book does not know. Adjacent cells at one price are one entry,
 * dated from the first of them; where another price follows, it ends there.
 */
export function foundRates(
  cells: readonly SplitCell[],
  provider: string | null,
  listPrices: ListPrices,
): readonly FoundRate[] {
  if (provider === null) return [];
  const found = cells.flatMap(({ cell, parts }) => {
    const isRate = parts.some(({ reason }) => reason === "discount" || reason === "price");
    const list = listPriceOf(cell, provider, listPrices);
    const { bill, calls, model, component } = cell;
    if (!isRate || list === undefined || bill === undefined || calls === undefined) return [];
    if (model === null || component === null) return [];
    const quantity = billedOf(cell);
    // Unit prices in picodollars a million; the quantity is in trillionths of a unit.
    const exact = bill.cost * MILLION * UNIT;
    const perMillion = divideRounded(picodollars(exact), quantity);
    const rate = divideRounded(perMillion, MICRODOLLAR) * MICRODOLLAR;
    // Where the bill is at list price, the calls are to be rated again: an overlay would hide why.
    if (isAt(cell, list)) return [];
    const tiers = tiersOf(calls.rows);
    const tier = tiers.size === 1 ? ([...tiers][0] ?? null) : null;
    const isRounded = rate * quantity !== exact;
    return [{ cell, model, component, tier, rate, list, quantity, cost: bill.cost, isRounded }];
  });
  const series = grouped(found, (one) => JSON.stringify([one.model, one.component, one.tier]));
  return [...series.values()].flatMap((ofPrice) => {
    const runs: (typeof found)[] = [];
    for (const one of ofPrice.toSorted((a, b) => a.cell.startMs - b.cell.startMs)) {
      const run = runs.at(-1);
      if (run?.[0]?.rate === one.rate) run.push(one);
      else runs.push([one]);
    }
    return runs.flatMap((run, index) => {
      const [first] = run;
      if (first === undefined) return [];
      const next = runs[index + 1]?.[0];
      return {
        provider,
        model: first.model,
        component: first.component,
        tier: first.tier,
        per_million: formatDollars(picodollars(first.rate)).slice(0, -6),
        rounded: run.some(({ isRounded }) => isRounded),
        list_per_million: formatDollars(picodollars(first.list * MILLION)).slice(0, -6),
        valid_from: dayOf(first.cell.startMs),
        valid_to: next === undefined ? null : dayOf(next.cell.startMs),
        quantity: quantityText(run.reduce((total, one) => total + one.quantity, 0n)),
        cost: formatDollars(picodollars(run.reduce((total, one) => total + one.cost, 0n))),
        cells: run.length,
      };
    });
  });
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
