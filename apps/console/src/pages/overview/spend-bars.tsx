import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { displayDollarsCompact } from "@headgate/money";
import { countOf } from "../../format/count-text.ts";
import { axisDollars, drawnLength } from "../../format/money-text.ts";
import type { ChartPoint, ChartSeries, SpendChart } from "./spend-chart-model.ts";

const BarTip = ({
  point,
  series,
  colourOf,
}: Readonly<{
  point: ChartPoint;
  series: readonly ChartSeries[];
  colourOf: (key: string) => string;
}>) => (
  <div className="chart-tip">
    <div className="chart-tip-head">
      <span>{point.title}</span>
      <span>{displayDollarsCompact(point.total)}</span>
    </div>
    {series.map(({ key, label }) => {
      const amount = point.amounts.get(key);
      return amount === undefined || amount === 0n ? null : (
        <div className="chart-tip-row" key={key}>
          <span className="swatch" style={{ background: colourOf(key) }} />
          <span>{label}</span>
          <span>{displayDollarsCompact(amount)}</span>
        </div>
      );
    })}
    <div className="chart-tip-foot">
      {countOf(point.calls, "call")}
      {point.unpricedAttempts === 0 ? null : (
        <span className="unpriced">, {countOf(point.unpricedAttempts, "attempt")} unpriced</span>
      )}
    </div>
  </div>
);

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
        const amount = point.amounts.get(key);
        return [key, amount === undefined ? 0 : drawnLength(amount)];
      }),
    ),
  }));
  const pointAt = (index: unknown) => (typeof index === "number" ? chart.points[index] : undefined);

  return (
    <BarChart
      h="100%"
      data={data}
      dataKey="index"
      type="stacked"
      series={chart.series.map(({ key, label }) => ({ name: key, label, color: colourOf(key) }))}
      gridAxis="x"
      tickLine="none"
      strokeDasharray="0"
      gridColor="var(--line)"
      textColor="var(--text-muted)"
      cursorFill="color-mix(in srgb, var(--text) 6%, transparent)"
      maxBarWidth={44}
      xAxisProps={{
        minTickGap: 28,
        tickFormatter: (index: number) => chart.points[index]?.label ?? "",
        tick: { fontSize: 11.5, fill: "var(--text-muted)" },
      }}
      yAxisProps={{
        width: 54,
        tickFormatter: axisDollars,
        tick: { fontSize: 11.5, fill: "var(--text-muted)" },
      }}
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
