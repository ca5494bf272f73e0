import type { UsageComponent } from "@headgate/contract";
import { billedOf, type Cell } from "./cell.ts";
import { UNIT } from "./quantity-text.ts";
import type { Variant } from "./sides.ts";
import type { NameRate } from "./split-cell.ts";

/** A published price of one unit, and where it holds. */
export type ListPrice = Readonly<{
  tier: string;
  scope: string;
  place: string | undefined;
  /** Picodollars. */
  unitPrice: bigint;
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
 * below that list price it is a discount, above it a price that the book does not know.
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
    return off > 0n
      ? { reason: "discount", note: `${percent(off)} below list price` }
      : { reason: "price", note: `${percent(-off)} above list price` };
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

const told = (rows: readonly Variant[], key: keyof Variant): ReadonlySet<string> =>
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
  const off = offList(cell, unitPrice);
  return (off < 0n ? -off : off) * NEARNESS <= unitPrice * billedOf(cell);
}

/** What the bill stays below a list price, in picodollars times {@link UNIT}. */
const offList = (cell: Cell, unitPrice: bigint): bigint =>
  unitPrice * billedOf(cell) - (cell.bill === undefined ? 0n : cell.bill.cost * UNIT);

/** The share of the list price that the bill stays below, in thousandths. */
const shareOff = (cell: Cell, unitPrice: bigint): bigint => {
  const whole = unitPrice * billedOf(cell);
  return whole === 0n ? -1000n : (offList(cell, unitPrice) * 1000n) / whole;
};

const percent = (thousandths: bigint): string => `${thousandths / 10n}.${thousandths % 10n} %`;
