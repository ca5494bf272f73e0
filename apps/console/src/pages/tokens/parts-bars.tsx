import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { compactCount } from "../../format/count-text.ts";
import { barsLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import { type PartPoint, partSeries } from "./view-model.ts";

/** The parts of prompts in each step of time. */
const PartsBars = ({ points }: Readonly<{ points: readonly PartPoint[] }>) => (
  <BarChart
    {...barsLook}
    data={points.map(({ tokens }, index) => ({
      index,
      ...Object.fromEntries(partSeries.map(({ key }, at) => [key, tokens[at]])),
    }))}
    series={partSeries.map(({ key, title, colour }) => ({
      name: key,
      label: title,
      color: colour,
    }))}
    xAxisProps={pointsAxis(points)}
    yAxisProps={lengthsAxis(compactCount)}
    barChartProps={{
      title: "Parts of prompts over time",
      desc: "The figures stand in the table below.",
    }}
    tooltipProps={{
      content: ({ label }) => {
        const point = typeof label === "number" ? points[label] : undefined;
        return point === undefined ? null : (
          <div className="chart-tip">
            <div className="chart-tip-head">
              <span>{point.title}</span>
              <span>{point.all}</span>
            </div>
            {partSeries.map(({ key, title }, at) => (
              <div className="chart-tip-row" key={key}>
                <span>{title}</span>
                <span>{point.texts[at]}</span>
              </div>
            ))}
          </div>
        );
      },
    }}
  />
);

export default PartsBars;
