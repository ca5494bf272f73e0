import type { FoundRate, UsageComponent } from "@headgate/contract";
import { divideRounded, formatDollars, parseDollars, picodollars } from "@headgate/money";
import { billCostOf, billedOf, type Cell } from "./cell.ts";
import { grouped } from "./match-cells.ts";
import { isAt, isOfOnePrice, type ListPrices, listPriceOf, tiersOf, told } from "./name-rate.ts";
import { quantityText, UNIT } from "./quantity-text.ts";
import type { SplitCell } from "./reconcile-group.ts";

const MILLION = 1_000_000n;
/** Picodollars in the sixth decimal of a dollar: an overlay's prices have no more. */
const MICRODOLLAR = 1_000_000n;

/** The cells of accounts that are compared together. */
export type AccountCells = Readonly<{
  accounts: readonly string[];
  /** Whether rates of them are asked for; the others are looked at, since a rate would act on their calls too. */
  isAsked: boolean;
  cells: readonly SplitCell[];
}>;

export type FoundRates = Readonly<{
  rates: readonly FoundRate[];
  /** Prices that other accounts of the provider do not have: an overlay names no account, so nothing can take them over. */
  ofSomeAccounts: readonly (FoundRate & Readonly<{ accounts: string[] }>)[];
}>;

/** What a cell's bill says of the price of one tier. */
type BilledPrice = Readonly<{
  from: AccountCells;
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
 * Prices of one provider's bills that are not the list's, as overlays can take them over: from cells whose difference of
 * price is a discount, or a price that the book does not know. Cells at one price are one entry, dated from the
 * first of them; where a cell is billed at another price, the list's too, it ends there. So does a price that was
 * taken over before: calls that were rated by it leave nothing else to find (`decisions/0113-rates-of-all-accounts.md`).
 */
export function foundRates(
  groups: readonly AccountCells[],
  {
    provider,
    listPrices,
    taken,
  }: Readonly<{ provider: string; listPrices: ListPrices; taken: readonly FoundRate[] }>,
): FoundRates {
  const billed = groups.flatMap((from) =>
    from.cells.flatMap((one) => billedPrice(one, from, provider, listPrices) ?? []),
  );
  const rates: FoundRate[] = [];
  const ofSomeAccounts: FoundRates["ofSomeAccounts"][number][] = [];
  for (const ofTier of grouped(billed, keyOf).values()) {
    const single = [...new Set(ofTier.map(({ from }) => from))].flatMap((from) =>
      runsOf(ofTier.filter((one) => one.from === from)).map((run) => ({ from, run })),
    );
    const apart = single.filter(({ from, run }) => isOfSome(run, from, groups));
    for (const { from, run } of apart) {
      if (!from.isAsked) continue;
      for (const entry of entriesOf(provider, run))
        ofSomeAccounts.push({ ...entry, accounts: [...from.accounts] });
    }
    const dropped = new Set(apart.flatMap(({ run }) => run.cells));
    // What is not taken over ends a rate of all accounts all the same, where its price is another one.
    const shared = runsOf(
      ofTier.map((one) => (dropped.has(one) ? { ...one, replaces: undefined } : one)),
    );
    const asked = shared.filter(({ cells }) => cells.some(({ from }) => from.isAsked));
    rates.push(...asked.flatMap((run) => entriesOf(provider, run)));
  }
  const known = taken.filter((rate) => rate.provider === provider);
  return { rates: [...rates, ...endedRates(known, billed, rates)], ofSomeAccounts };
}

const keyOf = (
  one: Readonly<{ model: string; component: UsageComponent; tier: string | null }>,
): string => JSON.stringify([one.model, one.component, one.tier]);

/** Undefined where the cell is of several prices, or of which tier is not told: it says nothing of any. */
function billedPrice(
  { cell, parts }: SplitCell,
  from: AccountCells,
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
  const isRounded = rate * quantity !== exact;
  return { from, cell, model, component, tier, rate, isRounded, replaces };
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

/** Whether a bill of other accounts has another price while this one holds, or one that cannot be told. */
function isOfSome(
  { cells, endMs }: Run,
  from: AccountCells,
  groups: readonly AccountCells[],
): boolean {
  const [first] = cells;
  if (first === undefined) return false;
  const { model, component, tier, rate, cell } = first;
  return groups.some(
    (group) =>
      group !== from &&
      group.cells.some(
        (other) =>
          other.cell.model === model &&
          other.cell.component === component &&
          other.cell.endMs > cell.startMs &&
          (endMs === undefined || other.cell.startMs < endMs) &&
          billedOf(other.cell) > 0n &&
          mayBeOf(other.cell, tier) &&
          !isAt(other.cell, rate / MILLION),
      ),
  );
}

/** Whether any of what a cell was billed for may be of a tier. */
function mayBeOf({ bill, calls }: Cell, tier: string): boolean {
  const billed = bill === undefined ? new Set<string>() : told(bill.rows, "tier");
  if (billed.size > 0) return billed.has(tier);
  return calls === undefined || tiersOf(calls.rows).has(tier);
}

/**
 * Prices taken over before, each with the first day on which a bill has another one. One that ended is ended anew where
 * that day is before its end: it may have been taken over from a range that began later. No end is put off.
 */
function endedRates(
  known: readonly FoundRate[],
  billed: readonly BilledPrice[],
  found: readonly FoundRate[],
): readonly FoundRate[] {
  return known.flatMap((rate) => {
    const isFound = found.some(
      (one) => keyOf(one) === keyOf(rate) && one.valid_from === rate.valid_from,
    );
    if (isFound) return [];
    const unitPrice = parseDollars(rate.per_million) / MILLION;
    const [end] = billed
      .filter(
        (one) =>
          one.from.isAsked &&
          keyOf(one) === keyOf(rate) &&
          dayOf(one.cell.startMs) > rate.valid_from &&
          !isAt(one.cell, unitPrice),
      )
      .toSorted((a, b) => a.cell.startMs - b.cell.startMs);
    if (end === undefined) return [];
    const valid_to = dayOf(end.cell.startMs);
    return rate.valid_to !== null && rate.valid_to <= valid_to ? [] : [{ ...rate, valid_to }];
  });
}

/** None where the run begins with a cell that leaves nothing to take over. */
function entriesOf(provider: string, { cells, endMs }: Run): readonly FoundRate[] {
  const [first] = cells;
  if (first?.replaces === undefined) return [];
  const { model, component, tier, rate, cell, replaces } = first;
  const total = (amountOf: (cell: Cell) => bigint): bigint =>
    cells.reduce((sum, one) => sum + amountOf(one.cell), 0n);
  return [
    {
      provider,
      model,
      component,
      tier,
      per_million: formatDollars(picodollars(rate)).slice(0, -6),
      rounded: cells.some(({ isRounded }) => isRounded),
      list_per_million: formatDollars(picodollars(replaces * MILLION)).slice(0, -6),
      valid_from: dayOf(cell.startMs),
      valid_to: endMs === undefined ? null : dayOf(endMs),
      quantity: quantityText(total(billedOf)),
      cost: formatDollars(picodollars(total(billCostOf))),
      cells: cells.length,
    },
  ];
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
