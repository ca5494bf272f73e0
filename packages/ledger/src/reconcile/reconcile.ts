import type { FoundRate, ReconcileReport } from "@headgate/contract";
import { amountText, compare, grossOf, totalOf } from "./amounts.ts";
import { type FoundRates, foundRates } from "./found-rates.ts";
import { groupSides, type SideGroup } from "./group-sides.ts";
import { DAY_MS, grouped } from "./match-cells.ts";
import { createNameRate, type ListPrices } from "./name-rate.ts";
import type { PriceNames } from "./price-names.ts";
import { withProviderQuantities } from "./provider-quantities.ts";
import { reconcileGroup } from "./reconcile-group.ts";
import type { BillEnd, BillRow, CallRow, CoveredDay, Sides } from "./sides.ts";
import { added, causesOf, isOnTarget, NOTHING, type Sums, sumsOf, wireSums } from "./sums.ts";
import { wireCell } from "./wire-cell.ts";

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
  /** Prices that were taken over from bills before. */
  taken?: readonly FoundRate[] | undefined;
}>;

/**
 * Compares both sides and splits their difference by cause. Pure; amounts are exact, and the parts of a
 * group add up to its bill less its calls (`decisions/0029-reconciliation.md`).
 */
export function reconcile(sides: Sides, terms: Terms): ReconcileReport {
  const { provider, account, names, listPrices, limit, taken = [] } = terms;
  const calls = sides.calls.map((row) => named(row, names));
  const sided = groupSides(sides.bills, calls);
  const { unbilled } = sided;
  const groups = sided.groups.map((group) => {
    const isAlone = sided.groups.every(
      (other) => other === group || other.provider !== group.provider,
    );
    if (!isAlone) return group;
    return { ...group, bills: withProviderQuantities(group.bills, sides.totals, names) };
  });
  const isAsked = (group: SideGroup): boolean =>
    account === undefined || group.billingAccounts.has(account) || group.subAccounts.has(account);
  const ofProviders = groups
    .filter((group) => provider === undefined || group.provider === provider)
    .map((group) => ({
      group,
      cells: reconcileGroup(group, {
        coveredDays: coveredDaysOf(group, sides.coveredDays),
        unfinishedDays: new Set(unfinishedEndsOf(group, sides.ending).map(dayOf)),
        nameRate: createNameRate(group.provider, listPrices),
      }),
    }));
  const split = ofProviders.filter(({ group }) => isAsked(group));
  const unfinished = new Set(split.flatMap(({ group }) => unfinishedEndsOf(group, sides.ending)));
  const found = [
    ...grouped(ofProviders, ({ group }) => JSON.stringify(group.provider)).values(),
  ].map((ofProvider): FoundRates => {
    const name = ofProvider[0]?.group.provider;
    if (name == null) return { rates: [], ofSomeAccounts: [] };
    const accountCells = ofProvider.map(({ group, cells }) => ({
      accounts: [...group.billingAccounts].sort(),
      isAsked: isAsked(group),
      cells,
    }));
    return foundRates(accountCells, { provider: name, listPrices, taken });
  });
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
    rates: found.flatMap(({ rates }) => rates),
    rates_of_some_accounts: found.flatMap(({ ofSomeAccounts }) => ofSomeAccounts),
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
    bills_ending_within_a_day: sides.ending
      .filter((one) => unfinished.has(one))
      .map(({ untilMs, ...one }) => ({ ...one, until: new Date(untilMs).toISOString() })),
  };
}

/** The days that any bill of the group covers. */
const coveredDaysOf = (group: SideGroup, days: readonly CoveredDay[]): ReadonlySet<number> =>
  new Set(
    days
      .filter(
        (day) =>
          day.provider === group.provider &&
          day.currency === group.currency &&
          group.bills.some(
            (row) => row.billingAccount === day.billingAccount && row.subAccount === day.subAccount,
          ),
      )
      .map(({ dayMs }) => dayMs),
  );

/** Ends within a day behind which the group's bill says nothing yet: where one account was idle, the others' lines go on. */
function unfinishedEndsOf(group: SideGroup, ending: readonly BillEnd[]): readonly BillEnd[] {
  const usage = group.bills.filter(({ kind }) => kind === "usage");
  const accounts = new Set(group.bills.map(accountOf));
  const ends = ending.filter(
    ({ provider, account }) => provider === group.provider && accounts.has(account),
  );
  const endingAccounts = new Set(ends.map(({ account }) => account));
  const lastStartMs = usage.reduce((lastMs, { startMs }) => Math.max(lastMs, startMs), -Infinity);
  // An account without an end within a day has reached the end of each day of which it states a line.
  const reachedMs = new Set(
    usage.filter((row) => !endingAccounts.has(accountOf(row))).map(({ endMs }) => endMs),
  );
  return ends.filter((one) => {
    const dayEndsMs = dayOf(one) + DAY_MS;
    return lastStartMs < dayEndsMs && !reachedMs.has(dayEndsMs);
  });
}

const accountOf = ({ subAccount, billingAccount }: BillRow): string | null =>
  subAccount ?? billingAccount;

const dayOf = ({ untilMs }: BillEnd): number => Math.floor(untilMs / DAY_MS) * DAY_MS;

function named(row: CallRow, names: PriceNames): CallRow {
  const provider = names.provider(row.provider);
  const tier = row.tier === null ? null : names.tier({ provider, word: row.tier });
  if (row.model === null) return { ...row, provider, tier };
  const { provider: own, model: name, region, dayMs: atMs } = row;
  const { model, scope } = names.model({ own, provider, name, region, atMs });
  return { ...row, provider, tier, model, scope: row.scope ?? scope };
}
