import { Link } from "@tanstack/react-router";
import type { Measure } from "../../search/explore-search.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { describedMeasures, figureOf } from "./figure.ts";
import { FigureText } from "./figure-text.tsx";
import type { OverTime } from "./over-time-model.ts";

/** The chart's numbers, latest first; a row opens the calls of its bucket. */
export const OverTimeTable = ({
  overTime: { series, points },
  measure,
  compare,
}: Readonly<{ overTime: OverTime; measure: Measure; compare: boolean }>) => {
  const search = useViewSearch();
  return (
    <div className="chart-table">
      <ScrollRegion label="Over time, as a table">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" className="number">
                {describedMeasures[measure].name}
              </th>
              {compare ? (
                <th scope="col" className="number">
                  Before
                </th>
              ) : null}
              {series.map(({ key, label }) => (
                <th scope="col" className="number" key={key}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...points].reverse().map((point) => (
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
                <td className="number">
                  <FigureText measure={measure} figure={figureOf(measure, point.whole)} />
                </td>
                {compare ? (
                  <td className="number muted">
                    {point.before === undefined ? (
                      "–"
                    ) : (
                      <FigureText measure={measure} figure={figureOf(measure, point.before)} />
                    )}
                  </td>
                ) : null}
                {series.map(({ key }) => {
                  const sums = point.bySeries.get(key);
                  return (
                    <td className="number" key={key}>
                      {sums === undefined ? (
                        "–"
                      ) : (
                        <FigureText measure={measure} figure={figureOf(measure, sums)} />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
};
