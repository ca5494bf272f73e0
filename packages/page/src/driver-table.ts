import {
  type BillDriversReport,
  type ChangePart,
  type ChangeWire,
  changeParts,
  type DriversReport,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { insightDimensionText } from "./insight-dimension-text.ts";
import type { Column } from "./page.ts";

/** Parts of a change as people say them. */
export const partNames = {
  volume: "volume",
  model_mix: "model mix",
  tokens_per_call: "tokens per call",
  cache: "cache",
  price: "price",
  other: "other units",
  new: "new",
  gone: "gone",
} as const satisfies Record<ChangePart, string>;

/** The same of lines of bills. */
export const billedPartNames: Readonly<Record<ChangePart, string>> = {
  ...partNames,
  volume: "quantity",
  other: "no quantity",
};

const signed = (text: string): string =>
  /^-|^0\.0+$/.test(text)
    ? displayDollarsCompact(parseDollars(text))
    : `+${displayDollarsCompact(parseDollars(text))}`;

/** A row a driver, then the others and the total; a column for each part that moved anything. */
export function driverTable(
  report: Pick<DriversReport | BillDriversReport, "by" | "total" | "drivers" | "others">,
  names: Readonly<Record<ChangePart, string>> = partNames,
): Readonly<{ columns: readonly Column[]; rows: readonly (readonly string[])[] }> {
  const { total, drivers, others } = report;
  const by = insightDimensionText(report.by);
  const changes: readonly (readonly [string, ChangeWire])[] = [
    ...drivers.map((driver) => [driver.value ?? `(no ${by})`, driver] as const),
    ["others", others],
    ["total", total],
  ];
  const isMoved = ({ parts }: ChangeWire, part: ChangePart): boolean => /[1-9]/.test(parts[part]);
  const moved = changeParts.filter((part) => changes.some(([, change]) => isMoved(change, part)));
  return {
    columns: [
      { title: by },
      { title: "before", align: "right" },
      { title: "after", align: "right" },
      { title: "change", align: "right" },
      ...moved.map((part) => ({ title: names[part], align: "right" }) as const),
    ],
    rows: changes.map(([name, change]) => [
      name,
      displayDollarsCompact(parseDollars(change.before)),
      displayDollarsCompact(parseDollars(change.after)),
      signed(change.change),
      ...moved.map((part) => (isMoved(change, part) ? signed(change.parts[part]) : "")),
    ]),
  };
}
