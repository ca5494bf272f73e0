import { parseDollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { boundText, leftOutText, type Spend } from "../../format/spend.ts";
import { assignColours, seriesColour } from "../../ui/series-colours.ts";
import { overTimeRow, spendRow, totals } from "./overview.fixture.ts";
import { filterValueOf, spendChartOf } from "./spend-chart-model.ts";
import { spendTableOf } from "./spend-table-model.ts";
import { type Tile, tilesOf } from "./tiles.ts";
import { courseOf, worstOutcome } from "./view-model.ts";

const span = {
  fromMs: Date.parse("2026-11-23T10:00:00Z"),
  toMs: Date.parse("2026-11-23T13:00:00Z"),
};
const chartOf = (rows: ReturnType<typeof overTimeRow>[]) =>
  spendChartOf({ rows, span, grain: "hour", split: "model" });

const wholeOf = (spend: Spend) => {
  if (spend.kind !== "whole") throw new Error("some of it is unpriced");
  return spend.amount;
};

const tile = (key: Tile["key"], more: Partial<typeof totals> = {}, earlier?: typeof totals) => {
  const tiles = tilesOf({ totals: { ...totals, ...more }, earlier, worstOutcome: "timed_out" });
  const found = tiles.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no tile ${key}`);
  return found;
};

test("the bars add up to what the rows add up to, for any rows", () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const row = fc.record({ hour: fc.integer({ min: 10, max: 12 }), group: fc.string(), amount });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const chart = chartOf(
        rows.map(({ hour, group, amount: cost }) => {
          const digits = cost.toString().padStart(13, "0");
          const dollars = `${digits.slice(0, -12)}.${digits.slice(-12)}`;
          return overTimeRow(`2026-11-23T${hour}:00:00Z`, group, dollars);
        }),
      );
      const whole = rows.reduce((total, { amount: cost }) => total + cost, 0n);

      expect(sum(chart.points.map(({ spend }) => wholeOf(spend)))).toBe(whole);
      expect(sum(chart.series.map(({ spend }) => wholeOf(spend)))).toBe(whole);
    }),
  );
});

test("an hour without calls is a bar of no height, not a gap", () => {
  const chart = chartOf([overTimeRow("2026-11-23T12:00:00Z", "a", "1.000000000000")]);

  expect(chart.points.map(({ calls }) => calls)).toEqual([0, 0, 1]);
});

test("bars and series without a price are unpriced, and with some a lower bound", () => {
  const chart = chartOf([
    overTimeRow("2026-11-23T10:00:00Z", "a", "0.000000000000", { unpriced_attempts: 3 }),
    overTimeRow("2026-11-23T11:00:00Z", "a", "1.500000000000", { unpriced_attempts: 1 }),
    overTimeRow("2026-11-23T11:00:00Z", "b", "0.000000000000", { unpriced_attempts: 2 }),
    overTimeRow("2026-11-23T11:00:00Z", "c", "0.000000000000"),
  ]);

  expect(
    chart.series.map(({ label, spend }) => [label, boundText(spend), leftOutText(spend)]),
  ).toEqual([
    ["a", "≥ $1.50", "plus 4 unpriced attempts"],
    ["c", "$0.00", undefined],
    ["b", "unpriced", "plus 2 unpriced attempts"],
  ]);
  expect(chart.points.map(({ spend }) => boundText(spend))).toEqual([
    "unpriced",
    "≥ $1.50",
    "$0.00",
  ]);
  expect(courseOf("spend", chart.points)).toEqual([undefined, 1.5, 0]);
  expect(courseOf("per-million", chart.points)).toEqual([undefined, undefined, undefined]);
});

test("the largest series comes first and the rest last, however large it is", () => {
  const chart = chartOf([
    overTimeRow("2026-11-23T10:00:00Z", null, "9.000000000000", { is_other: true }),
    overTimeRow("2026-11-23T10:00:00Z", "small", "1.000000000000"),
    overTimeRow("2026-11-23T10:00:00Z", "large", "2.000000000000"),
    overTimeRow("2026-11-23T10:00:00Z", null, "0.500000000000"),
  ]);

  expect(chart.series.map(({ label }) => label)).toEqual([
    "large",
    "small",
    "No model",
    "Other models",
  ]);
});

test("a series opens its calls, calls without a value too, and the rest opens no filter", () => {
  const { series } = chartOf([
    overTimeRow("2026-11-23T10:00:00Z", "a", "3.000000000000"),
    overTimeRow("2026-11-23T10:00:00Z", null, "2.000000000000"),
    overTimeRow("2026-11-23T10:00:00Z", null, "1.000000000000", { is_other: true }),
  ]);

  expect(series.map(filterValueOf)).toEqual(["a", "", undefined]);
});

test("a series keeps its colour when another overtakes it", () => {
  const before = assignColours(["a", "b"], new Map());
  const after = assignColours(["b", "c", "a", "other"], before);

  expect(after.get("a")).toBe(before.get("a"));
  expect(after.get("b")).toBe(before.get("b"));
  expect(new Set(after.values()).size).toBe(3);
  expect(seriesColour("other", after)).toBe("var(--series-other)");
});

test("unpriced attempts turn their tile to attention, and none is good news", () => {
  expect(tile("unpriced")).toMatchObject({ value: "None", tone: "good" });
  expect(tile("unpriced", { unpriced_attempts: 12, unpriced_tokens: 3_400 })).toMatchObject({
    value: "12",
    unit: "attempts",
    tone: "attention",
    notes: ["3,400 tokens without a price"],
    behind: { confidence: "unknown" },
  });
});

test("attempts without any token count are named beside the unpriced ones", () => {
  const { notes } = tile("unpriced", { unpriced_attempts: 2, unmetered_attempts: 1 });

  expect(notes).toContain("1 attempt without a token count");
});

test("spend of which nothing is known says unpriced", () => {
  const unknown = { effective_cost: "0.000000000000", unpriced_attempts: 5 };

  expect(tile("spend", unknown)).toMatchObject({ value: "unpriced", tone: "attention" });
});

test("simulated money inside real money is named", () => {
  expect(tile("spend", { simulated_cost: "1.000000000000" }).notes).toContain(
    "$1.00 of it is simulated",
  );
  const all = { effective_cost: "3.000000000000", simulated_cost: "3.000000000000" };
  expect(tile("spend", all)).toMatchObject({
    simulated: true,
    notes: ["all of it is simulated"],
  });
  expect(tile("per-million", all).simulated).toBe(true);
  expect(tile("calls", all).simulated).toBe(false);
});

test("a figure is compared with the period before, where there was one", () => {
  const earlier = { ...totals, effective_cost: "2.000000000000", calls: 0 };

  expect(tile("spend", {}, earlier).change).toBe("+50%");
  expect(tile("calls", {}, earlier).change).toBeUndefined();
});

test("spend that leaves attempts out, now or before, is compared with nothing", () => {
  const earlier = { ...totals, effective_cost: "50.000000000000" };
  const unknown = { effective_cost: "0.000000000000", unpriced_attempts: 5 };

  for (const change of [
    tile("spend", unknown, earlier).change,
    tile("spend", {}, { ...earlier, unpriced_attempts: 1 }).change,
  ]) {
    expect(change).toBeUndefined();
  }
  expect(tile("spend", unknown, earlier).notes).toContain("change not known");
  expect(tile("spend", unknown).notes).not.toContain("change not known");
});

test("without tokens there is no cost per token", () => {
  expect(tile("per-million", { effective_cost_per_million_tokens: null }).value).toBe("–");
});

test("failed attempts open the most frequent failure", () => {
  const rows = [
    spendRow("completed", { attempts: 90 }),
    spendRow("timed_out", { attempts: 3 }),
    spendRow("provider_error", { attempts: 9 }),
  ];

  expect(worstOutcome(rows)).toBe("provider_error");
  expect(worstOutcome(undefined)).toBeUndefined();
  expect(tile("failed", { failed_attempts: 11 })).toMatchObject({
    share: 0.1,
    behind: { outcome: "timed_out" },
  });
});

test("a group without a price has no share and no bar, and says unpriced", () => {
  const [known, unknown] = spendTableOf(
    [spendRow("a"), spendRow(null, { effective_cost: "0.000000000000", unpriced_attempts: 4 })],
    totals,
    "model",
  );

  expect(known).toMatchObject({ label: "a", share: "100%", length: 1 });
  expect(unknown).toMatchObject({
    label: "No model",
    filterValue: "",
    spend: { kind: "unpriced" },
    share: "–",
    length: 0,
    perMillion: "–",
  });
});

test("the course of the cost per token has a gap where there were no tokens", () => {
  const chart = chartOf([overTimeRow("2026-11-23T11:00:00Z", "a", "0.002000000000")]);

  expect(courseOf("per-million", chart.points)).toEqual([undefined, 2, undefined]);
  expect(courseOf("cache", chart.points)).toBeUndefined();
  expect(chart.points[1]?.spend).toEqual({ kind: "whole", amount: parseDollars("0.002") });
});
