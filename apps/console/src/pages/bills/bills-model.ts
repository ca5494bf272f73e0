import { spendCategories, spendCategoryNames } from "@headgate/contract";
import {
  formatDollars,
  type Picodollars,
  parseDollars,
  picodollars,
  subtract,
  ZERO,
} from "@headgate/money";
import { drawnLength, moneyText, sumOfTexts } from "../../format/money-text.ts";
import { shareOf, shareText } from "../../format/share.ts";
import type { BillColumn, BillGroup } from "../../search/bills-search.ts";
import { bucketStart, bucketStarts } from "../../time/buckets.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";
import type { SortKey } from "../../ui/table-sort.ts";
import type { Bills } from "./query.ts";

export const billGroupNames = {
  category: "Category",
  service_name: "Service",
  model: "Model",
  provider_name: "Provider",
  sub_account: "Account",
  charge_category: "Kind of charge",
  team: "Team",
  project: "Project",
} as const satisfies Record<BillGroup, string>;

type Row = Readonly<{ group: string | null; billed_cost: string; effective_cost: string }>;
type Key = string;

const keyOf = (group: string | null, isOther: boolean): Key => {
  if (isOther) return "other";
  return group === null ? "none" : `=${group}`;
};

const categoryName = (group: string): string => {
  const known = spendCategories.find((category) => category === group);
  return known === undefined ? group : spendCategoryNames[known];
};

const labelOf = (by: BillGroup, group: string | null, isOther: boolean): string => {
  const name = billGroupNames[by].toLowerCase();
  if (isOther) return `Other, by ${name}`;
  if (group === null) return `No ${name}`;
  if (by === "category") return categoryName(group);
  return by === "charge_category" ? group.replaceAll("_", " ") : group;
};

type BillSeries = Readonly<{ key: Key; label: string; cost: string }>;
type BillPoint = Readonly<{
  label: string;
  title: string;
  /** Exact, by series; a series without lines in the bucket has none. */
  costs: ReadonlyMap<Key, string>;
  whole: string;
}>;
/** The lines of one currency: amounts of two are never added up. */
export type CurrencyBill = Readonly<{
  currency: string;
  /** Of every line, also of groups that have no row. */
  total: string;
  lines: number;
  /** What lines of the groups without a row come to. */
  notShown: Readonly<{ lines: number; cost: string }> | undefined;
  series: readonly BillSeries[];
  points: readonly BillPoint[];
  rows: readonly Readonly<{
    key: Key;
    label: string;
    effective: string;
    billed: string;
    list: string;
    lines: number;
    share: string;
    /** Against the longest, from 0 to 1; 0 for credits. */
    length: number;
    /** What the table sorts by; a list cost that is not known has none. */
    sortBy: Readonly<Record<BillColumn, SortKey>>;
  }>[];
}>;

const text = (amount: Picodollars, currency: string): string =>
  moneyText(formatDollars(amount), currency);

const linesOf = (rows: readonly Readonly<{ lines: number }>[]): number =>
  rows.reduce((count, row) => count + row.lines, 0);

/** The bills, one currency after another, the one with most lines first. */
export const billsOf = ({
  question,
  span,
  grain,
  overTime,
  lines,
}: Bills): readonly CurrencyBill[] => {
  const costOf = (row: Row): string =>
    question.cost === "effective" ? row.effective_cost : row.billed_cost;
  const currencies = [...new Set(lines.rows.map(({ billing_currency }) => billing_currency))];
  const bills = currencies.map((currency): CurrencyBill => {
    const rows = lines.rows.filter((row) => row.billing_currency === currency);
    const parts = overTime.rows.filter((row) => row.billing_currency === currency);
    const top = rows
      .map((row) => parseDollars(costOf(row)))
      .reduce((a, b) => (b > a ? b : a), ZERO);
    // The steps of time have what is beyond the named groups as `other`; the rows leave the smallest groups out.
    const total = sumOfTexts(parts.map(costOf));
    const linesInAll = linesOf(parts);
    const linesNotShown = linesInAll - linesOf(rows);
    const bySeries = new Map<Key, { label: string; amount: Picodollars }>();
    for (const part of parts) {
      const key = keyOf(part.group, part.is_other);
      const before = bySeries.get(key)?.amount ?? ZERO;
      bySeries.set(key, {
        label: labelOf(question.by, part.group, part.is_other),
        amount: picodollars(before + parseDollars(costOf(part))),
      });
    }
    return {
      currency,
      total: text(total, currency),
      lines: linesInAll,
      notShown:
        linesNotShown === 0
          ? undefined
          : {
              lines: linesNotShown,
              cost: text(subtract(total, sumOfTexts(rows.map(costOf))), currency),
            },
      series: [...bySeries]
        .sort(([leftKey, left], [rightKey, right]) => {
          if ((leftKey === "other") !== (rightKey === "other")) return leftKey === "other" ? 1 : -1;
          if (left.amount === right.amount) return 0;
          return left.amount > right.amount ? -1 : 1;
        })
        .map(([key, { label, amount }]) => ({ key, label, cost: text(amount, currency) })),
      points: bucketStarts(span, grain).map((startMs): BillPoint => {
        const here = parts.filter((part) => bucketStart(Date.parse(part.start), grain) === startMs);
        return {
          label: bucketLabel(startMs, grain, span),
          title: bucketTitle(startMs, grain),
          costs: new Map(here.map((part) => [keyOf(part.group, part.is_other), costOf(part)])),
          whole: text(sumOfTexts(here.map(costOf)), currency),
        };
      }),
      rows: rows.map((row) => {
        const length = shareOf(parseDollars(costOf(row)), top);
        return {
          key: keyOf(row.group, false),
          label: labelOf(question.by, row.group, false),
          effective: moneyText(row.effective_cost, currency),
          billed: moneyText(row.billed_cost, currency),
          list:
            row.lines_without_list_cost === row.lines
              ? "–"
              : `${row.lines_without_list_cost > 0 ? "≥ " : ""}${moneyText(row.list_cost, currency)}`,
          lines: row.lines,
          share: shareText(shareOf(parseDollars(costOf(row)), total)),
          length: length === undefined || length < 0 ? 0 : length,
          sortBy: {
            name: labelOf(question.by, row.group, false),
            effective: parseDollars(row.effective_cost),
            billed: parseDollars(row.billed_cost),
            list:
              row.lines_without_list_cost === row.lines ? undefined : parseDollars(row.list_cost),
            lines: row.lines,
          },
        };
      }),
    };
  });
  return bills.sort((left, right) => right.lines - left.lines);
};

/** How long a cost is drawn; a credit hangs below the axis. */
export const costLength = (cost: string | undefined): number =>
  cost === undefined ? 0 : drawnLength(parseDollars(cost));
