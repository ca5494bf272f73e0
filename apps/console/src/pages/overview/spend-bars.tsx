import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { axisDollars, drawnLength } from "../../format/money-text.ts";
import { knownPart } from "../../format/spend.ts";
import { barsLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import { BarTip } from "./bar-tip.tsx";
import type { ChartPoint, ChartSeries, SpendChart } from "./spend-chart-model.ts";

/** The bars themselves. Here, and only here, money has a length on the screen. */
const SpendBars = ({
  chart,
  colourOf,
  onOpen,
}: Readonly<{
  chart: SpendChart;
  colourOf: (key: string) => string;
  onOpen: (point: ChartPoint, series: ChartSeries) => void;
}>) => {
  const data = chart.points.map((point, index) => ({
    index,
    label: point.label,
    ...Object.fromEntries(
      chart.series.map(({ key }) => {
        const spend = point.spends.get(key);
        const amount = spend === undefined ? undefined : knownPart(spend);
        return [key, amount === undefined ? 0 : drawnLength(amount)];
      }),
    ),
  }));
  const pointAt = (index: unknown) => (typeof index === "number" ? chart.points[index] : undefined);

  return (
    <BarChart
      {...barsLook}
      data={data}
      series={chart.series.map(({ key, label }) => ({ name: key, label, color: colourOf(key) }))}
      xAxisProps={pointsAxis(chart.points)}
      yAxisProps={lengthsAxis(axisDollars, 54)}
      barChartProps={{
        barCategoryGap: chart.points.length > 90 ? 1 : "16%",
        title: "Spend over time, stacked bars",
        desc: "The same numbers stand in the table behind “Table”.",
      }}
      barProps={(drawn) => ({
        isAnimationActive: false,
        // A hairline keeps neighbours apart; thin bars have no room for it.
        ...(chart.points.length > 80 ? {} : { stroke: "var(--surface)", strokeWidth: 1 }),
        onClick: (bar: { payload?: { index?: unknown } }) => {
          const point = pointAt(bar.payload?.index);
          const series = chart.series.find(({ key }) => key === drawn.name);
          if (point !== undefined && series !== undefined) onOpen(point, series);
        },
      })}
      tooltipProps={{
        content: ({ label }) => {
          const point = pointAt(label);
          return point === undefined ? null : (
            <BarTip point={point} series={chart.series} colourOf={colourOf} />
          );
        },
      }}
    />
  );
};

export default SpendBars;
