import { Skeleton } from "@mantine/core";
import { IconFileInvoice } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type BillsSearch, billColumns, readBillsSearch } from "../../search/bills-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { spanText } from "../../time/time-text.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { nextTableSort, tableSortOf } from "../../ui/table-sort.ts";
import { BasisPanel } from "./basis-panel.tsx";
import { BillControls } from "./bill-controls.tsx";
import { billGroupNames, billsOf } from "./bills-model.ts";
import { CurrencyPanel } from "./currency-panel.tsx";
import { useBills } from "./query.ts";
import { SharedPanel } from "./shared-panel.tsx";
import "../../ui/panel.css";
import "./bills.css";

/** What the providers billed, and what the calls explain of it. */
export const BillsPage = () => {
  const search = useSearch({ from: "/bills" });
  const { lines_by: by = "category", span = "all", cost = "effective" } = search;
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

const NoBills = () => (
  <div className="panel">
    <EmptyState
      icon={<IconFileInvoice size={20} stroke={1.6} />}
      title="No bill was imported yet"
      text="Cost and usage reports, cost exports and FOCUS files become bill lines beside the calls, each dollar counted once."
    >
      <CodeBlock text="npx headgate import PATH" label="how to import" />
    </EmptyState>
  </div>
);
