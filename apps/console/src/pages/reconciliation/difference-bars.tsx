import type { ReconciliationCause } from "@headgate/contract";
import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { formatDollars } from "@headgate/money";
import { causeNames } from "../../format/cause-words.ts";
import { axisDollars, drawnLength } from "../../format/money-text.ts";
import { moneyText } from "../bills/bills-model.ts";
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
    h="100%"
    data={bars.map(({ byCause }, index) => ({
      index,
      ...Object.fromEntries(
        causes.map((cause) => {
          const amount = byCause.get(cause);
          return [cause, amount === undefined ? 0 : drawnLength(amount)];
        }),
      ),
    }))}
    dataKey="index"
    type="stacked"
    series={causes.map((cause) => ({
      name: cause,
      label: causeNames[cause],
      color: colourOf(cause),
    }))}
    gridAxis="x"
    tickLine="none"
    strokeDasharray="0"
    gridColor="var(--line)"
    textColor="var(--text-muted)"
    cursorFill="color-mix(in srgb, var(--text) 6%, transparent)"
    maxBarWidth={44}
    xAxisProps={{
      minTickGap: 24,
      tickFormatter: (index: number) => bars[index]?.label ?? "",
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
      title: `Bill less calls in ${currency}, by kind of difference`,
      desc: "The sums stand in the table below.",
    }}
    barProps={{ isAnimationActive: false }}
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
