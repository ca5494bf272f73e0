import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { axisDollars } from "../../format/money-text.ts";
import { barsLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import type { SavedPoint } from "./view-model.ts";

/** What was saved in each step of time. */
const SavedBars = ({ points }: Readonly<{ points: readonly SavedPoint[] }>) => (
  <BarChart
    {...barsLook}
    data={points.map(({ saved }, index) => ({ index, saved }))}
    series={[{ name: "saved", label: "Saved", color: "var(--series-1)" }]}
    xAxisProps={pointsAxis(points)}
    yAxisProps={lengthsAxis(axisDollars)}
    barChartProps={{ title: "Saved over time", desc: "The figures stand in the table below." }}
    tooltipProps={{
      content: ({ label }) => {
        const point = typeof label === "number" ? points[label] : undefined;
        return point === undefined ? null : (
          <div className="chart-tip">
            <div className="chart-tip-head">
              <span>{point.title}</span>
              <span>{point.savedText}</span>
            </div>
            <div className="chart-tip-row">
              <span>Answered</span>
              <span>{point.answered}</span>
            </div>
            <div className="chart-tip-row">
              <span>Hit rate</span>
              <span>{point.rate}</span>
            </div>
          </div>
        );
      },
    }}
  />
);

export default SavedBars;
