import { counted } from "@headgate/contract";
import type { Measure } from "../../search/explore-search.ts";
import { figureOf } from "./figure.ts";
import { FigureText } from "./figure-text.tsx";
import type { Point, Series } from "./over-time-model.ts";

/** What a bucket says when it is pointed at. */
export const OverTimeTip = ({
  point,
  series,
  measure,
  compare,
  colourOf,
}: Readonly<{
  point: Point;
  series: readonly Series[];
  measure: Measure;
  compare: boolean;
  colourOf: (key: string) => string;
}>) => (
  <div className="chart-tip">
    <div className="chart-tip-head">
      <span>{point.title}</span>
      <FigureText measure={measure} figure={figureOf(measure, point.whole)} />
    </div>
    {series.map(({ key, label }) => {
      const sums = point.bySeries.get(key);
      const figure = sums === undefined ? undefined : figureOf(measure, sums);
      return figure === undefined || figure.amount === 0n ? null : (
        <div className="chart-tip-row" key={key}>
          <span className="swatch" style={{ background: colourOf(key) }} />
          <span>{label}</span>
          <FigureText measure={measure} figure={figure} />
        </div>
      );
    })}
    <div className="chart-tip-foot">
      {counted(point.whole.calls, "call")}
      {point.whole.unpriced === 0 ? null : (
        <span className="unpriced">, {counted(point.whole.unpriced, "attempt")} unpriced</span>
      )}
      {compare && point.before !== undefined ? (
        <>
          ; before: <FigureText measure={measure} figure={figureOf(measure, point.before)} />
        </>
      ) : null}
    </div>
  </div>
);
