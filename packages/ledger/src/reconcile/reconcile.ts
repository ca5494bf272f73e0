import type { FoundRate, ReconcileReport, ReconciliationCell } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { billCostOf, billedOf, type Cell, calledOf, callsCostOf, type Part } from "./cell.ts";
import { foundRates } from "./found-rates.ts";
import { groupSides, type SideGroup } from "./group-sides.ts";
import { grouped } from "./match-cells.ts";
import { createNameRate, type ListPrices, tiersOf } from "./name-rate.ts";
import { quantityText } from "./quantity-text.ts";
import { reconcileGroup, type SplitCell } from "./reconcile-group.ts";
import type { CallRow, Sides, TotalRow } from "./sides.ts";

/** Names of the calls' providers and models as the price book has them, which bills are read by. */
export type PriceNames = Readonly<{
  provider: (own: string) => string;
  model: (
    called: Readonly<{
      own: string;
      provider: string;
      name: string;
      region: string | null;
      atMs: number;
    }>,
  ) => Readonly<{
    model: string;
    /** Who may serve it, where the name or the region tells. */
    scope: string | null;
  }>;
}>;

type Terms = Readonly<{
  /** The range that the sides are of. */
  from: string;
  to: string;
  provider?: string | undefined;
  account?: string | undefined;
  /** Cells to show. */
  limit: number;
  names: PriceNames;
  listPrices: ListPrices;
}>;

/**
 * Compares both sides and splits their difference by cause. Pure; amounts are exact, and the parts of a
 * group add up to its bill less its calls (`decisions/0029-reconciliation.md`).
 */
export function reconcile(sides: Sides, terms: Terms): ReconcileReport {
  const { provider, account, names, listPrices, limit } = terms;
  const calls = sides.calls.map((row) => named(row, names));
  const { groups, unbilled } = groupSides(sides.bills, calls);
  const isAsked = (group: SideGroup): boolean =>
    (provider === undefined || group.provider === provider) &&
    (account === undefined || group.billingAccounts.has(account) || group.subAccounts.has(account));
  const split = groups.filter(isAsked).map((group) => ({
    group,
    cells: reconcileGroup(group, createNameRate(group.provider, listPrices)),
  }));
  const differing = split.flatMap(({ group, cells }) =>
    cells.filter(({ parts }) => parts.length > 0).map((one) => ({ group, ...one })),
  );
  const bySize = differing.toSorted((a, b) => compare(grossOf(b.parts), grossOf(a.parts)));
  const sums = split.map(({ group, cells }) => sumsOf(group, cells));
  const totals = [...grouped(sums, ({ currency }) => currency)].map(([currency, ofCurrency]) => {
    const total = ofCurrency.reduce(added, { ...NOTHING, currency });
    return { ...wireSums(total), unexplained: amountText(total.unexplained) };
  });
  const withoutBill = unbilled.filter(
    (row) =>
      (provider === undefined || row.provider === provider) &&
      (account === undefined || row.account === account || row.account === null),
  );
  return {
    from: terms.from,
    to: terms.to,
    groups: split
      .map(({ group, cells }, index) => ({
        provider: group.provider,
        accounts: [...group.billingAccounts].sort(),
        ...wireSums(sums[index] as Sums),
        causes: causesOf(cells),
      }))
      .toSorted((a, b) =>
        `${a.provider} ${a.currency}`.localeCompare(`${b.provider} ${b.currency}`),
      ),
    totals,
    target: "0.990000",
    is_on_target: isOnTarget(sums),
    cells: bySize.slice(0, limit).map((one) => wireCell(one, sides.totals, names)),
    cells_left_out: Math.max(0, bySize.length - limit),
    rates: split.flatMap(({ group, cells }): readonly FoundRate[] =>
      foundRates(cells, group.provider, listPrices),
    ),
    calls_without_bill: {
      calls_cost: amountText(totalOf(withoutBill.map(({ cost }) => cost))),
      providers: [...new Set(withoutBill.map((row) => row.provider))].sort(),
    },
    unpriced_attempts: split
      .flatMap(({ group }) => group.calls)
      .filter((row) => row.component === null && row.cost === null)
      .reduce((total, row) => total + row.attempts, 0),
    lines_across_the_range: [...sides.linesAcross],
    lines_not_about_ai: [...sides.linesNotAboutAi],
  };
}

function named(row: CallRow, names: PriceNames): CallRow {
  const provider = names.provider(row.provider);
  if (row.model === null) return { ...row, provider };
  const { provider: own, model: name, region, dayMs: atMs } = row;
  const { model, scope } = names.model({ own, provider, name, region, atMs });
  return { ...row, provider, model, scope: row.scope ?? scope };
}

type Sums = Readonly<{
  currency: string;
  bill: bigint;
  calls: bigint;
  usage: bigint;
  /** Of the parts that keep usage from being reconciled, without their signs. */
  gaps: bigint;
  unexplained: bigint;
}>;
const NOTHING = { bill: 0n, calls: 0n, usage: 0n, gaps: 0n, unexplained: 0n };

