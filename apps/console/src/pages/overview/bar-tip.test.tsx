import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { BarTip } from "./bar-tip.tsx";
import { overTimeRow } from "./overview.fixture.ts";
import { spendChartOf } from "./spend-chart-model.ts";

const tipOf = (rows: ReturnType<typeof overTimeRow>[]): string => {
  const { series, points } = spendChartOf({
    rows,
    span: {
      fromMs: Date.parse("2026-11-23T10:00:00Z"),
      toMs: Date.parse("2026-11-23T11:00:00Z"),
    },
    grain: "hour",
    split: "model",
  });
  const [point] = points;
  if (point === undefined) throw new Error("no bar");
  return renderToStaticMarkup(<BarTip point={point} series={series} colourOf={() => "red"} />);
};

const at = "2026-11-23T10:00:00Z";

test("a bar of which nothing is priced says unpriced and how many, and nowhere $0", () => {
  const tip = tipOf([overTimeRow(at, "a", "0.000000000000", { unpriced_attempts: 2 })]);

  expect(tip).toContain(">unpriced<");
  expect(tip).toContain("plus 2 unpriced attempts");
  expect(tip).not.toContain("$0");
});

test("a bar with some unpriced attempts says at least how much", () => {
  const tip = tipOf([
    overTimeRow(at, "a", "1.000000000000"),
    overTimeRow(at, "b", "0.500000000000", { unpriced_attempts: 1 }),
  ]);

  expect(tip).toContain("≥ $1.50");
  expect(tip).toContain("$1.00");
  expect(tip).toContain("≥ $0.50");
});
