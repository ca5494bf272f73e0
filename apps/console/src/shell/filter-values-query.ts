import { type BillDimension, billDimensions, counted, type Dimension } from "@headgate/contract";
import { useQuery } from "@tanstack/react-query";
import { askBillBy } from "../api/bills.ts";
import { askSpendBy } from "../api/reports.ts";
import { billFilterOf } from "../search/bill-filter.ts";
import type { View } from "../search/view-search.ts";
import { wholeDaysOf } from "../time/buckets.ts";
import { spanOf } from "../time/range.ts";
import { useShowsBills } from "./shows-bills.ts";
import { useView } from "./view-link.tsx";

const VALUES_OFFERED = 50;

/** Values of a dimension, with how many calls or bill lines have each, and how many values are left out. */
type Offered = Readonly<{
  values: readonly Readonly<{ group: string | null; count: string }>[];
  leftOut: number;
}>;

const ofCalls = async (
  { range, filter, charges }: View,
  by: Dimension,
  signal: AbortSignal,
): Promise<Offered> => {
  const { rows, left_out } = await askSpendBy(
    { span: spanOf(range, Date.now()), filter, charges, by, limit: VALUES_OFFERED },
    signal,
  );
  return {
    values: rows.map(({ group, calls }) => ({ group, count: counted(calls, "call") })),
    leftOut: left_out,
  };
};

const ofBills = async (
  { range, filter }: View,
  by: BillDimension,
  signal: AbortSignal,
): Promise<Offered> => {
  const span = wholeDaysOf(spanOf(range, Date.now()));
  const { known } = billFilterOf(filter, {});
  const { rows, left_out } = await askBillBy(
    { span, filter: known, by, limit: VALUES_OFFERED },
    signal,
  );
  // A value has a row in each currency.
  const lines = new Map<string | null, number>();
  for (const row of rows) {
    const before = lines.get(row.group);
    lines.set(row.group, before === undefined ? row.lines : before + row.lines);
  }
  return {
    values: [...lines].map(([group, count]) => ({ group, count: counted(count, "line") })),
    leftOut: left_out,
  };
};

/** What a filter can be set to, among what is shown. */
export const useFilterValues = (dimension: Dimension) => {
  const view = useView();
  const showsBills = useShowsBills();
  const others: View = { ...view, filter: { ...view.filter, [dimension]: undefined } };
  const ofLines = showsBills ? billDimensions.find((known) => known === dimension) : undefined;
  return useQuery({
    queryKey: ["filter-values", dimension, others, ofLines],
    queryFn: ({ signal }) =>
      ofLines === undefined ? ofCalls(others, dimension, signal) : ofBills(others, ofLines, signal),
  });
};
