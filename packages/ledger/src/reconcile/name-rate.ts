import type { UsageComponent } from "@headgate/contract";
import { billCostOf, billedOf, type Cell } from "./cell.ts";
import { UNIT } from "./quantity-text.ts";
import type { BillRow, Variant } from "./sides.ts";
import type { NameRate } from "./split-cell.ts";

/** A published price of one unit, and where it holds. */
export type ListPrice = Readonly<{
  tier: string;
  scope: string;
  place: string | undefined;
  /** Picodollars. */
  unitPrice: bigint;
  /** Whether longer prompts have another price, which bills and calls do not tell apart. */
  dependsOnLength: boolean;
}>;

/** The prices that a provider published for a model's component, as they held at a moment. */
export type ListPrices = (
  about: Readonly<{ provider: string; model: string; component: UsageComponent; atMs: number }>,
) => readonly ListPrice[];

/** Bills round their amounts: prices within a thousandth are the same. */
const NEARNESS = 1000n;

/**
 * Why a bill's price is not that of the calls, told by what both say and by the published prices. First
 * what they say: another tier, another scope or region. Then which published price the bill is at: another
 * tier's or another place's; `price` where it is the one that the calls should have had. Last the distance:
 * below that list price it is a discount, above it a price that the book does not know. What is billed for
 * several tiers, scopes or lengths together has no name where its mean may be one of their list prices.
 */
export function createNameRate(provider: string | null, listPrices: ListPrices): NameRate {
  return (cell) => {
    const { bill, calls } = cell;
    if (bill === undefined || calls === undefined) return { reason: "unnamed" };
    const tiers = [told(bill.rows, "tier"), tiersOf(calls.rows)] as const;
    const scopes = [told(bill.rows, "scope"), told(calls.rows, "scope")] as const;
    const regions = [told(bill.rows, "region"), told(calls.rows, "region")] as const;
    if (areApart(tiers[0], tiers[1])) {
      return { reason: "tier", note: `billed as ${list(tiers[0])}, called as ${list(tiers[1])}` };
    }
    if (areApart(scopes[0], scopes[1])) {
      return { reason: "region", note: `billed ${list(scopes[0])}, called ${list(scopes[1])}` };
    }
    const prices = listPricesOf(cell, provider, listPrices);
    const own = ownPrices(prices, tiers[1], scopes[1]);
    const fits = prices.filter(({ unitPrice }) => isAt(cell, unitPrice));
    if (own.some((price) => fits.includes(price))) {
      return { reason: "price", note: "the bill is at list price: re-rate the calls" };
    }
    const ownTiers = new Set(own.map(({ tier }) => tier));
    const place = fits.find(({ tier }) => ownTiers.has(tier));
    if (place !== undefined) {
      return { reason: "region", note: `the price of ${place.scope} ${place.place ?? ""}`.trim() };
    }
    const [tier] = fits;
    if (tier !== undefined) return { reason: "tier", note: `the price of tier ${tier.tier}` };
    if (areApart(regions[0], regions[1])) {
      return {
        reason: "region",
        note: `billed in ${list(regions[0])}, called in ${list(regions[1])}`,
      };
    }
    const nearest = lowest(own);
    if (nearest === undefined) return { reason: "unnamed", note: "no list price is known" };
    const off = shareOff(cell, nearest.unitPrice);
    const mixture = mixtureOf(cell, own);
    const isAboveAll = own.every(
      ({ unitPrice, dependsOnLength }) => !dependsOnLength && isAbove(cell, unitPrice),
    );
    if (mixture !== undefined && off <= 0n && !isAboveAll) {
      return { reason: "unnamed", note: `${mixture} together have no one list price` };
    }
    const mean = mixture === undefined ? "" : `, the mean of ${mixture}`;
    return off > 0n
      ? { reason: "discount", note: `${percent(off)} below list price${mean}` }
      : { reason: "price", note: `${percent(-off)} above list price${mean}` };
  };
}

/** The list price that the calls of a cell should have, where one is known. */
export function listPriceOf(
  cell: Cell,
  provider: string | null,
  listPrices: ListPrices,
): bigint | undefined {
  if (cell.calls === undefined) return undefined;
  const prices = listPricesOf(cell, provider, listPrices);
  const own = ownPrices(prices, tiersOf(cell.calls.rows), told(cell.calls.rows, "scope"));
  return lowest(own)?.unitPrice;
}

/**
 * Whether what a cell was billed for is all of one tier, scope and length, so that its price is theirs and no mean of
 * several.
 */
export function isOfOnePrice(cell: Cell, provider: string | null, listPrices: ListPrices): boolean {
  const { calls } = cell;
  if (calls === undefined) return false;
  const prices = listPricesOf(cell, provider, listPrices);
  const own = ownPrices(prices, tiersOf(calls.rows), told(calls.rows, "scope"));
  return mixtureOf(cell, own) === undefined;
}

