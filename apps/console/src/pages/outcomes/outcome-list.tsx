import { Skeleton } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { costShown } from "../../format/money-text.ts";
import type { OutcomesSearch } from "../../search/outcomes-search.ts";
import { useView, useViewSearch } from "../../shell/view-link.tsx";
import { fullTime, listTime } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { ListPages } from "../../ui/list-pages.tsx";
import { pagesOf } from "../../ui/pages-of.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { OUTCOMES_ON_A_PAGE, useOutcomeList } from "./query.ts";
import { joinNames, listNote } from "./view-model.ts";
import "../../ui/table.css";

/** Single outcomes, newest first; each opens to the calls behind it. */
export const OutcomeList = ({ search }: Readonly<{ search: OutcomesSearch }>) => {
  const view = useView();
  const viewSearch = useViewSearch();
  const list = useOutcomeList(view, search);
  const navigate = useNavigate();
  const goTo = (offset: number) =>
    void navigate({
      to: "/outcomes",
      search: { ...viewSearch, ...search, offset: offset === 0 ? undefined : offset },
      resetScroll: false,
    });
  const { data } = list;
  if (list.isError) {
    return <FailurePanel failure={list.error} onRetry={() => void list.refetch()} />;
  }
  if (data === undefined) return <Skeleton h={320} radius="lg" />;
  const { offset = 0, joined } = search;
  const nowMs = Date.now();
  return (
    <Panel
      title="Single outcomes"
      note={listNote(joined)}
      flush
      actions={
        <div className="panel-actions">
          {joined === undefined ? null : (
            <Link
              to="/outcomes"
              search={{ ...viewSearch, ...search, joined: undefined, offset: undefined }}
              className="text-link"
            >
              Show all
            </Link>
          )}
          <TableCsv
            path="/api/outcomes"
            answer={data}
            label="Save the outcomes of this page as CSV"
          />
        </div>
      }
      foot={
        <ListPages
          pages={pagesOf(offset, data.rows.length, data.total, OUTCOMES_ON_A_PAGE)}
          onGo={goTo}
        />
      }
    >
      <div id="single-outcomes" className={list.isPlaceholderData ? "stale" : undefined}>
        <ScrollRegion label="Outcomes one by one">
          <table className="table">
            <TableHead
              columns={[
                "Time",
                "Outcome",
                "Id",
                "Accepted",
                "Joined",
                { number: "Calls" },
                { number: "Cost" },
              ]}
            />
            <tbody>
              {data.rows.map((row) => {
                const atMs = Date.parse(row.occurred_at);
                return (
                  <tr className="row-link" key={row.id}>
                    <td title={fullTime(atMs)}>{listTime(atMs, nowMs)}</td>
                    <td>{row.name}</td>
                    <td>
                      <Link
                        to="/outcomes/$outcomeId"
                        params={{ outcomeId: row.id }}
                        search={viewSearch}
                        className="whole-row text-link"
                      >
                        {row.id}
                      </Link>
                    </td>
                    <td>
                      <Badge tone={row.accepted ? "quiet" : "attention"}>
                        {row.accepted ? "accepted" : "rejected"}
                      </Badge>
                    </td>
                    <td className="muted">{joinNames[row.joined]}</td>
                    <td className="number">{countText(row.calls)}</td>
                    <td className="number">
                      {row.calls === 0 || row.joined === "too_many_calls"
                        ? "unknown"
                        : `${row.unpriced_attempts > 0 && row.cost !== null ? "≥ " : ""}${costShown(row.cost)}`}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollRegion>
      </div>
    </Panel>
  );
};
