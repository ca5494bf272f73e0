import { CompositeChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { axisDollars } from "../format/money-text.ts";
import { chartLook, lengthsAxis, pointsAxis } from "./chart-look.ts";
import { pointsTip } from "./points-tip.tsx";

/** One point of a figure beside what was expected of it. Lengths are drawn only; texts are exact. */
export type BandPoint = Readonly<{
  label: string;
  title: string;
  facts: readonly (readonly [string, string])[];
  value?: number;
  expected?: number;
  band?: readonly [number, number];
  /** Stands out: drawn with a mark of its own. */
  marked?: boolean;
}>;

const MARKED = "marked";

/** A line of money, the expected one, the band between what is usual, and what stands out. */
const BandChart = ({
  title,
  points,
  names,
}: Readonly<{
  title: string;
  points: readonly BandPoint[];
  names: Readonly<{ value: string; expected: string; band: string; marked: string }>;
}>) => (
  <CompositeChart
    {...chartLook}
    data={points.map(({ value, expected, band, marked }, index) => ({
      index,
      value: value ?? null,
      expected: expected ?? null,
      band: band ?? null,
      [MARKED]: marked === true ? (value ?? null) : null,
    }))}
    series={[
      { name: "band", label: names.band, color: "var(--series-2)", type: "area" },
      {
        name: "expected",
        label: names.expected,
        color: "var(--series-2)",
        type: "line",
        strokeDasharray: "5 4",
      },
      { name: "value", label: names.value, color: "var(--accent)", type: "line" },
      { name: MARKED, label: names.marked, color: "var(--bad)", type: "line" },
    ]}
    curveType="linear"
    strokeWidth={2}
    connectNulls={false}
    withDots={false}
    areaProps={{
      isAnimationActive: false,
      stroke: "none",
      fill: "var(--series-2)",
      fillOpacity: 0.16,
      activeDot: false,
    }}
    lineProps={(drawn) =>
      drawn.name === MARKED
        ? {
            isAnimationActive: false,
            stroke: "none",
            activeDot: false,
            dot: { r: 5, fill: "var(--bad)", stroke: "var(--surface)", strokeWidth: 1.5 },
          }
        : { isAnimationActive: false, activeDot: { r: 4 } }
    }
    xAxisProps={pointsAxis(points)}
    yAxisProps={lengthsAxis(axisDollars, 58)}
    composedChartProps={{ title, desc: "The numbers stand in words and tables beside." }}
    tooltipProps={pointsTip(points)}
  />
);

export default BandChart;
