import { LineChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { chartLook, lengthsAxis, pointsAxis } from "./chart-look.ts";
import { pointsTip } from "./points-tip.tsx";

/** One point of a line; without a length there is a gap. */
type LinePoint = Readonly<{
  label: string;
  title: string;
  text: string;
  length: number | undefined;
}>;

/** One figure over time, as a line. The caller says how its lengths read. */
const LineOverTime = ({
  title,
  points,
  axisText,
  desc,
}: Readonly<{
  title: string;
  points: readonly LinePoint[];
  axisText: (length: number) => string;
  /** For who does not see the line: where the same numbers stand. */
  desc: string;
}>) => (
  <LineChart
    {...chartLook}
    data={points.map(({ length }, index) => ({ index, length: length ?? null }))}
    series={[{ name: "length", label: title, color: "var(--accent)" }]}
    curveType="linear"
    strokeWidth={2}
    connectNulls={false}
    dotProps={{ r: points.length > 40 ? 0 : 3, strokeWidth: 0 }}
    lineProps={{ isAnimationActive: false }}
    xAxisProps={pointsAxis(points)}
    yAxisProps={lengthsAxis(axisText)}
    lineChartProps={{ title, desc }}
    tooltipProps={pointsTip(points)}
  />
);

export default LineOverTime;
