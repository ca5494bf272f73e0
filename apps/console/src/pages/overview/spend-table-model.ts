import type { Dimension, SpendByRow, Totals } from "@headgate/contract";
import { type Picodollars, parseDollars, ZERO } from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { dollarsShown } from "../../format/money-text.ts";
import { shareOf, shareText } from "../../format/share.ts";
import { knownPart, type Spend, spendOf } from "../../format/spend.ts";

export type SpendTableRow = Readonly<{
  key: string;
  label: string;
  none: boolean;
  /** The value to filter by; the empty text stands for calls without one. */
  filterValue: string;
  spend: Spend;
  share: string;
  /** Length of the bar against the longest, from 0 to 1. */
  length: number;
  calls: string;
  perMillion: string;
}>;

const largest = (amounts: readonly (Picodollars | undefined)[]): Picodollars =>
  amounts.reduce<Picodollars>(
    (top, amount) => (amount !== undefined && amount > top ? amount : top),
    ZERO,
  );

/** Spend by one dimension: each row's share is of everything in the range, named rows or not. */
export const spendTableOf = (
  rows: readonly SpendByRow[],
  totals: Totals,
  by: Dimension,
): readonly SpendTableRow[] => {
  const spends = rows.map(spendOf);
  const top = largest(spends.map(knownPart));
  const whole = parseDollars(totals.effective_cost);
  return rows.map((row, index): SpendTableRow => {
    const spend = spendOf(row);
    const known = knownPart(spend);
    const length = known === undefined ? undefined : shareOf(known, top);
    const none = row.group === null || row.group === "";
    const perMillion = row.effective_cost_per_million_tokens;
    return {
      key: `${index}:${row.group}`,
      label: none ? `No ${by}` : String(row.group),
      none,
      filterValue: row.group === null ? "" : row.group,
      spend,
      share: known === undefined ? "–" : shareText(shareOf(known, whole)),
      length: length === undefined ? 0 : length,
      calls: countText(row.calls),
      perMillion: perMillion === null || known === undefined ? "–" : dollarsShown(perMillion),
    };
  });
};
