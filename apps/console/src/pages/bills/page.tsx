import { Skeleton } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type BillsSearch, billColumns, readBillsSearch } from "../../search/bills-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { withinLongestRange } from "../../time/longest-range.ts";
import type { TimeSpan } from "../../time/time-span.ts";
import { spanText } from "../../time/time-text.ts";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { nextTableSort, tableSortOf } from "../../ui/table-sort.ts";
import { BasisPanel } from "./basis-panel.tsx";
import { BillControls } from "./bill-controls.tsx";
import { billGroupNames, billsOf } from "./bills-model.ts";
import { CurrencyPanel } from "./currency-panel.tsx";
import { NoBills } from "./no-bills.tsx";
import { billTimeOf, useBills } from "./query.ts";
import { SharedPanel } from "./shared-panel.tsx";
import "../../ui/panel.css";
import "./bills.css";

/** What the providers billed, and what the calls explain of it. */
export const BillsPage = () => {
  const search = useSearch({ from: "/bills" });
  const { lines_by: by = "category", cost = "effective" } = search;
  const span = billTimeOf(search);
  const bills = useBills({ by, span, cost });
  const navigate = useNavigate();
  const change = (more: BillsSearch) =>
    void navigate({
      to: "/bills",
      search: readBillsSearch({ ...search, ...more }),
      resetScroll: false,
    });
  const { data } = bills;
  const sort = tableSortOf(search.lines_sort, billColumns);

  return (
    <>
      <PageHead title="Bills">
        <Link
          className="text-link"
          to="/explore"
          search={{
            of: "bills",
            about: "all",
            lines_by: search.lines_by,
            cost: search.cost,
            ...(data === undefined || data === null ? {} : rangeOf(data.span)),
          }}
        >
          Explore
        </Link>
        <Link className="text-link" to="/reconciliation">
          Hold against the calls
        </Link>
      </PageHead>
      <BillControls
        label="Bill lines by"
        splits={billGroupNames}
        split={by}
        cost={cost}
        span={span}
        onChange={({ split, ...more }) => change(split === undefined ? more : { lines_by: split })}
        note={data === undefined || data === null ? undefined : spanText(data.span)}
      />
      {bills.isError ? (
        <FailurePanel failure={bills.error} onRetry={() => void bills.refetch()} />
      ) : null}
      {bills.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {data === undefined ? null : data === null ? (
        <NoBills />
      ) : (
        <div className={bills.isPlaceholderData ? "bills stale" : "bills"}>
          <BasisPanel bills={data} />
          <SharedPanel span={data.span} />
          {billsOf(data).map((bill) => (
            <CurrencyPanel
              key={bill.currency}
              bill={bill}
              bills={data}
              sort={sort}
              onSort={(column) => change({ lines_sort: nextTableSort(sort, column) })}
            />
          ))}
        </div>
      )}
    </>
  );
};

const rangeOf = (span: TimeSpan) => {
  const { fromMs, toMs } = withinLongestRange(span);
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
};
