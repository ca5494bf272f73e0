import { Skeleton } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { billFilterOf } from "../../search/bill-filter.ts";
import { comparedColumns } from "../../search/explored-bills-search.ts";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { wholeDaysOf } from "../../time/buckets.ts";
import { spanOf } from "../../time/range.ts";
import type { TimeSpan } from "../../time/time-span.ts";
import { daysUtcText, dayUtcText } from "../../time/time-text.ts";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { nextTableSort, tableSortOf } from "../../ui/table-sort.ts";
import { billsOf, type CurrencyBill } from "../bills/bills-model.ts";
import { CurrencyPanel } from "../bills/currency-panel.tsx";
import { NoBilledDays } from "../bills/no-billed-days.tsx";
import { UnknownToBills } from "../bills/unknown-to-bills.tsx";
import { useChangeExploredBills } from "../explore/use-change-explore.ts";
import { BillExplorationControls } from "./bill-exploration-controls.tsx";
import { narrowerBills } from "./bills-drill.ts";
import { useExploredBills } from "./query.ts";

/** Bill lines by any of their dimensions, over time, beside the period before. */
export const ExploredBills = () => {
  const view = useView();
  const { data: status } = useStatus();
  const search = useSearch({ from: "/view/explore" });
  const { lines_by: by = "category", cost = "effective", grain, compare, about } = search;
  const { known, unknown } = billFilterOf(view.filter, search);
  const exploration = {
    range: view.range,
    filter: known,
    by,
    cost,
    grain: grain === "minute" || grain === "hour" ? undefined : grain,
    compare: compare === undefined,
    ai: about === undefined,
  };
  const explored = useExploredBills(unknown.length > 0 ? undefined : exploration);
  const change = useChangeExploredBills();
  const span = wholeDaysOf(spanOf(view.range, Date.now()));
  const sort = tableSortOf(search.lines_sort, comparedColumns);
  const { data } = explored;

  return (
    <>
      <BillExplorationControls exploration={exploration} search={search} span={span} />
      <p className="muted">
        {daysUtcText(span)}. A line stands whole on the day on which its charge period begins, one
        for a month on the first.{reachText(status?.ledger, span)}
      </p>
      {unknown.length === 0 ? null : <UnknownToBills names={unknown} />}
      {explored.isError ? (
        <FailurePanel failure={explored.error} onRetry={() => void explored.refetch()} />
      ) : null}
      {unknown.length > 0 ? null : explored.isLoading ? <Skeleton h={480} radius="lg" /> : null}
      {data === undefined || unknown.length > 0 ? null : data.lines.rows.length === 0 ? (
        <NoBilledDays filtered={Object.keys(known).length > 0} ai={exploration.ai} />
      ) : (
        <div className={explored.isPlaceholderData ? "explored stale" : "explored"}>
          {billsOf(data).map((bill) => (
            <CurrencyPanel
              key={bill.currency}
              bill={bill}
              bills={data}
              sort={sort}
              onSort={(column) => change({ lines_sort: nextTableSort(sort, column) })}
              nameOf={(row) => <RowName row={row} />}
            />
          ))}
        </div>
      )}
    </>
  );
};

/** Until when bills reach, where that is not the end of what is looked at: what is compared is then shorter than what it is compared with. */
const reachText = (
  ledger: Readonly<{ bills_daily_to: string | null }> | undefined,
  { toMs }: TimeSpan,
): string => {
  const to =
    ledger === undefined || ledger.bills_daily_to === null
      ? undefined
      : Date.parse(ledger.bills_daily_to);
  return to === undefined || to >= toMs
    ? ""
    : ` Bills reach until the end of ${dayUtcText(to - 1)} UTC: later days are not known, and a change against the period before leaves them out.`;
};

/** Leads to the narrower view where there is one. */
const RowName = ({ row }: Readonly<{ row: CurrencyBill["rows"][number] }>) => {
  const search = useSearch({ from: "/view/explore" });
  const { lines_by: by = "category" } = search;
  const narrower = narrowerBills(search, by, row.filterValue);
  return narrower === undefined ? (
    row.label
  ) : (
    <Link className="whole-row" to="/explore" search={narrower}>
      {row.label}
    </Link>
  );
};
