import { spendCategories, spendCategoryNames, type TimeGrain } from "@headgate/contract";
import {
  formatDollars,
  type Picodollars,
  parseDollars,
  picodollars,
  subtract,
  ZERO,
} from "@headgate/money";
import type { askBillBy, askBillOverTime } from "../../api/bills.ts";
import { drawnLength, moneyText, sumOfTexts } from "../../format/money-text.ts";
import { shareOf, shareText } from "../../format/share.ts";
import type { BillCost, BillGroup } from "../../search/bills-search.ts";
import type { ComparedColumn } from "../../search/explored-bills-search.ts";
import { bucketStart, bucketStarts } from "../../time/buckets.ts";
import type { TimeSpan } from "../../time/time-span.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";
import type { SortKey } from "../../ui/table-sort.ts";
import { billKeyOf } from "./bill-key.ts";
import { billChange, billsBefore, type EarlierBills } from "./bills-before.ts";

export const billGroupNames = {
  category: "Category",
  service_name: "Service",
  model: "Model",
  meter: "SKU",
  provider_name: "Provider",
  billing_account: "Billing account",
  sub_account: "Account",
  region: "Region",
  charge_category: "Kind of charge",
  team: "Team",
  project: "Project",
  feature: "Feature",
  environment: "Environment",
  customer: "Customer",
} as const satisfies Record<BillGroup, string>;

type OverTime = Awaited<ReturnType<typeof askBillOverTime>>;
type Lines = Awaited<ReturnType<typeof askBillBy>>;

/** The answers of one question about bill lines. */
export type BillAnswers = Readonly<{
  question: Readonly<{ by: BillGroup; cost: BillCost }>;
  span: TimeSpan;
  grain: TimeGrain;
  overTime: OverTime;
  lines: Lines;
  /** The same lines in the time before, where they are compared. */
  earlier?: EarlierBills | undefined;
}>;

type Row = Readonly<{ group: string | null; billed_cost: string; effective_cost: string }>;
type Key = string;

const categoryName = (group: string): string => {
  const known = spendCategories.find((category) => category === group);
  return known === undefined ? group : spendCategoryNames[known];
};

/** A dimension within a sentence. */
export const billGroupWord = (by: BillGroup): string =>
  by === "meter" ? billGroupNames[by] : billGroupNames[by].toLowerCase();

export const billLabelOf = (by: BillGroup, group: string | null, isOther: boolean): string => {
  const name = billGroupWord(by);
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
  /** What the time before came to, and the change where it can be told; undefined where nothing is compared. */
  before: Readonly<{ lines: number; cost: string; change: string | undefined }> | undefined;
  /** Groups of the time before that have no line now; undefined where not all groups of both are known. */
  gone: Readonly<{ groups: number; cost: string }> | undefined;
  series: readonly BillSeries[];
  points: readonly BillPoint[];
  rows: readonly Readonly<{
    key: Key;
    label: string;
    /** What filters its lines; empty for lines without a value. */
    filterValue: string;
    /** In the time before; undefined where nothing is compared, where there was no line, or where it is not known. */
    before: string | undefined;
    /** `new` where there was no line before; undefined where it cannot be told. */
    change: string | undefined;
    effective: string;
    billed: string;
    list: string;
    lines: number;
    share: string;
    /** Against the longest, from 0 to 1; 0 for credits. */
    length: number;
    /** What the table sorts by; a list cost that is not known has none. */
    sortBy: Readonly<Record<ComparedColumn, SortKey>>;
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
  earlier,
}: BillAnswers): readonly CurrencyBill[] => {
  const costOf = (row: Row): string =>
    question.cost === "effective" ? row.effective_cost : row.billed_cost;
  const currencies = [
    ...new Set(
      [...lines.rows, ...(earlier?.whole.rows ?? [])].map(
        ({ billing_currency }) => billing_currency,
      ),
    ),
  ];
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
    const before = earlier === undefined ? undefined : billsBefore(earlier, currency, costOf);
    // Where groups of now are left out, one of before may be among them.
    const gone =
      lines.left_out > 0
        ? undefined
        : before?.gone(new Set(rows.map((row) => billKeyOf(row.group, false))));
    const bySeries = new Map<Key, { label: string; amount: Picodollars }>();
    for (const part of parts) {
      const key = billKeyOf(part.group, part.is_other);
      const before = bySeries.get(key)?.amount ?? ZERO;
      bySeries.set(key, {
        label: billLabelOf(question.by, part.group, part.is_other),
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
      before:
        before === undefined
          ? undefined
          : {
              lines: before.lines,
              cost: text(before.whole, currency),
              change: before.lines === 0 ? undefined : billChange(total, before.whole),
            },
      gone:
        gone === undefined || gone.groups === 0
          ? undefined
          : { groups: gone.groups, cost: text(gone.cost, currency) },
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
          costs: new Map(here.map((part) => [billKeyOf(part.group, part.is_other), costOf(part)])),
          whole: text(sumOfTexts(here.map(costOf)), currency),
        };
      }),
      rows: rows.map((row) => {
        const amount = parseDollars(costOf(row));
        const length = shareOf(amount, top);
        const key = billKeyOf(row.group, false);
        const beside = before?.beside(key, amount);
        return {
          key,
          filterValue: row.group === null ? "" : row.group,
          before: beside?.before === undefined ? undefined : text(beside.before, currency),
          change: beside?.change,
          label: billLabelOf(question.by, row.group, false),
          effective: moneyText(row.effective_cost, currency),
          billed: moneyText(row.billed_cost, currency),
          list:
            row.lines_without_list_cost === row.lines
              ? "–"
              : `${row.lines_without_list_cost > 0 ? "≥ " : ""}${moneyText(row.list_cost, currency)}`,
          lines: row.lines,
          share: shareText(shareOf(amount, total)),
          length: length === undefined || length < 0 ? 0 : length,
          sortBy: {
            name: billLabelOf(question.by, row.group, false),
            effective: parseDollars(row.effective_cost),
            billed: parseDollars(row.billed_cost),
            list:
              row.lines_without_list_cost === row.lines ? undefined : parseDollars(row.list_cost),
            lines: row.lines,
            change: beside?.difference,
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
