import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { axisDollars } from "../../format/money-text.ts";
import { barsLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import type { OutcomePoint } from "./view-model.ts";

const ANSWERED = "var(--series-1)";
const FAILED = "var(--series-3)";

/** The two parts of what an accepted outcome costs. */
export const costParts = [
  { key: "answered", label: "Answers", colour: ANSWERED },
  { key: "failed", label: "Failed attempts and retries", colour: FAILED },
] as const;

/** What an accepted outcome cost in each step of time; a step where that is not known has no bar. */
const CostBars = ({ points }: Readonly<{ points: readonly OutcomePoint[] }>) => (
  <BarChart
    {...barsLook}
    data={points.map(({ answered, failed }, index) => ({ index, answered, failed }))}
    series={costParts.map(({ key, label, colour }) => ({ name: key, label, color: colour }))}
    xAxisProps={pointsAxis(points)}
    yAxisProps={lengthsAxis(axisDollars)}
    barChartProps={{
      title: "Cost of an accepted outcome over time",
      desc: "The figures stand in the table below.",
    }}
    tooltipProps={{
      content: ({ label }) => {
        const point = typeof label === "number" ? points[label] : undefined;
        return point === undefined ? null : (
          <div className="chart-tip">
            <div className="chart-tip-head">
              <span>{point.title}</span>
              <span>{point.line?.each ?? "no outcome"}</span>
            </div>
            {point.line === undefined ? null : (
              <>
                <TipRow name="Failed attempts and retries" value={point.failedEach ?? "unknown"} />
                <TipRow
                  name="Accepted"
                  value={`${point.line.accepted} of ${point.line.outcomes}`}
                />
                <TipRow name="Cost of all" value={point.line.cost} />
              </>
            )}
          </div>
        );
      },
    }}
  />
);

const TipRow = ({ name, value }: Readonly<{ name: string; value: string }>) => (
  <div className="chart-tip-row">
    <span>{name}</span>
    <span>{value}</span>
  </div>
);

export default CostBars;
