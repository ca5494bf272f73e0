import { Skeleton } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { CallsSearch } from "../../search/calls-search.ts";
import { keptSearch, type ViewSearch } from "../../search/view-search.ts";
import { ChargesSwitch } from "../../shell/charges-switch.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { useView, useViewSearch } from "../../shell/view-link.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { FirstCall } from "../../ui/first-call.tsx";
import { ListPages } from "../../ui/list-pages.tsx";
import { NoCalls } from "../../ui/no-calls.tsx";
import { pagesOf } from "../../ui/pages-of.ts";
import { TableCsv } from "../../ui/table-csv.tsx";
import { CallsTable } from "./calls-table.tsx";
import { CALLS_ON_A_PAGE, useCalls } from "./query.ts";
import { callLines, narrowedTo } from "./view-model.ts";
import "../../ui/panel.css";
import "./calls.css";

/** Every call behind the numbers. */
export const CallsPage = () => {
  const view = useView();
  const sort = useSearch({ from: "/view/calls" });
  const { data: status } = useStatus();
  const calls = useCalls(view, sort);
  const search = useViewSearch();
  const navigate = useNavigate();
  const goTo = (offset: number) =>
    void navigate({
      to: "/calls",
      search: (previous: ViewSearch & CallsSearch) => ({
        ...previous,
        offset: offset === 0 ? undefined : offset,
      }),
    });

  const narrowed = narrowedTo(sort);
  const { data } = calls;
  const { offset = 0 } = sort;
  const pages =
    data === undefined ? undefined : pagesOf(offset, data.rows.length, data.total, CALLS_ON_A_PAGE);

  return (
    <>
      <PageHead title="Calls" money>
        {data === undefined || data.total === 0 ? null : (
          <TableCsv path="/api/calls" answer={data} label="Save the calls of this page as CSV" />
        )}
      </PageHead>
      <ChargesSwitch />
      {narrowed === undefined ? (
        <p className="calls-narrowed">
          <Link className="text-link" to="/calls" search={{ ...keptSearch(search), cut: "any" }}>
            Only cut answers
          </Link>
        </p>
      ) : (
        <p className="calls-narrowed">
          {narrowed}{" "}
          <Link className="text-link" to="/calls" search={keptSearch(search)}>
            All calls
          </Link>
        </p>
      )}
      {calls.isError ? (
        <FailurePanel failure={calls.error} onRetry={() => void calls.refetch()} />
      ) : null}
      {calls.isPending ? <Skeleton h={620} radius="lg" /> : null}
      {data === undefined || pages === undefined ? null : status?.ledger.rows === 0 ? (
        <FirstCall />
      ) : data.total === 0 ? (
        <NoCalls />
      ) : (
        <section className="panel" aria-label="List of calls">
          <div className={calls.isPlaceholderData ? "stale" : undefined}>
            <CallsTable lines={callLines(data.rows, Date.now())} sort={sort} />
          </div>
          <div className="panel-foot">
            <ListPages pages={pages} onGo={goTo} />
          </div>
        </section>
      )}
    </>
  );
};