function sumsOf({ bills, calls, currency }: SideGroup, cells: readonly SplitCell[]): Sums {
  const parts = cells.flatMap((one) => one.parts);
  const usage = bills.filter(({ kind }) => kind === "usage");
  return {
    currency,
    bill: totalOf(bills.map(({ cost }) => cost)),
    calls: totalOf(calls.map(({ cost }) => cost)),
    usage: totalOf(usage.map(({ cost }) => cost)),
    gaps: grossOf(parts.filter(isGap)),
    unexplained: totalOf(
      parts.flatMap(({ cause, amount }) => (cause === "unexplained" ? [amount] : [])),
    ),
  };
}

/** A shift nets out, other lines are no usage, and a day without a bill is no part of one. */
const isGap = ({ cause, reason }: Part): boolean =>
  cause !== "timing" && cause !== "non_usage" && reason !== "no_bill_for_day";

const added = (left: Sums, right: Sums): Sums => ({
  currency: left.currency,
  bill: left.bill + right.bill,
  calls: left.calls + right.calls,
  usage: left.usage + right.usage,
  gaps: left.gaps + right.gaps,
  unexplained: left.unexplained + right.unexplained,
});

const wireSums = ({ currency, bill, calls, usage, gaps }: Sums) => ({
  currency,
  bill: amountText(bill),
  calls: amountText(calls),
  difference: amountText(bill - calls),
  usage_bill: amountText(usage),
  reconciled_share: shareText(usage, gaps),
});

const SHARE = 1_000_000n;

/** Rounded down, so that no share looks as good as the next one. */
function shareText(usage: bigint, gaps: bigint): string | null {
  if (usage <= 0n) return null;
  const millionths = gaps >= usage ? 0n : ((usage - gaps) * SHARE) / usage;
  return `${millionths / SHARE}.${(millionths % SHARE).toString().padStart(6, "0")}`;
}

/** More than 99 % of the usage of every currency. */
function isOnTarget(sums: readonly Sums[]): boolean | null {
  const totals = [...grouped(sums, ({ currency }) => currency).values()]
    .map((ofCurrency) => ofCurrency.reduce(added, { ...NOTHING, currency: "" }))
    .filter(({ usage }) => usage > 0n);
  return totals.length === 0 ? null : totals.every(({ usage, gaps }) => gaps * 100n < usage);
}

function causesOf(cells: readonly SplitCell[]): ReconcileReport["groups"][number]["causes"] {
  const parts = cells.flatMap((one) => one.parts);
  return [...grouped(parts, ({ cause, reason }) => `${cause} ${reason}`).values()]
    .flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const { cause, reason } = first;
      const gross = grossOf(same);
      return {
        cause,
        reason,
        amount: totalOf(same.map((one) => one.amount)),
        gross,
        cells: same.length,
      };
    })
    .toSorted((a, b) => compare(b.gross, a.gross))
    .map((row) => ({ ...row, amount: amountText(row.amount), gross: amountText(row.gross) }));
}

function wireCell(
  { group, cell, parts }: SplitCell & Readonly<{ group: SideGroup }>,
  totals: readonly TotalRow[],
  names: PriceNames,
): ReconciliationCell {
  const isCounted = cell.component !== null;
  const notes = parts.flatMap(({ note }) => note ?? []);
  // Of a shift the calls are shown where they were made.
  return {
    provider: group.provider,
    accounts: [...group.billingAccounts].sort(),
    currency: group.currency,
    start: new Date(cell.startMs).toISOString(),
    end: new Date(cell.endMs).toISOString(),
    model: cell.model,
    component: cell.component,
    bill_cost: amountText(billCostOf(cell)),
    calls_cost: amountText(callsCostOf(cell) - cell.shifted),
    bill_quantity: isCounted && cell.bill !== undefined ? quantityText(billedOf(cell)) : null,
    calls_quantity: isCounted && cell.calls !== undefined ? quantityText(calledOf(cell)) : null,
    provider_quantity: ownSum(group.provider, cell, totals, names),
    bill_tiers: cell.bill === undefined ? [] : [...tiersOf(cell.bill.rows)].sort(),
    calls_tiers: cell.calls === undefined ? [] : [...tiersOf(cell.calls.rows)].sort(),
    parts: parts.map(({ cause, reason, amount }) => ({
      cause,
      reason,
      amount: amountText(amount),
    })),
    note: notes.length === 0 ? null : notes.join("; "),
  };
}

/** What the provider's own sums say of a cell: evidence that usage took place which nobody called. */
function ownSum(
  provider: string | null,
  { startMs, endMs, model, component }: Cell,
  totals: readonly TotalRow[],
  names: PriceNames,
): string | null {
  if (provider === null || model === null || component === null) return null;
  const isOfCell = (total: TotalRow): boolean =>
    names.provider(total.provider) === provider &&
    total.startMs >= startMs &&
    total.endMs <= endMs &&
    total.model !== null &&
    total.component === component &&
    names.model({
      own: total.provider,
      provider,
      name: total.model,
      region: null,
      atMs: total.startMs,
    }).model === model;
  const found = totals.filter(isOfCell);
  return found.length === 0 ? null : quantityText(totalOf(found.map(({ quantity }) => quantity)));
}

/** Adds up what is known: an amount that is null has none to add. */
const totalOf = (amounts: readonly (bigint | null)[]): bigint => {
  let total = 0n;
  for (const amount of amounts) if (amount !== null) total += amount;
  return total;
};

const grossOf = (parts: readonly Part[]): bigint =>
  totalOf(parts.map(({ amount }) => (amount < 0n ? -amount : amount)));

const amountText = (amount: bigint): string => formatDollars(picodollars(amount));
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
