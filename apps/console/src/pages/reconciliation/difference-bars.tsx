import type { ReconciliationCause } from "@headgate/contract";
import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { formatDollars } from "@headgate/money";
import { causeNames } from "../../format/cause-words.ts";
import { drawnLength, moneyText } from "../../format/money-text.ts";
import { axisAmount, barsLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import type { DifferenceBar } from "./view-model.ts";

/** Differences stacked by kind; what calls have more than the bill hangs below the axis. */
const DifferenceBars = ({
  bars,
  causes,
  currency,
  colourOf,
}: Readonly<{
  bars: readonly DifferenceBar[];
  causes: readonly ReconciliationCause[];
  currency: string;
  colourOf: (cause: ReconciliationCause) => string;
}>) => (
  <BarChart
    {...barsLook}
    data={bars.map(({ byCause }, index) => ({
      index,
      ...Object.fromEntries(
        causes.map((cause) => {
          const amount = byCause.get(cause);
          return [cause, amount === undefined ? 0 : drawnLength(amount)];
        }),
      ),
    }))}
    series={causes.map((cause) => ({
      name: cause,
      label: causeNames[cause],
      color: colourOf(cause),
    }))}
    xAxisProps={pointsAxis(bars)}
    yAxisProps={lengthsAxis(axisAmount(currency))}
    barChartProps={{
      stackOffset: "sign",
      title: `Bill less calls in ${currency}, by kind of difference`,
      desc: "The sums stand in the table below.",
    }}
    tooltipProps={{
      content: ({ label }) => {
        const bar = typeof label === "number" ? bars[label] : undefined;
        return bar === undefined ? null : (
          <div className="chart-tip">
            <div className="chart-tip-head">
              <span>{bar.title}</span>
              <span>{moneyText(formatDollars(bar.sum), currency)}</span>
            </div>
            {[...bar.byCause].map(([cause, amount]) => (
              <div className="chart-tip-row" key={cause}>
                <span className="swatch" style={{ background: colourOf(cause) }} />
                <span>{causeNames[cause]}</span>
                <span>{moneyText(formatDollars(amount), currency)}</span>
              </div>
            ))}
          </div>
        );
      },
    }}
  />
);

export default DifferenceBars;
