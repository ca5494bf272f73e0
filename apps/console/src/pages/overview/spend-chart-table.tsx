import { Link } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SpendAmount } from "../../ui/spend-amount.tsx";
import type { SpendChart } from "./spend-chart-model.ts";

/** The chart's numbers as a table, latest first; a row opens the calls of its bucket. */
export const SpendChartTable = ({ chart }: Readonly<{ chart: SpendChart }>) => {
  const search = useViewSearch();
  return (
    <div className="chart-table">
      <ScrollRegion label="Spend over time, as a table">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" className="number">
                Calls
              </th>
              <th scope="col" className="number">
                Unpriced
              </th>
              {chart.series.map(({ key, label }) => (
                <th scope="col" className="number" key={key}>
                  {label}
                </th>
              ))}
              <th scope="col" className="number">
                Spend
              </th>
            </tr>
          </thead>
          <tbody>
            {[...chart.points].reverse().map((point) => (
              <tr key={point.startMs}>
                <th scope="row" className="tabular">
                  <Link
                    className="text-link"
                    to="/calls"
                    search={callsBehind(
                      { ...search, range: undefined },
                      {
                        from: new Date(point.startMs).toISOString(),
                        to: new Date(point.endMs).toISOString(),
                      },
                    )}
                  >
                    {point.title}
                  </Link>
                </th>
                <td className="number">{countText(point.calls)}</td>
                <td className="number">{countText(point.unpricedAttempts)}</td>
                {chart.series.map(({ key }) => {
                  const spend = point.spends.get(key);
                  return (
                    <td className="number" key={key}>
                      {spend === undefined ? "–" : <SpendAmount spend={spend} />}
                    </td>
                  );
                })}
                <td className="number">
                  <SpendAmount spend={point.spend} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
};
