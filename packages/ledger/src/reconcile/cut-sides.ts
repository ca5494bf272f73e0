import { DAY_MS } from "./match-cells.ts";
import type { BillRow, CoveredDay, Sides } from "./sides.ts";

/**
 * The sides of whole days (UTC) of a range, out of those of the range: what the ledger would answer for these days alone,
 * but for the lines that are left out, which are told of the range.
 */
export function cutSides(
  sides: Sides,
  { fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>,
): Sides {
  const isWithin = (period: Readonly<{ startMs: number; endMs: number }>): boolean =>
    period.startMs >= fromMs && period.endMs <= toMs;
  const bills = sides.bills.filter(isWithin);
  const across = sides.bills.filter(
    (row) => !isWithin(row) && row.startMs < toMs && row.endMs > fromMs && covers(row),
  );
  const covering = bills.filter(covers);
  return {
    bills,
    calls: sides.calls.filter(({ dayMs }) => dayMs >= fromMs && dayMs < toMs),
    totals: sides.totals.filter(isWithin),
    // A day that only a line across the ends touches is covered by none that counts.
    coveredDays: sides.coveredDays.filter(
      (day) =>
        day.dayMs >= fromMs &&
        day.dayMs < toMs &&
        (!across.some((row) => touches(row, day)) || covering.some((row) => touches(row, day))),
    ),
    ending: sides.ending.filter(({ untilMs }) => untilMs > fromMs && untilMs < toMs),
    linesAcross: [],
    linesNotAboutAi: [],
  };
}

const covers = ({ kind, provider }: BillRow): boolean =>
  provider !== null && (kind === "usage" || kind === "correction");

const touches = (row: BillRow, day: CoveredDay): boolean =>
  row.startMs < day.dayMs + DAY_MS &&
  row.endMs > day.dayMs &&
  row.provider === day.provider &&
  row.billingAccount === day.billingAccount &&
  row.subAccount === day.subAccount &&
  row.currency === day.currency;
