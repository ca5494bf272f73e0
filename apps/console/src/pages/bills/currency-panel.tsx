import { counted, csvOf } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { countText } from "../../format/count-text.ts";
import type { ComparedColumn } from "../../search/explored-bills-search.ts";
import { CsvButton } from "../../ui/csv-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { assignColours, seriesColour } from "../../ui/series-colours.ts";
import { SortableHeader } from "../../ui/sortable-header.tsx";
import { sortDirection, sortedRows, type TableSort } from "../../ui/table-sort.ts";
import { rowsBeside } from "./bills-before.ts";
import {
  type BillAnswers,
  billGroupNames,
  billGroupWord,
  type CurrencyBill,
} from "./bills-model.ts";
import "../../ui/chart.css";
import "../../ui/ranked-table.css";
import "../../ui/table.css";

const BillBars = lazy(() => import("./bill-bars.tsx"));

/** The bill lines of one currency: over time, and by the chosen dimension, beside the time before where it is compared. */
export const CurrencyPanel = ({
  bill,
  bills: { question, overTime, lines, grain, earlier },
  sort,
  onSort,
  nameOf,
}: Readonly<{
  bill: CurrencyBill;
  bills: Pick<BillAnswers, "question" | "overTime" | "lines" | "grain" | "earlier">;
  sort: TableSort<ComparedColumn> | undefined;
  onSort: (column: ComparedColumn) => void;
  /** A row's name with what it leads to; the name alone where it leads nowhere. */
  nameOf?: (row: CurrencyBill["rows"][number]) => ReactNode;
}>) => {
  const colours = assignColours(
    bill.series.map(({ key }) => key),
    new Map(),
  );
  const colourOf = (key: string) => seriesColour(key, colours);
  const name = billGroupNames[question.by];
  const word = billGroupWord(question.by);
  const { before, gone } = bill;
  const header = (column: ComparedColumn, label: string) => (
    <SortableHeader
      label={label}
      numeric={column !== "name"}
      direction={sortDirection(sort, column)}
      onSort={() => onSort(column)}
    />
  );
  return (
    <Panel
      title={`Bill lines in ${bill.currency}`}
      note={`${bill.total} ${question.cost} in ${counted(bill.lines, "line")}, each ${grain}${beforeText(before)}`}
      flush
      actions={
        <div className="chart-actions">
          <CsvButton
            name={`headgate-bill-${bill.currency}-over-time`}
            label={`Save bill lines in ${bill.currency} over time as CSV`}
            shown="over time as CSV"
            text={() =>
              csvOf(overTime.rows.filter((row) => row.billing_currency === bill.currency))
            }
          />
          <CsvButton
            name={`headgate-bill-${bill.currency}-by-${question.by}`}
            label={`Save bill lines in ${bill.currency} by ${word} as CSV`}
            shown={`by ${word} as CSV`}
            text={() =>
              csvOf(
                rowsBeside(
                  lines.rows.filter((row) => row.billing_currency === bill.currency),
                  earlier,
                ),
              )
            }
          />
        </div>
      }
    >
      <div className="panel-body">
        {bill.series.every(({ cost }) => !/[1-9]/.test(cost)) ? (
          <p className="muted">Nothing to draw: no line of it costs anything.</p>
        ) : (
          <div className="chart-frame">
            <Suspense fallback={<Skeleton h="100%" />}>
              <BillBars bill={bill} colourOf={colourOf} />
            </Suspense>
          </div>
        )}
      </div>
      <ScrollRegion label={`Bill lines in ${bill.currency} by ${word}`}>
        <table className="table ranked-table">
          <thead>
            <tr>
              {header("name", name)}
              {header("effective", "Effective")}
              {header("billed", "Billed")}
              <th scope="col" className="number">
                Share
              </th>
              {before === undefined ? null : (
                <>
                  <th scope="col" className="number">
                    Before
                  </th>
                  {header("change", "Change")}
                </>
              )}
              {header("list", "At list prices")}
              {header("lines", "Lines")}
            </tr>
          </thead>
          <tbody>
            {sortedRows(bill.rows, sort, ({ sortBy }, column) => sortBy[column]).map((row) => (
              <tr className={nameOf === undefined ? undefined : "row-link"} key={row.key}>
                <td>
                  {nameOf === undefined ? row.label : nameOf(row)}
                  <span className="ranked-bar" aria-hidden="true">
                    <span
                      style={{ width: `${row.length * 100}%`, background: colourOf(row.key) }}
                    />
                  </span>
                </td>
                <td className="number">{row.effective}</td>
                <td className="number">{row.billed}</td>
                <td className="number muted">{row.share}</td>
                {before === undefined ? null : (
                  <>
                    <td className="number muted">{row.before ?? "–"}</td>
                    <td className="number">{row.change ?? "–"}</td>
                  </>
                )}
                <td className="number muted">{row.list}</td>
                <td className="number">{countText(row.lines)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {gone === undefined ? null : (
        <p className="panel-foot">
          {`${counted(gone.groups, "group")} of the time before (${gone.cost}) ${gone.groups === 1 ? "has" : "have"} no line now`}
        </p>
      )}
      {bill.notShown === undefined ? null : (
        <p className="panel-foot">
          {`${bill.notShown.cost} ${question.cost} in ${counted(bill.notShown.lines, "line")} of smaller groups, not shown`}
        </p>
      )}
    </Panel>
  );
};

const beforeText = (before: CurrencyBill["before"]): string => {
  if (before === undefined) return "";
  if (before.lines === 0) return "; no line in the time before";
  const change = before.change === undefined ? "" : `${before.change} `;
  return `; ${change}against ${before.cost} in the time before`;
};
