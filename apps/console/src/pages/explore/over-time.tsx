import { csvOf } from "@headgate/contract";
import { SegmentedControl, Skeleton } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { dimensionNames } from "../../format/words.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { withinRange } from "../../time/range.ts";
import { CsvButton } from "../../ui/csv-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { describedMeasures, figureOf } from "./figure.ts";
import { FigureText } from "./figure-text.tsx";
import { overTimeOf, type Point, type Series } from "./over-time-model.ts";
import { OverTimeTable } from "./over-time-table.tsx";
import type { Explored } from "./query.ts";
import { useChangeExplore } from "./use-change-explore.ts";
import "../../ui/chart.css";

const OverTimeChart = lazy(() => import("./over-time-chart.tsx"));

/** The measure over time: a chart, or the same as a table. A bar opens its bucket. */
export const ExploredOverTime = ({
  explored,
  colourOf,
}: Readonly<{ explored: Explored; colourOf: (key: string) => string }>) => {
  const { exploration, stackedBy, grain } = explored;
  const { measure, compare } = exploration;
  const { as = "chart" } = useSearch({ from: "/view/explore" });
  const search = useViewSearch();
  const navigate = useNavigate();
  const change = useChangeExplore();
  const overTime = overTimeOf(explored);
  const open = (point: Point, series: Series) => {
    const within = {
      ...withinRange(point, exploration.view.range),
      ...(series.filterValue === undefined ? {} : { [stackedBy]: series.filterValue }),
    };
    const narrower = { ...search, range: undefined, grain: undefined, ...within };
    // Nothing is finer than a minute but the calls themselves.
    if (grain === "minute") void navigate({ to: "/calls", search: callsBehind(narrower, within) });
    else void navigate({ to: "/explore", search: narrower });
  };

  return (
    <Panel
      title={`${describedMeasures[measure].name} over time`}
      note={`by ${dimensionNames[stackedBy].toLowerCase()}, each ${grain}`}
      actions={
        <div className="chart-actions">
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
          <CsvButton
            name={`headgate-${measure}-over-time`}
            label="Save what is shown over time as CSV"
            text={() =>
              csvOf(explored.overTime.map(({ split: _, split_is_other: __, ...row }) => row))
            }
          />
        </div>
      }
    >
      {as === "table" ? (
        <OverTimeTable overTime={overTime} measure={measure} compare={compare} />
      ) : (
        <div className="chart-frame">
          <Suspense fallback={<Skeleton h="100%" />}>
            <OverTimeChart
              overTime={overTime}
              measure={measure}
              compare={compare}
              colourOf={colourOf}
              onOpen={open}
            />
          </Suspense>
        </div>
      )}
      <ul className="legend">
        {overTime.series.map(({ key, label, sums }) => (
          <li key={key}>
            <span className="legend-item">
              <span className="swatch" style={{ background: colourOf(key) }} />
              <span className="legend-name">{label}</span>
              <span className="legend-amount">
                <FigureText measure={measure} figure={figureOf(measure, sums)} brief />
              </span>
            </span>
          </li>
        ))}
        {compare && as === "chart" ? (
          <li>
            <span className="legend-item">
              <span className="swatch-line" />
              <span className="legend-name">The period before</span>
            </span>
          </li>
        ) : null}
      </ul>
    </Panel>
  );
};
