import { expect, test } from "vitest";
import { CONSTRUCTED_FROM, constructedSpend } from "../statistics/constructed-spend.fixture.ts";
import { DAY_MS, type SeriesGrain } from "../statistics/spend-series.ts";
import { EXPECTED_FALSE_PER_THOUSAND, findAnomalies } from "./find-anomalies.ts";
import { referenceSpan } from "./reference-span.ts";
import type { Anomaly } from "./spans-of.ts";

const judged = (series: Parameters<typeof findAnomalies>[0]) => {
  const found = findAnomalies(series);
  if (found.kind !== "judged") throw new TypeError(`not judged: ${found.kind}`);
  const inTime = [...found.anomalies].sort((one, other) => one.startMs - other.startMs);
  return { ...found, anomalies: inTime };
};

const HOURS = 3_600_000;
const stepMs = { hour: HOURS, day: DAY_MS };
/** Where changes are planted: index of the first point, how many, and the factor. */
const planted: Record<SeriesGrain, readonly (readonly [number, number, number])[]> = {
  day: [
    [50, 1, 3],
    [68, 2, 3],
    [90, 1, 0.2],
  ],
  hour: [
    [35 * 24 + 9, 3, 3],
    [44 * 24 + 2, 4, 8],
    [52 * 24 + 12, 2, 0.1],
  ],
};

test.each(["day", "hour"] as const)(
  "every planted change by the %s is found, and at most 5 % of what is found was not planted",
  (grain) => {
    const changes = planted[grain];
    let found = 0;
    let wrong = 0;
    for (let seed = 1; seed <= (grain === "day" ? 12 : 2); seed += 1) {
      const series = constructedSpend({
        grain,
        days: grain === "day" ? 110 : 60,
        seed,
        noise: 0.1,
        growth: 0.004,
        planted: (index) =>
          changes.find(([first, length]) => index >= first && index < first + length)?.[2] ?? 1,
      });
      const { anomalies } = judged(series);
      const overlaps = (anomaly: Anomaly, [first, length]: readonly [number, number, number]) =>
        anomaly.startMs < CONSTRUCTED_FROM + (first + length) * stepMs[grain] &&
        anomaly.endMs > CONSTRUCTED_FROM + first * stepMs[grain];
      for (const change of changes) {
        const same = anomalies.filter((anomaly) => overlaps(anomaly, change));
        expect(same, `seed ${seed}, change at ${change[0]}`).toHaveLength(1);
        expect(same[0]?.direction).toBe(change[2] > 1 ? "above" : "below");
        expect((same[0]?.excess ?? 0n) > 0n).toBe(change[2] > 1);
      }
      found += anomalies.length;
      wrong += anomalies.filter(
        (anomaly) => !changes.some((change) => overlaps(anomaly, change)),
      ).length;
    }
    expect(wrong / found).toBeLessThanOrEqual(0.05);
  },
);

test.each([
  { heavy: false, noise: 0.2, perThousand: 1 },
  { heavy: true, noise: 0.1, perThousand: EXPECTED_FALSE_PER_THOUSAND },
])(
  "noise alone ($noise, heavy tails: $heavy) is called anomalous no more often than said",
  (of) => {
    let points = 0;
    let wrong = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const found = judged(
        constructedSpend({ grain: "day", days: 120, seed, growth: 0.003, ...of }),
      );
      points += found.judgedPoints.length;
      wrong += found.anomalies.length;
    }
    expect((1000 * wrong) / points).toBeLessThanOrEqual(of.perThousand);
  },
);

test("a lasting change is one anomaly of a week; then it is what is usual", () => {
  const series = constructedSpend({
    grain: "day",
    days: 100,
    seed: 7,
    planted: (index) => (index >= 50 ? 3 : 1),
  });

  const { anomalies } = judged(series);

  expect(anomalies).toHaveLength(1);
  expect(anomalies[0]?.startMs).toBe(CONSTRUCTED_FROM + 50 * DAY_MS);
  expect(anomalies[0]?.endMs).toBe(CONSTRUCTED_FROM + 57 * DAY_MS);
});

test("a change that began on a Sunday begins then, though a Sunday's dollars alone are not worth a look", () => {
  const from = (days: readonly number[]) => {
    const { anomalies } = judged(
      constructedSpend({
        grain: "day",
        days: 100,
        seed: 7,
        noise: 0.03,
        planted: (index) => (days.includes(index) ? 1.27 : 1),
      }),
    );
    return anomalies.map(({ startMs }) => (startMs - CONSTRUCTED_FROM) / DAY_MS);
  };
  const sunday = 62;

  expect(from([sunday])).toEqual([]);
  expect(from([sunday, sunday + 1])).toEqual([sunday]);
});

test("a steady rhythm and a steady growth are no anomaly; days not known are neither judged nor learned", () => {
  const series = constructedSpend({ grain: "day", days: 100, seed: 3, growth: 0.02, noise: 0.05 });
  const holed = series.points.map((point, index) =>
    index === 40 || index === 60 ? { ...point, cost: null } : point,
  );

  const found = judged({ ...series, points: holed });

  expect(found.anomalies).toEqual([]);
  expect(found.judgedPoints).toHaveLength(100 - 28 - 2);
});

test("four weeks of history are not enough, and it says how many days are there", () => {
  const { grain, points } = constructedSpend({ grain: "hour", days: 28, seed: 1 });

  expect(findAnomalies({ grain, points })).toEqual({
    kind: "history-too-short",
    neededDays: 29,
    knownDays: 28,
  });
});

test("a series with a hole is refused", () => {
  const { grain, points } = constructedSpend({ grain: "day", days: 40, seed: 1 });
  const holed = points.filter((_, index) => index !== 20);

  expect(() => findAnomalies({ grain, points: holed })).toThrow(RangeError);
});

test("the span to compare with is a usual one at the same time of an earlier week", () => {
  const series = constructedSpend({
    grain: "day",
    days: 60,
    seed: 2,
    planted: (index) => (index === 46 || index === 53 ? 4 : 1),
  });
  const { anomalies } = judged(series);
  const last = anomalies.at(-1) as Anomaly;

  const usual = referenceSpan(series, last, anomalies);

  const weeks = (last.startMs - (usual?.startMs ?? 0)) / (7 * DAY_MS);
  expect([2, 3, 4]).toContain(weeks);
});

test("a span of which a part is not known is none to compare with", () => {
  const { grain, points } = constructedSpend({ grain: "day", days: 60, seed: 2 });
  const startMs = points[46]?.startMs as number;
  const anomaly = { startMs, endMs: startMs + 7 * DAY_MS };
  // Of each of the four weeks before, all but the first day.
  const untold = (index: number): boolean => index >= 18 && index < 46 && (index - 18) % 7 !== 0;
  const holed = points.map((point, index) => (untold(index) ? { ...point, cost: null } : point));

  expect(referenceSpan({ grain, points: holed }, anomaly, [])).toBeNull();
  expect(referenceSpan({ grain, points }, anomaly, [])).not.toBeNull();
});
