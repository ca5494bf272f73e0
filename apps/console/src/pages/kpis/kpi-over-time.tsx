import { type KpisReport, kpiGrains } from "@headgate/contract";
import { NativeSelect, SegmentedControl, Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { type KpiName, type KpisSearch, kpiNames } from "../../search/kpis-search.ts";
import { eachText } from "../../time/time-text.ts";
import { GrainSelect } from "../../ui/grain-select.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PointsTable } from "../../ui/points-table.tsx";
import type { KpiCourse } from "./query.ts";
import { kpiAxisText, kpiPoints } from "./view-model.ts";
import "../../ui/chart.css";
import "../../ui/controls.css";
import "../../ui/table.css";

const LineOverTime = lazy(() => import("../../ui/line-over-time.tsx"));

/** One KPI over the range, as a line or as a table. */
export const KpiOverTime = ({
  report,
  course,
  search,
  onChange,
}: Readonly<{
  report: KpisReport;
  course: KpiCourse | undefined;
  search: KpisSearch;
  onChange: (change: KpisSearch) => void;
}>) => {
  const { kpi: name = "cost_per_inference", grain, as = "chart" } = search;
  const kpi = report.kpis.find((each) => each.name === name);
  if (kpi === undefined) return null;
  const points = course === undefined ? undefined : kpiPoints(course, kpi);
  return (
    <Panel
      title="Over time"
      note={`${kpi.title}${course === undefined ? "" : `, ${eachText(course.grain)}`}`}
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Show as"
          data={[
            { value: "chart", label: "Chart" },
            { value: "table", label: "Table" },
          ]}
          value={as}
          onChange={(value) => onChange({ as: value === "table" ? "table" : undefined })}
        />
      }
      foot="A point without a value is not known, which is not zero. The first and the last may be cut by the range."
    >
      <div className="controls kpi-controls">
        <NativeSelect
          size="xs"
          label="KPI"
          value={name}
          data={kpiNames.flatMap((value) => {
            const found = report.kpis.find((each) => each.name === value);
            return found === undefined ? [] : [{ value, label: found.title }];
          })}
          onChange={(event) => onChange({ kpi: event.currentTarget.value as KpiName })}
        />
        <GrainSelect
          grain={grain}
          grains={kpiGrains}
          onChange={(chosen) => onChange({ grain: chosen })}
        />
      </div>
      {points === undefined ? (
        <Skeleton className="chart-frame" />
      ) : points.every(({ length }) => length === undefined) ? (
        <p className="muted">This KPI is known at no time of the range.</p>
      ) : as === "table" ? (
        <PointsTable
          label={`${kpi.title} over time`}
          column={{ number: kpi.title }}
          points={points}
        />
      ) : (
        <div className="chart-frame">
          <Suspense fallback={<Skeleton h="100%" />}>
            <LineOverTime
              title={`${kpi.title} over time`}
              points={points}
              axisText={(length) => kpiAxisText(kpi.unit, length)}
              desc="The same numbers stand in the table behind “Table”."
            />
          </Suspense>
        </div>
      )}
    </Panel>
  );
};
