import { SegmentedControl, Skeleton } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { type ChartSplit, chartSplits, type OverviewSearch } from "../../search/overview-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { callsBehind, useView, useViewSearch } from "../../shell/view-link.tsx";
import { withinRange } from "../../time/range.ts";
import { Panel } from "../../ui/panel.tsx";
import { SpendAmount } from "../../ui/spend-amount.tsx";
import {
  type ChartPoint,
  type ChartSeries,
  filterValueOf,
  type SpendChart,
} from "./spend-chart-model.ts";
import { SpendChartTable } from "./spend-chart-table.tsx";
import "../../ui/chart.css";

const SpendBars = lazy(() => import("./spend-bars.tsx"));

const splitNames = { model: "Model", team: "Team", provider: "Provider" } as const;
const splitChoices = chartSplits.map((split) => ({ value: split, label: splitNames[split] }));

/** Spend over time: bars to look at, or the same as a table. */
export const SpendOverTime = ({
  chart,
  split,
  as,
  stale,
  colourOf,
}: Readonly<{
  chart: SpendChart | undefined;
  split: ChartSplit;
  as: "chart" | "table";
  stale: boolean;
  colourOf: (key: string) => string;
}>) => {
  const navigate = useNavigate();
  const search = useViewSearch();
  const { range } = useView();
  const change = (next: OverviewSearch) =>
    void navigate({
      to: "/",
      search: (previous: ViewSearch & OverviewSearch) => ({ ...previous, ...next }),
      resetScroll: false,
    });
  const filterBy = (series: ChartSeries): ViewSearch => {
    const value = filterValueOf(series);
    return value === undefined ? {} : { [split]: value };
  };
  const openCalls = (point: ChartPoint, series: ChartSeries) =>
    void navigate({
      to: "/calls",
      search: callsBehind(
        { ...search, range: undefined },
        { ...withinRange(point, range), ...filterBy(series) },
      ),
    });

  return (
    <Panel
      title="Spend over time"
      note="US dollars"
      actions={
        <div className="chart-actions">
          <SegmentedControl
            size="xs"
            aria-label="Stack by"
            data={splitChoices}
            value={split}
            onChange={(value) => {
              const next = chartSplits.find((each) => each === value);
              if (next !== undefined) change({ split: next === "model" ? undefined : next });
            }}
          />
          <SegmentedControl
            size="xs"
            aria-label="Show as"
            data={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
            value={as}
            onChange={(value) => change({ as: value === "table" ? "table" : undefined })}
          />
        </div>
      }
    >
      {chart === undefined ? (
        <Skeleton className="chart-frame" />
      ) : (
        <div className={stale ? "stale" : undefined}>
          {as === "table" ? (
            <SpendChartTable chart={chart} />
          ) : (
            <div className="chart-frame">
              <Suspense fallback={<Skeleton h="100%" />}>
                <SpendBars chart={chart} colourOf={colourOf} onOpen={openCalls} />
              </Suspense>
            </div>
          )}
          <ul className="legend">
            {chart.series.map((series) => {
              const words = (
                <>
                  <span className="swatch" style={{ background: colourOf(series.key) }} />
                  <span className="legend-name">{series.label}</span>
                  <span className="legend-amount">
                    <SpendAmount spend={series.spend} />
                  </span>
                </>
              );
              return (
                <li key={series.key}>
                  {series.other ? (
                    <span className="legend-item">{words}</span>
                  ) : (
                    <Link
                      className="legend-item"
                      to="/calls"
                      search={callsBehind(search, filterBy(series))}
                    >
                      {words}
                    </Link>
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </Panel>
  );
};
