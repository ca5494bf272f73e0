import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { countOf, countText } from "../../format/count-text.ts";
import { csvOf } from "@headgate/contract";
import { CsvButton } from "../../ui/csv-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { assignColours, seriesColour } from "../../ui/series-colours.ts";
import { billGroupNames, type CurrencyBill } from "./bills-model.ts";
import type { Bills } from "./query.ts";
import "../../ui/chart.css";
import "../../ui/ranked-table.css";
import "../../ui/table.css";

const BillBars = lazy(() => import("./bill-bars.tsx"));

/** The bill lines of one currency: over time, and by the chosen dimension. */
export const CurrencyPanel = ({
  bill,
  bills: { question, lines, overTime, grain },
}: Readonly<{ bill: CurrencyBill; bills: Bills }>) => {
  const colours = assignColours(
    bill.series.map(({ key }) => key),
    new Map(),
  );
  const colourOf = (key: string) => seriesColour(key, colours);
  const name = billGroupNames[question.by];
  return (
    <Panel
      title={`Bill lines in ${bill.currency}`}
      note={`${bill.total} ${question.cost} in ${countOf(bill.lines, "line")}, each ${grain}`}
      flush
      actions={
        <div className="chart-actions">
          <CsvButton
            name={`headgate-bill-${bill.currency}-over-time`}
            label={`Save bill lines in ${bill.currency} over time as CSV`}
            text={() =>
              csvOf(overTime.rows.filter((row) => row.billing_currency === bill.currency))
            }
          />
        </div>
      }
    >
      <div className="panel-body">
        <div className="chart-frame">
          <Suspense fallback={<Skeleton h="100%" />}>
            <BillBars bill={bill} colourOf={colourOf} />
          </Suspense>
        </div>
      </div>
      <ScrollRegion label={`Bill lines in ${bill.currency} by ${name.toLowerCase()}`}>
        <table className="table ranked-table">
          <thead>
            <tr>
              <th scope="col">{name}</th>
              <th scope="col" className="number">
                Effective
              </th>
              <th scope="col" className="number">
                Billed
              </th>
              <th scope="col" className="number">
                Share
              </th>
              <th scope="col" className="number">
                At list prices
              </th>
              <th scope="col" className="number">
                Lines
              </th>
            </tr>
          </thead>
          <tbody>
            {bill.rows.map((row) => (
              <tr key={row.key}>
                <td>
                  {row.label}
                  <span className="ranked-bar" aria-hidden="true">
                    <span
                      style={{ width: `${row.length * 100}%`, background: colourOf(row.key) }}
                    />
                  </span>
                </td>
                <td className="number">{row.effective}</td>
                <td className="number">{row.billed}</td>
                <td className="number muted">{row.share}</td>
                <td className="number muted">{row.list}</td>
                <td className="number">{countText(row.lines)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {lines.left_out === 0 ? null : (
        <p className="panel-foot">{countOf(lines.left_out, "smaller group")} not shown</p>
      )}
    </Panel>
  );
};
