import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { axisDollars } from "../../format/money-text.ts";
import type { Step } from "./view-model.ts";

const colours = {
  whole: "var(--series-other)",
  more: "var(--series-8)",
  less: "var(--series-1)",
} as const satisfies Record<Step["kind"], string>;

/** The way from the cost before to the cost now. */
const Waterfall = ({ steps }: Readonly<{ steps: readonly Step[] }>) => (
  <BarChart
    h="100%"
    type="waterfall"
    data={steps.map(({ name, length, kind }, index) => ({
      name,
      length,
      color: colours[kind],
      // The last bar stands on the axis; the others begin where the one before ends.
      ...(index === steps.length - 1 ? { standalone: true } : {}),
    }))}
    dataKey="name"
    series={[{ name: "length", label: "Cost", color: "var(--accent)" }]}
    gridAxis="x"
    tickLine="none"
    strokeDasharray="0"
    gridColor="var(--line)"
    textColor="var(--text-muted)"
    cursorFill="color-mix(in srgb, var(--text) 6%, transparent)"
    maxBarWidth={72}
    xAxisProps={{ interval: 0, tick: { fontSize: 11.5, fill: "var(--text-muted)" } }}
    yAxisProps={{
      width: 58,
      tickFormatter: (length: number) =>
        length < 0 ? `−${axisDollars(-length)}` : axisDollars(length),
      tick: { fontSize: 11.5, fill: "var(--text-muted)" },
    }}
    barChartProps={{
      title: "From the cost before to the cost now",
      desc: "The same numbers stand in the table below.",
    }}
    barProps={{ isAnimationActive: false, radius: 2 }}
    tooltipProps={{
      content: ({ label }) => {
        const step = steps.find(({ name }) => name === label);
        return step === undefined ? null : (
          <div className="chart-tip">
            <div className="chart-tip-head">
              <span>{step.name}</span>
              <span>{step.text}</span>
            </div>
          </div>
        );
      },
    }}
  />
);

export default Waterfall;
