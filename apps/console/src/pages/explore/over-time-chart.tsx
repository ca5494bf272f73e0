import { CompositeChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import type { Measure } from "../../search/explore-search.ts";
import { chartLook, lengthsAxis, pointsAxis } from "../../ui/chart-look.ts";
import { axisText, describedMeasures, figureLength, figureOf } from "./figure.ts";
import type { OverTime, Point, Series } from "./over-time-model.ts";
import { OverTimeTip } from "./over-time-tip.tsx";

const BEFORE = "before";

/** Bars stacked, or lines where parts do not add up; the period before as a line behind. */
const OverTimeChart = ({
  overTime: { series, points },
  measure,
  compare,
  colourOf,
  onOpen,
}: Readonly<{
  overTime: OverTime;
  measure: Measure;
  compare: boolean;
  colourOf: (key: string) => string;
  onOpen: (point: Point, series: Series) => void;
}>) => {
  const { adds, name: measureName } = describedMeasures[measure];
  const data = points.map((point, index) => ({
    index,
    ...Object.fromEntries(
      series.map(({ key }) => {
        const sums = point.bySeries.get(key);
        const length =
          sums === undefined ? undefined : figureLength(measure, figureOf(measure, sums));
        // A bar without calls has no height; a line has a gap.
        return [key, length ?? (adds ? 0 : null)];
      }),
    ),
    ...(compare && point.before !== undefined
      ? { [BEFORE]: figureLength(measure, figureOf(measure, point.before)) ?? null }
      : {}),
  }));
  const pointAt = (index: unknown) => (typeof index === "number" ? points[index] : undefined);
  const open = (index: unknown, name: unknown) => {
    const point = pointAt(index);
    const found = series.find(({ key }) => key === name);
    if (point !== undefined && found !== undefined) onOpen(point, found);
  };

  return (
    <CompositeChart
      {...chartLook}
      data={data}
      series={[
        ...series.map(({ key, label }) => ({
          name: key,
          label,
          color: colourOf(key),
          type: adds ? ("bar" as const) : ("line" as const),
        })),
        ...(compare
          ? [
              {
                name: BEFORE,
                label: "The period before",
                color: "var(--text-muted)",
                type: "line" as const,
                strokeDasharray: "4 4",
              },
            ]
          : []),
      ]}
      curveType="linear"
      strokeWidth={2}
      connectNulls={false}
      withDots={!adds}
      dotProps={{ r: points.length > 60 ? 0 : 2.5, strokeWidth: 0 }}
      maxBarWidth={44}
      xAxisProps={pointsAxis(points)}
      yAxisProps={lengthsAxis((length) => axisText(measure, length), 54)}
      composedChartProps={{
        barCategoryGap: points.length > 90 ? 1 : "16%",
        title: `${measureName} over time`,
        desc: "The same numbers stand in the table behind “Table”.",
      }}
      lineProps={(drawn) =>
        drawn.name === BEFORE
          ? { strokeWidth: 1.5, dot: false, activeDot: false }
          : {
              activeDot: {
                r: 5,
                onClick: (_: unknown, dot: unknown) =>
                  open((dot as { index?: unknown }).index, drawn.name),
              },
            }
      }
      barProps={(drawn) => ({
        stackId: "stack",
        ...(points.length > 80
          ? {}
          : { stroke: "var(--surface)", strokeWidth: 1, strokeOpacity: 1 }),
        onClick: (bar: { payload?: { index?: unknown } }) => open(bar.payload?.index, drawn.name),
      })}
      tooltipProps={{
        cursor: { fill: "color-mix(in srgb, var(--text) 6%, transparent)" },
        content: ({ label }) => {
          const point = pointAt(label);
          return point === undefined ? null : (
            <OverTimeTip
              point={point}
              series={series}
              measure={measure}
              compare={compare}
              colourOf={colourOf}
            />
          );
        },
      }}
    />
  );
};

export default OverTimeChart;
