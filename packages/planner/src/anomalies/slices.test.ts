import { picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import { CONSTRUCTED_FROM, constructedSpend } from "../statistics/constructed-spend.fixture.ts";
import { DAY_MS, type SpendSeries } from "../statistics/spend-series.ts";
import { findAnomalies, type Slice, type SliceAnomaly } from "./find-anomalies.ts";

const DAYS = 90;
const CALLS = 400;
const TOKENS = 100_000;
const MONDAY = 56;

/** Spend with as many calls and tokens each day, but for those of `change`. */
function sliceOf(
  value: string,
  about: Readonly<{
    seed: number;
    noise: number;
    planted?: (day: number) => number;
    calls?: (day: number, cost: number) => number;
  }>,
): Slice {
  const { grain, points } = constructedSpend({ grain: "day", days: DAYS, ...about });
  const counted = points.map((point, day) => ({
    ...point,
    calls: about.calls?.(day, Number(point.cost) / 1e12) ?? CALLS,
    tokens: TOKENS,
  }));
  return { dimension: "feature", value, series: { grain, points: counted } };
}

const allOf = (slices: readonly Slice[]): SpendSeries => {
  const [first] = slices;
  if (first === undefined) throw new TypeError("no slice");
  return {
    grain: "day",
    points: first.series.points.map(({ startMs }, index) => {
      const same = slices.flatMap(({ series }) => series.points[index] ?? []);
      return {
        startMs,
        cost: picodollars(same.reduce((total, { cost }) => total + (cost ?? 0n), 0n)),
        calls: same.reduce((total, { calls }) => total + (calls ?? 0), 0),
        tokens: same.reduce((total, { tokens }) => total + (tokens ?? 0), 0),
      };
    }),
  };
};

const found = (slices: readonly Slice[]): readonly SliceAnomaly[] => {
  const answer = findAnomalies(allOf(slices), slices);
  if (answer.kind !== "judged") throw new TypeError(`not judged: ${answer.kind}`);
  return answer.anomalies;
};
const told = ({ slice, measure, startMs, endMs }: SliceAnomaly) => [
  slice.value,
  measure,
  (startMs - CONSTRUCTED_FROM) / DAY_MS,
  (endMs - CONSTRUCTED_FROM) / DAY_MS,
];

const others = Array.from({ length: 5 }, (_, index) =>
  sliceOf(`other ${index}`, { seed: 10 + index, noise: 0.1 }),
);

test("what is lost in all spend is found in its slice, with the dollars that it was off by", () => {
  const small = sliceOf("small", { seed: 1, noise: 0.05, planted: (day) => (day === 60 ? 2 : 1) });

  const anomalies = found([small, ...others]);

  expect(anomalies.map(({ slice }) => slice.value)).not.toContain(null);
  const [first] = anomalies;
  expect(first === undefined ? [] : told(first)).toEqual(["small", expect.any(String), 60, 61]);
  expect(Number(first?.excess) / Number(first?.expected)).toBeCloseTo(1, 0);
});

test("a dearer call is found where the number of calls goes up and down", () => {
  // A call costs ten cents; on day 60 it costs half as much again.
  const jumpy = sliceOf("jumpy", {
    seed: 2,
    noise: 0.5,
    calls: (day, cost) => Math.round(cost / (day === 60 ? 0.15 : 0.1)),
  });

  const measures = found([jumpy, ...others])
    .filter(({ slice }) => slice.value === "jumpy")
    .map(told);

  expect(measures).toContainEqual(["jumpy", "cost_per_call", 60, 61]);
  expect(measures.map(([, measure]) => measure)).not.toContain("cost");
});

test("days that are each a little off are an anomaly together, from the first of them on", () => {
  const little = (length: number) =>
    sliceOf("little", {
      seed: 3,
      noise: 0.05,
      planted: (day) => (day >= MONDAY && day < MONDAY + length ? 1.55 : 1),
    });
  const ofCost = (length: number) =>
    found([little(length), ...others]).filter(
      ({ slice, measure }) => slice.value === "little" && measure === "cost",
    );

  expect(ofCost(1)).toEqual([]);
  expect(ofCost(4).map(told)).toEqual([["little", "cost", MONDAY, MONDAY + 4]]);
});

test("a slice of few dollars, and one of few calls, are not judged by their noise", () => {
  const cents = sliceOf("cents", {
    seed: 4,
    noise: 0.05,
    planted: (day) => (day === 60 ? 0.02 : 0.004),
  });
  const rare = sliceOf("rare", { seed: 5, noise: 0.9, calls: () => 2 });

  const values = found([cents, rare, ...others]).map(({ slice }) => slice.value);

  expect(values).not.toContain("cents");
  expect(values).not.toContain("rare");
});
