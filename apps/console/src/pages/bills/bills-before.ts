import { type Picodollars, parseDollars, sum } from "@headgate/money";
import type { askBillBy, askBillOverTime } from "../../api/bills.ts";
import { sumOfTexts } from "../../format/money-text.ts";
import { changeFrom, changeText } from "../../format/share.ts";
import { billKeyOf } from "./bill-key.ts";

type OverTime = Awaited<ReturnType<typeof askBillOverTime>>;
type Lines = Awaited<ReturnType<typeof askBillBy>>;
type Row = Lines["rows"][number] | OverTime["rows"][number];

/** Bill lines of the time before: by group, and all of them together. */
export type EarlierBills = Readonly<{ lines: Lines; whole: OverTime }>;

/** An amount of now beside that of the time before; undefined what is not known. */
type Beside = Readonly<{
  before: Picodollars | undefined;
  /** `new` where there was no line before. */
  change: string | undefined;
  difference: bigint | undefined;
}>;

/** The time before in one currency. */
export type BillsBefore = Readonly<{
  whole: Picodollars;
  lines: number;
  /** A group of now, by its key, beside itself before. */
  beside: (key: string, now: Picodollars) => Beside;
  /** Groups that have no line now, of all keys of now; undefined where not every group of before is known. */
  gone: (
    keysOfNow: ReadonlySet<string>,
  ) => Readonly<{ groups: number; cost: Picodollars }> | undefined;
}>;

/** The change of an amount; undefined where there was nothing that it could be told by. */
export const billChange = (now: Picodollars, before: Picodollars): string | undefined => {
  const change = changeFrom(now, before);
  if (change !== undefined) return changeText(change);
  return now === before ? "0%" : undefined;
};

const NOT_KNOWN: Beside = { before: undefined, change: undefined, difference: undefined };

/** What is compared with, one currency by itself. Where no line is of the time before, nobody knows that no money was spent. */
export const billsBefore = (
  { lines, whole }: EarlierBills,
  currency: string,
  costOf: (row: Row) => string,
): BillsBefore => {
  const isOf = (row: Row) => row.billing_currency === currency;
  const all = whole.rows.filter(isOf);
  const groups = new Map(
    lines.rows
      .filter(isOf)
      .map((row) => [billKeyOf(row.group, false), parseDollars(costOf(row))] as const),
  );
  const isComplete = lines.left_out === 0 && all.length > 0;
  return {
    whole: sumOfTexts(all.map(costOf)),
    lines: all.reduce((count, row) => count + row.lines, 0),
    beside: (key, now) => {
      const before = groups.get(key);
      if (before !== undefined) {
        return { before, change: billChange(now, before), difference: now - before };
      }
      return isComplete ? { before: undefined, change: "new", difference: now } : NOT_KNOWN;
    },
    gone: (keysOfNow) => {
      if (!isComplete) return undefined;
      const keys = [...groups.keys()].filter((key) => !keysOfNow.has(key));
      const amounts = keys.flatMap((key) => groups.get(key) ?? []);
      return { groups: keys.length, cost: sum(amounts) };
    },
  };
};

/** Rows as a file has them: beside each its costs before, where they are compared; empty where they are not known. */
export const rowsBeside = (rows: Lines["rows"], earlier: EarlierBills | undefined) => {
  if (earlier === undefined) return rows;
  return rows.map((row) => {
    const before = earlier.lines.rows.find(
      ({ group, billing_currency }) =>
        group === row.group && billing_currency === row.billing_currency,
    );
    return {
      ...row,
      effective_cost_before: before === undefined ? null : before.effective_cost,
      billed_cost_before: before === undefined ? null : before.billed_cost,
    };
  });
};
