import { LineChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { shareText } from "../../format/share.ts";
import { chartLook, lengthsAxis } from "../../ui/chart-look.ts";
import type { FrontierPoint } from "./evidence-model.ts";

const DIAL = "dial";

/** Quality against what is saved: the estimate, its lower bound, the promise, and where the dial stands. */
const FrontierChart = ({
  points,
  promise,
}: Readonly<{ points: readonly FrontierPoint[]; promise: number | undefined }>) => (
  <LineChart
    {...chartLook}
    dataKey="saved"
    data={points.map(({ saved, estimate, lowerBound, isDial }) => ({
      saved,
      estimate,
      lowerBound,
      [DIAL]: isDial ? estimate : null,
    }))}
    series={[
      { name: "estimate", label: "Quality kept", color: "var(--accent)" },
      {
        name: "lowerBound",
        label: "At least",
        color: "var(--series-2)",
        strokeDasharray: "5 4",
      },
      { name: DIAL, label: "The dial", color: "var(--bad)" },
    ]}
    {...(promise === undefined
      ? {}
      : {
          referenceLines: [
            { y: promise, color: "var(--text-muted)", label: `Promise ${shareText(promise)}` },
          ],
        })}
    curveType="linear"
    strokeWidth={2}
    withDots={false}
    connectNulls={false}
    lineProps={({ name }) =>
      name === DIAL
        ? {
            isAnimationActive: false,
            stroke: "none",
            dot: { r: 6, fill: "var(--bad)", stroke: "var(--surface)", strokeWidth: 1.5 },
          }
        : { isAnimationActive: false, dot: points.length < 3 ? { r: 3 } : false }
    }
    xAxisProps={{
      type: "number",
      domain: ["dataMin", "dataMax"],
      tickFormatter: shareText,
      tick: { fontSize: 11.5, fill: "var(--text-muted)" },
    }}
    yAxisProps={{ ...lengthsAxis(shareText, 58), domain: yDomain(points, promise) }}
    lineChartProps={{
      title: "Quality kept against cost saved",
      desc: "The figures stand in the table below.",
    }}
    tooltipProps={{
      content: ({ label }) => {
        const point = points.find(({ saved }) => saved === label);
        return point === undefined ? null : (
          <div className="chart-tip">
            <div className="chart-tip-head">
              <span>{point.isDial ? "The dial" : "Saved"}</span>
              <span>{point.savedText}</span>
            </div>
            <div className="chart-tip-row">
              <span>Quality</span>
              <span>{point.estimateText}</span>
            </div>
            <div className="chart-tip-row">
              <span>At least</span>
              <span>{point.lowerBoundText}</span>
            </div>
          </div>
        );
      },
    }}
  />
);

/** From a little below the lowest that is drawn to the reference's quality. */
const yDomain = (points: readonly FrontierPoint[], promise: number | undefined) => {
  const drawn = [
    ...points.flatMap(({ estimate, lowerBound }) => [estimate, lowerBound]),
    ...(promise === undefined ? [] : [promise]),
  ];
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const margin = Math.max(0.01, (high - low) * 0.08);
  // More than the reference's own quality is drawn where there is some.
  return [Math.max(0, low - margin), Math.max(1, high)];
};

export default FrontierChart;
