import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { axisDollars } from "../../format/money-text.ts";
import { type CurrencyBill, costLength, moneyText } from "./bills-model.ts";

/** Bill lines over time, stacked; credits hang below the axis. */
const BillBars = ({
  bill: { currency, series, points },
  colourOf,
}: Readonly<{ bill: CurrencyBill; colourOf: (key: string) => string }>) => (
  <BarChart
    h="100%"
    data={points.map((point, index) => ({
      index,
      ...Object.fromEntries(series.map(({ key }) => [key, costLength(point.costs.get(key))])),
    }))}
    dataKey="index"
    type="stacked"
    series={series.map(({ key, label }) => ({ name: key, label, color: colourOf(key) }))}
    gridAxis="x"
    tickLine="none"
    strokeDasharray="0"
    gridColor="var(--line)"
    textColor="var(--text-muted)"
    cursorFill="color-mix(in srgb, var(--text) 6%, transparent)"
    maxBarWidth={44}
    xAxisProps={{
      minTickGap: 28,
      tickFormatter: (index: number) => points[index]?.label ?? "",
      tick: { fontSize: 11.5, fill: "var(--text-muted)" },
    }}
    yAxisProps={{
      width: 62,
      tickFormatter: (length: number) =>
        `${length < 0 ? "−" : ""}${axisDollars(Math.abs(length)).replace("$", currency === "USD" ? "$" : "")}`,
      tick: { fontSize: 11.5, fill: "var(--text-muted)" },
    }}
    barChartProps={{
      stackOffset: "sign",
      title: `Bill lines over time in ${currency}`,
      desc: "The sums stand in the table below.",
    }}
    barProps={{ isAnimationActive: false }}
    tooltipProps={{
      content: ({ label }) => {
        const point = typeof label === "number" ? points[label] : undefined;
        return point === undefined ? null : (
          <div className="chart-tip">
            <div className="chart-tip-head">
              <span>{point.title}</span>
              <span>{point.whole}</span>
            </div>
            {series.map((each) => {
              const cost = point.costs.get(each.key);
              return cost === undefined ? null : (
                <div className="chart-tip-row" key={each.key}>
                  <span className="swatch" style={{ background: colourOf(each.key) }} />
                  <span>{each.label}</span>
                  <span>{moneyText(cost, currency)}</span>
                </div>
              );
            })}
          </div>
        );
      },
    }}
  />
);

export default BillBars;
