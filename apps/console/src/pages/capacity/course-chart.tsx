import { CompositeChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { chartLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import { pointsTip } from "../../ui/points-tip.tsx";
import { type CoursePoint, unitsText } from "./course-model.ts";

const fills: Readonly<Record<string, Readonly<{ fill: string; fillOpacity: number }>>> = {
  absorbed: { fill: "var(--accent)", fillOpacity: 0.4 },
  overflow: { fill: "var(--bad)", fillOpacity: 0.55 },
  band: { fill: "var(--series-2)", fillOpacity: 0.16 },
};

/** Demand that a commitment absorbs, what lies above it, the committed level, and the band in which demand may go on. */
const CourseChart = ({
  title,
  points,
}: Readonly<{ title: string; points: readonly CoursePoint[] }>) => (
  <CompositeChart
    {...chartLook}
    data={points.map(({ absorbed, overflow, expected, band, committed }, index) => ({
      index,
      absorbed: absorbed ?? null,
      overflow: overflow ?? null,
      expected: expected ?? null,
      band: band ?? null,
      committed,
    }))}
    series={[
      { name: "absorbed", color: "var(--accent)", type: "area" },
      { name: "overflow", color: "var(--bad)", type: "area" },
      { name: "band", color: "var(--series-2)", type: "area" },
      { name: "expected", color: "var(--series-2)", type: "line", strokeDasharray: "5 4" },
      { name: "committed", color: "var(--text)", type: "line" },
    ]}
    curveType="linear"
    strokeWidth={2}
    connectNulls={false}
    withDots={false}
    areaProps={(drawn) => ({
      isAnimationActive: false,
      stroke: "none",
      activeDot: false,
      ...fills[drawn.name],
    })}
    lineProps={{ isAnimationActive: false, activeDot: false }}
    xAxisProps={pointsAxis(points)}
    yAxisProps={lengthsAxis(unitsText, 48)}
    composedChartProps={{ title, desc: "The same numbers stand in the table below." }}
    tooltipProps={pointsTip(points)}
  />
);

export default CourseChart;
