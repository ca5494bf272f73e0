import { counted, type Dimension, type SpendByReport } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import { leftOutText, spendText } from "../../format/spend.ts";
import { dimensionNames } from "../../format/words.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import type { SpendTableRow } from "./spend-table-model.ts";
import "../../ui/table.css";
import "./spend-table.css";

/** Spend by one dimension, largest first; a row opens its calls. */
export const SpendTable = ({
  by,
  rows,
  report,
  colourOf,
}: Readonly<{
  by: Dimension;
  rows: readonly SpendTableRow[];
  /** The answer that the rows are of. */
  report: SpendByReport;
  /** Where the chart beside it has these colours. */
  colourOf: ((filterValue: string) => string) | undefined;
}>) => {
  const search = useViewSearch();
  const name = dimensionNames[by];
  return (
    <Panel
      title={`Spend by ${name.toLowerCase()}`}
      flush
      actions={
        <TableCsv
          path="/api/reports/spend-by"
          answer={report}
          label={`Save spend by ${name.toLowerCase()} as CSV`}
        />
      }
      foot={
        <Link className="text-link" to="/explore" search={{ ...search, by }}>
          {report.left_out === 0
            ? `Explore by ${name.toLowerCase()}`
            : `${counted(report.left_out, `more ${by}`)}: explore by ${name.toLowerCase()}`}
        </Link>
      }
    >
      <table className="table spend-table">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col" className="number">
              Spend
            </th>
            <th scope="col" className="number">
              Share
            </th>
            <th scope="col" className="number drop-narrow">
              Calls
            </th>
            <th scope="col" className="number drop-narrow">
              per 1M tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const colour = colourOf === undefined ? "var(--accent)" : colourOf(row.filterValue);
            const partial = leftOutText(row.spend);
            return (
              <tr className="row-link" key={row.key}>
                <td>
                  <div className={row.none ? "spend-name is-none" : "spend-name"}>
                    <Link
                      className="whole-row"
                      to="/calls"
                      search={callsBehind(search, { [by]: row.filterValue })}
                    >
                      {row.label}
                    </Link>
                  </div>
                  <span className="spend-bar" aria-hidden="true">
                    <span
                      className="spend-bar-fill"
                      style={{ width: `${row.length * 100}%`, background: colour }}
                    />
                  </span>
                </td>
                <td className="number">
                  <span className={row.spend.kind === "unpriced" ? "unpriced" : undefined}>
                    {spendText(row.spend)}
                  </span>
                  {row.spend.kind === "partial" ? (
                    <span className="partial-mark" title={partial}>
                      {" "}
                      +?<span className="visually-hidden"> {partial}</span>
                    </span>
                  ) : null}
                </td>
                <td className="number muted">{row.share}</td>
                <td className="number drop-narrow">{row.calls}</td>
                <td className="number drop-narrow">{row.perMillion}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
};
