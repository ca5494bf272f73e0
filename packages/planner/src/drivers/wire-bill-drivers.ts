import type { BillDriversReport } from "@headgate/contract";
import { type BilledCell, topBillDrivers } from "./bill-drivers.ts";
import { wireChanges } from "./wire-drivers.ts";

/** What the ledger says of bills in two ranges. */
type ComparedBills = Readonly<{
  cells: readonly (Omit<BilledCell, "values"> &
    Readonly<{ values: Readonly<Partial<Record<string, string | null>>> }>)[];
  leftOut: number;
  otherLines: number;
  linesInOtherCurrencies: number;
}>;

/**
 * Drivers of bills in their wire form. By service all that there is of bills is told, also where no line names one, or none can
 * be compared; by another dimension, undefined where none of the lines has a value of it.
 */
export function wireBillDrivers(
  { cells, leftOut, otherLines, linesInOtherCurrencies }: ComparedBills,
  {
    limit,
    ...about
  }: Pick<BillDriversReport, "by" | "before" | "after"> & Readonly<{ limit: number }>,
): BillDriversReport | undefined {
  const { by } = about;
  const valued = cells.map((cell) => ({ ...cell, values: { [by]: cell.values[by] ?? null } }));
  const hasValue = valued.some(({ values }) => values[by] !== null);
  const hasLines = valued.length > 0 || otherLines > 0 || linesInOtherCurrencies > 0;
  if (by === "service_name" ? !hasLines : !hasValue) return undefined;
  return {
    ...about,
    ...wireChanges(topBillDrivers(valued, by, limit)),
    lines_across: otherLines,
    lines_in_other_currencies: linesInOtherCurrencies,
    things_left_out: leftOut,
  };
}
