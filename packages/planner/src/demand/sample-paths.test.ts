import { expect, test } from "vitest";
import { demandOutlook } from "./demand-outlook.ts";
import type { DemandTrace } from "./demand-trace.ts";
import { samplePaths } from "./sample-paths.ts";
import { daysOf, weeksOf } from "./weeks-of-trace.ts";

const steady = Array.from({ length: 70 }, (_, day) => 100 + (day % 7));
const growing = Array.from({ length: 160 }, (_, day) => (100 + (day % 7)) * 1.01 ** day);
const noScenario = { switches: [] };
const sampling = { scenario: noScenario, months: 6, weeks: 8, samples: 100, seed: 3 };

test("an outlook is back-tested on the user's own days, and tells the growth that its method expects", () => {
  const still = demandOutlook(steady);
  const grown = demandOutlook(growing);

  if (still.kind !== "back_tested" || grown.kind !== "back_tested") throw new TypeError("10 weeks");
  expect(still.dailyGrowth).toBeCloseTo(0, 6);
  expect(grown.dailyGrowth).toBeCloseTo(Math.log(1.01), 2);
  expect(grown.backTest.method).toBe("growing-weekday");
});

test("six weeks are needed for an outlook, and less is told as too short", () => {
  expect(demandOutlook(steady.slice(0, 41))).toEqual({
    kind: "history_too_short",
    neededDays: 42,
    knownDays: 41,
  });
  expect(demandOutlook(steady.slice(0, 42)).kind).toBe("back_tested");
});

test("the same seed samples the same paths, and another seed others", () => {
  const outlook = demandOutlook(growing.map((demand, day) => demand * (1 + (day % 5) / 20)));
  const first = samplePaths({ ...sampling, outlook });

  expect(samplePaths({ ...sampling, outlook })).toEqual(first);
  expect(samplePaths({ ...sampling, outlook, seed: 4 })).not.toEqual(first);
});

test("growth that was measured wears off, growth that is stated goes on", () => {
  const outlook = demandOutlook(growing);
  const levelsAt = (months: number, scenario: Parameters<typeof samplePaths>[0]["scenario"]) =>
    samplePaths({ ...sampling, outlook, months, scenario })[0]?.at(-1)?.level as number;

  expect(levelsAt(36, noScenario)).toBeLessThan(1.01 ** 365);
  expect(levelsAt(1, noScenario)).toBeGreaterThan(1.01 ** 10);
  const doubling = { low: 1, estimate: 1, high: 1 };
  expect(levelsAt(2, { switches: [], growthPerMonth: doubling })).toBeGreaterThan(2 ** 1.5 * 0.9);
});

test("a switch that is certain leaves what it leaves from its month on, one that is half certain in half of the paths", () => {
  const outlook = demandOutlook(steady.slice(0, 20));
  const leaving = { name: "to another model", afterMonths: 3, demandFactor: 0.25 };
  const pathsOf = (probability: number) =>
    samplePaths({
      ...sampling,
      outlook,
      samples: 400,
      scenario: { switches: [{ ...leaving, probability }] },
    });

  expect(pathsOf(1)[0]?.map(({ level }) => level)).toEqual([1, 1, 1, 0.25, 0.25, 0.25]);
  const left = pathsOf(0.5).filter((path) => path.at(-1)?.level === 0.25).length;
  expect(left).toBeGreaterThan(160);
  expect(left).toBeLessThan(240);
});

test("nine of ten cases of stated growth lie above its low and below its high", () => {
  const outlook = demandOutlook([]);
  const growthPerMonth = { low: -0.1, estimate: 0, high: 0.2 };
  const levels = samplePaths({
    ...sampling,
    outlook,
    months: 1,
    samples: 2_000,
    scenario: { switches: [], growthPerMonth },
  }).map((path) => path[0]?.level as number);
  const share = (limit: number) => levels.filter((level) => level <= limit + 1e-9).length / 2_000;

  expect(share(0.9 ** 0.5)).toBeCloseTo(0.1, 1);
  expect(share(1)).toBeCloseTo(0.5, 1);
  expect(share(1.2 ** 0.5 - 1e-6)).toBeCloseTo(0.9, 1);
});

test("weeks are whole, the newest last, and older ones are lifted to today's level by their trend", () => {
  const hours = 24 * 7 * 5 + 3;
  const column = new Float64Array(hours);
  const dollars = column.map((_, hour) => 2 ** ((hour - 3) / (24 * 7)));
  const trace: DemandTrace = {
    fromMs: 0,
    stepMs: 3_600_000,
    calls: column,
    inputTokens: column,
    cacheReadTokens: column,
    outputTokens: column,
    onDemandMicrodollars: dollars,
    unknownCalls: 0,
  };

  const weeks = weeksOf(trace);

  expect(weeks).toHaveLength(5);
  expect(weeks[0]).toMatchObject({ from: 3, to: 171 });
  expect(weeks.map(({ toToday }) => Math.round(toToday))).toEqual([16, 8, 4, 2, 1]);
  expect(daysOf(trace)).toHaveLength(35);
});
