import { counted } from "@headgate/contract";
import { SpendAmount } from "../../ui/spend-amount.tsx";
import type { ChartPoint, ChartSeries } from "./spend-chart-model.ts";

/** What a bar says when it is pointed at. */
export const BarTip = ({
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
      <SpendAmount spend={point.spend} />
    </div>
    {series.map(({ key, label }) => {
      const spend = point.spends.get(key);
      return spend === undefined || (spend.kind === "whole" && spend.amount === 0n) ? null : (
        <div className="chart-tip-row" key={key}>
          <span className="swatch" style={{ background: colourOf(key) }} />
          <span>{label}</span>
          <SpendAmount spend={spend} />
        </div>
      );
    })}
    <div className="chart-tip-foot">
      {counted(point.calls, "call")}
      {point.unpricedAttempts === 0 ? null : (
        <span className="unpriced">, {counted(point.unpricedAttempts, "attempt")} unpriced</span>
      )}
    </div>
  </div>
);