/** What the calls of a cell, or the lines of its bill, have several of; undefined where it is all of one price. */
function mixtureOf({ bill, calls }: Cell, own: readonly ListPrice[]): string | undefined {
  if (bill === undefined || calls === undefined) return undefined;
  const several = (...sides: readonly ReadonlySet<string>[]): ReadonlySet<string> | undefined =>
    sides.find(({ size }) => size > 1);
  const tiers = several(told(bill.rows, "tier"), tiersOf(calls.rows));
  if (tiers !== undefined) return `tiers ${list(tiers)}`;
  const scopes = several(told(bill.rows, "scope"), told(calls.rows, "scope"));
  if (scopes !== undefined) return `scopes ${list(scopes)}`;
  const regions = several(told(bill.rows, "region"), told(calls.rows, "region"));
  const differs = own.some(({ unitPrice }) => unitPrice !== own[0]?.unitPrice);
  if (regions !== undefined && differs) return `regions ${list(regions)}`;
  const isOfLengths = own.some(({ dependsOnLength }) => dependsOnLength);
  const areAtList = own.some(({ unitPrice }) =>
    isNear(calls.cost * UNIT, unitPrice * calls.priced),
  );
  if (isOfLengths && !areAtList) return "prompts of several lengths";
  return areAccountsApart(bill.rows) ? "accounts with a price each" : undefined;
}

/** Whether the accounts of a bill that are compared together pay several prices: their mean is nobody's. */
function areAccountsApart(rows: readonly BillRow[]): boolean {
  const sums = new Map<string | null, { cost: bigint; quantity: bigint }>();
  for (const { billingAccount, subAccount, cost, quantity } of rows) {
    if (quantity === null) continue;
    const account = billingAccount ?? subAccount;
    const sum = sums.get(account) ?? { cost: 0n, quantity: 0n };
    sums.set(account, { cost: sum.cost + cost, quantity: sum.quantity + quantity });
  }
  const [first, ...others] = [...sums.values()].filter(({ quantity }) => quantity > 0n);
  return others.some(
    (one) => first !== undefined && !isNear(one.cost * first.quantity, first.cost * one.quantity),
  );
}

const listPricesOf = (
  { model, component, startMs }: Cell,
  provider: string | null,
  listPrices: ListPrices,
): readonly ListPrice[] =>
  provider === null || model === null || component === null
    ? []
    : listPrices({ provider, model, component, atMs: startMs });

/** Prices of the calls' own tiers and scopes; a scope that no call tells may be any. */
const ownPrices = (
  prices: readonly ListPrice[],
  tiers: ReadonlySet<string>,
  scopes: ReadonlySet<string>,
): readonly ListPrice[] =>
  prices.filter(({ tier, scope }) => tiers.has(tier) && (scopes.size === 0 || scopes.has(scope)));

const lowest = (prices: readonly ListPrice[]): ListPrice | undefined =>
  prices.toSorted((a, b) => (a.unitPrice < b.unitPrice ? -1 : 1))[0];

/** What rows tell of one thing; those that do not tell it add nothing. */
export const told = (rows: readonly Variant[], key: keyof Variant): ReadonlySet<string> =>
  new Set(
    rows.flatMap((row) =>
      key === "tier" && row.tier === "default" ? "standard" : (row[key] ?? []),
    ),
  );

/** Tiers under the price book's names; a call that names none is of the standard one. */
export const tiersOf = (rows: readonly Variant[]): ReadonlySet<string> =>
  new Set(rows.map(({ tier }) => (tier === null || tier === "default" ? "standard" : tier)));

/** Whether both tell something, and not the same. */
const areApart = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
  left.size > 0 && right.size > 0 && list(left) !== list(right);

const list = (words: ReadonlySet<string>): string => [...words].sort().join(", ");

/** Whether the bill comes to this price of a unit. */
export function isAt(cell: Cell, unitPrice: bigint): boolean {
  return isNear(billCostOf(cell) * UNIT, unitPrice * billedOf(cell));
}

/** Whether an amount comes to another, which it is measured by. */
function isNear(amount: bigint, whole: bigint): boolean {
  const off = whole - amount;
  return (off < 0n ? -off : off) * NEARNESS <= whole;
}

const isAbove = (cell: Cell, unitPrice: bigint): boolean => offList(cell, unitPrice) < 0n;

/** What the bill stays below a list price, in picodollars times {@link UNIT}. */
const offList = (cell: Cell, unitPrice: bigint): bigint =>
  unitPrice * billedOf(cell) - billCostOf(cell) * UNIT;

/** The share of the list price that the bill stays below, in thousandths. */
const shareOff = (cell: Cell, unitPrice: bigint): bigint => {
  const whole = unitPrice * billedOf(cell);
  return whole === 0n ? -1000n : (offList(cell, unitPrice) * 1000n) / whole;
};

const percent = (thousandths: bigint): string => `${thousandths / 10n}.${thousandths % 10n} %`;
