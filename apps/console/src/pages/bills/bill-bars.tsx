import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { moneyText } from "../../format/money-text.ts";
import { axisAmount, barsLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import { type CurrencyBill, costLength } from "./bills-model.ts";

/** Bill lines over time, stacked; credits hang below the axis. */
const BillBars = ({
  bill: { currency, series, points },
  colourOf,
}: Readonly<{ bill: CurrencyBill; colourOf: (key: string) => string }>) => (
  <BarChart
    {...barsLook}
    data={points.map((point, index) => ({
      index,
      ...Object.fromEntries(series.map(({ key }) => [key, costLength(point.costs.get(key))])),
    }))}
    series={series.map(({ key, label }) => ({ name: key, label, color: colourOf(key) }))}
    xAxisProps={pointsAxis(points)}
    yAxisProps={lengthsAxis(axisAmount(currency))}
    barChartProps={{
      stackOffset: "sign",
      title: `Bill lines over time in ${currency}`,
      desc: "The sums stand in a table of this page.",
    }}
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
