import type { FoundRate, ReconcileReport } from "@headgate/contract";
import { amountText, compare, grossOf, totalOf } from "./amounts.ts";
import { foundRates } from "./found-rates.ts";
import { groupSides, type SideGroup } from "./group-sides.ts";
import { grouped } from "./match-cells.ts";
import { createNameRate, type ListPrices } from "./name-rate.ts";
import type { PriceNames } from "./price-names.ts";
import { withProviderQuantities } from "./provider-quantities.ts";
import { reconcileGroup } from "./reconcile-group.ts";
import type { CallRow, CoveredDay, Sides } from "./sides.ts";
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
}>;

/**
 * Compares both sides and splits their difference by cause. Pure; amounts are exact, and the parts of a
 * group add up to its bill less its calls (`decisions/0029-reconciliation.md`).
 */
export function reconcile(sides: Sides, terms: Terms): ReconcileReport {
  const { provider, account, names, listPrices, limit } = terms;
  const calls = sides.calls.map((row) => named(row, names));
  const found = groupSides(sides.bills, calls);
  const { unbilled } = found;
  const groups = found.groups.map((group) => {
    const isAlone = found.groups.every(
      (other) => other === group || other.provider !== group.provider,
    );
    if (!isAlone) return group;
    return { ...group, bills: withProviderQuantities(group.bills, sides.totals, names) };
  });
  const isAsked = (group: SideGroup): boolean =>
    (provider === undefined || group.provider === provider) &&
    (account === undefined || group.billingAccounts.has(account) || group.subAccounts.has(account));
  const split = groups.filter(isAsked).map((group) => ({
    group,
    cells: reconcileGroup(group, {
      coveredDays: coveredDaysOf(group, sides.coveredDays),
      nameRate: createNameRate(group.provider, listPrices),
    }),
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

function named(row: CallRow, names: PriceNames): CallRow {
  const provider = names.provider(row.provider);
  const tier = row.tier === null ? null : names.tier({ provider, word: row.tier });
  if (row.model === null) return { ...row, provider, tier };
  const { provider: own, model: name, region, dayMs: atMs } = row;
  const { model, scope } = names.model({ own, provider, name, region, atMs });
  return { ...row, provider, tier, model, scope: row.scope ?? scope };
}
