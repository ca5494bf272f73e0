import type { FoundRate, UsageComponent } from "@headgate/contract";
import { divideRounded, formatDollars, picodollars } from "@headgate/money";
import { billCostOf, billedOf, type Cell } from "./cell.ts";
import { grouped } from "./match-cells.ts";
import { isAt, isOfOnePrice, type ListPrices, listPriceOf, tiersOf, told } from "./name-rate.ts";
import { quantityText, UNIT } from "./quantity-text.ts";
import type { SplitCell } from "./reconcile-group.ts";

const MILLION = 1_000_000n;
/** Picodollars in the sixth decimal of a dollar: an overlay's prices have no more. */
const MICRODOLLAR = 1_000_000n;

/** What a cell's bill says of the price of one tier. */
type BilledPrice = Readonly<{
  cell: Cell;
  model: string;
  component: UsageComponent;
  tier: string;
  /** Picodollars a million units. */
  rate: bigint;
  isRounded: boolean;
  /** The list's price of a unit, where the bill's is to be taken over in its place. */
  replaces: bigint | undefined;
}>;

/** Cells of one tier at one price, and the moment from which it is known to hold no longer. */
type Run = { readonly cells: BilledPrice[]; endMs: number | undefined };

/**
 * Prices of bills that are not the list's, as overlays can take them over: from cells whose difference of
 * price is a discount, or a price that the book does not know. Cells at one price are one entry, dated from the
 * first of them; where a cell is billed at another price, the list's too, it ends there.
 */
export function foundRates(
  cells: readonly SplitCell[],
  provider: string | null,
  listPrices: ListPrices,
): readonly FoundRate[] {
  if (provider === null) return [];
  const billed = cells.flatMap((one) => billedPrice(one, provider, listPrices) ?? []);
  const series = grouped(billed, (one) => JSON.stringify([one.model, one.component, one.tier]));
  return [...series.values()].flatMap((ofTier) =>
    runsOf(ofTier).flatMap((run) => {
      const [first] = run.cells;
      return first?.replaces === undefined ? [] : entryOf(provider, first, first.replaces, run);
    }),
  );
}

/** Undefined where the cell is of several prices, or of which tier is not told: it says nothing of any. */
function billedPrice(
  { cell, parts }: SplitCell,
  provider: string,
  listPrices: ListPrices,
): BilledPrice | undefined {
  const { bill, calls, model, component } = cell;
  const quantity = billedOf(cell);
  if (bill === undefined || model === null || component === null || quantity <= 0n)
    return undefined;
  // Another tier's price is none of this one's.
  if (parts.some(({ reason }) => reason === "tier")) return undefined;
  const ofBill = told(bill.rows, "tier");
  const tiers = calls === undefined ? ofBill : tiersOf(calls.rows);
  const [tier] = tiers;
  const isOfTier = [...ofBill].every((one) => one === tier);
  if (tier === undefined || tiers.size > 1 || !isOfTier) return undefined;
  if (calls !== undefined && !isOfOnePrice(cell, provider, listPrices)) return undefined;
  // The quantity is in trillionths of a unit.
  const exact = bill.cost * MILLION * UNIT;
  const perMillion = divideRounded(picodollars(exact), quantity);
  const rate = divideRounded(perMillion, MICRODOLLAR) * MICRODOLLAR;
  const isRate = parts.some(({ reason }) => reason === "discount" || reason === "price");
  const list = listPriceOf(cell, provider, listPrices);
  // Where the bill is at list price, the calls are to be rated again: an overlay would hide why.
  const replaces = isRate && list !== undefined && !isAt(cell, list) ? list : undefined;
  return { cell, model, component, tier, rate, isRounded: rate * quantity !== exact, replaces };
}

function runsOf(ofTier: readonly BilledPrice[]): readonly Run[] {
  const runs: Run[] = [];
  for (const one of ofTier.toSorted((a, b) => a.cell.startMs - b.cell.startMs)) {
    const last = runs.at(-1);
    const open = last !== undefined && last.endMs === undefined ? last : undefined;
    const rate = open?.cells[0]?.rate;
    if (one.replaces === undefined) {
      // Calls that have this price already leave nothing to find, and do not end it.
      const isSame = rate !== undefined && isAt(one.cell, rate / MILLION);
      if (open !== undefined && !isSame) open.endMs = one.cell.startMs;
    } else if (open !== undefined && rate === one.rate) {
      open.cells.push(one);
    } else {
      if (open !== undefined) open.endMs = one.cell.startMs;
      runs.push({ cells: [one], endMs: undefined });
    }
  }
  return runs;
}

function entryOf(
  provider: string,
  { model, component, tier, rate, cell }: BilledPrice,
  list: bigint,
  { cells, endMs }: Run,
): FoundRate {
  const total = (amountOf: (cell: Cell) => bigint): bigint =>
    cells.reduce((sum, one) => sum + amountOf(one.cell), 0n);
  return {
    provider,
    model,
    component,
    tier,
    per_million: formatDollars(picodollars(rate)).slice(0, -6),
    rounded: cells.some(({ isRounded }) => isRounded),
    list_per_million: formatDollars(picodollars(list * MILLION)).slice(0, -6),
    valid_from: dayOf(cell.startMs),
    valid_to: endMs === undefined ? null : dayOf(endMs),
    quantity: quantityText(total(billedOf)),
    cost: formatDollars(picodollars(total(billCostOf))),
    cells: cells.length,
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
