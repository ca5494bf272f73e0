import type { ReconcileReport } from "@headgate/contract";
import { amountText, compare, grossOf, totalOf } from "./amounts.ts";
import type { Part } from "./cell.ts";
import type { SideGroup } from "./group-sides.ts";
import { grouped } from "./match-cells.ts";
import type { SplitCell } from "./reconcile-group.ts";

export type Sums = Readonly<{
  currency: string;
  bill: bigint;
  calls: bigint;
  usage: bigint;
  /** Of the parts that keep usage from being reconciled, without their signs. */
  gaps: bigint;
  unexplained: bigint;
}>;
export const NOTHING = { bill: 0n, calls: 0n, usage: 0n, gaps: 0n, unexplained: 0n };

export function sumsOf({ bills, calls, currency }: SideGroup, cells: readonly SplitCell[]): Sums {
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

export const added = (left: Sums, right: Sums): Sums => ({
  currency: left.currency,
  bill: left.bill + right.bill,
  calls: left.calls + right.calls,
  usage: left.usage + right.usage,
  gaps: left.gaps + right.gaps,
  unexplained: left.unexplained + right.unexplained,
});

export const wireSums = ({ currency, bill, calls, usage, gaps }: Sums) => ({
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
export function isOnTarget(sums: readonly Sums[]): boolean | null {
  const totals = [...grouped(sums, ({ currency }) => currency).values()]
    .map((ofCurrency) => ofCurrency.reduce(added, { ...NOTHING, currency: "" }))
    .filter(({ usage }) => usage > 0n);
  return totals.length === 0 ? null : totals.every(({ usage, gaps }) => gaps * 100n < usage);
}

export function causesOf(cells: readonly SplitCell[]): ReconcileReport["groups"][number]["causes"] {
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
