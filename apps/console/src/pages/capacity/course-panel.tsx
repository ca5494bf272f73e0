import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Panel } from "../../ui/panel.tsx";
import { PointsTable } from "../../ui/points-table.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { courseNote, coursePoints, type PlannedCourse } from "./course-model.ts";
import "../../ui/chart.css";

const CourseChart = lazy(() => import("./course-chart.tsx"));

/** Demand over time beside what an offer's plan commits to, drawn and as a table. */
export const CoursePanel = ({
  name,
  plan,
  simulated,
}: PlannedCourse & Readonly<{ simulated: boolean }>) => {
  const points = coursePoints(plan);
  return (
    <Panel
      title={`Demand and commitment: ${name}`}
      note={courseNote(plan)}
      flush
      {...(simulated ? { actions: <SimulatedBadge /> } : {})}
    >
      <div className="panel-body">
        <div className="chart-frame">
          <Suspense fallback={<Skeleton h="100%" />}>
            <CourseChart
              title={`Demand of ${name} over time, with the committed level`}
              points={points}
            />
          </Suspense>
        </div>
        <ul className="legend">
          <li className="legend-item">
            <span className="swatch capacity-swatch-absorbed" />
            Absorbed by what is committed
          </li>
          <li className="legend-item">
            <span className="swatch capacity-swatch-overflow" />
            Overflow, bursts within a stretch counted
          </li>
          <li className="legend-item">
            <span className="swatch-line" />
            Committed
          </li>
          <li className="legend-item">
            <span className="swatch-dashed" />
            Expected
          </li>
          <li className="legend-item">
            <span className="swatch swatch-band" />
            Middle 80 % of sampled courses
          </li>
        </ul>
      </div>
      <PointsTable
        label={`Demand of ${name} over time, as a table`}
        column="What"
        points={points.map(({ title, facts }) => ({
          title,
          text: facts.map(([what, text]) => `${what}: ${text}`).join(" · "),
        }))}
      />
    </Panel>
  );
};
