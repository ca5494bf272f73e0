import type { ExploreRow } from "@headgate/contract";
import { expect, test } from "vitest";
import { measures } from "../../search/explore-search.ts";
import { narrowerBy } from "./drill.ts";
import { describedMeasures, figureDigits, figureOf, figureText } from "./figure.ts";
import { overTimeOf } from "./over-time-model.ts";
import type { Explored } from "./query.ts";
import { rankingOf, sortedRanking } from "./ranked-model.ts";
import { addSums, NO_SUMS, sumsOf } from "./sums.ts";

const DAY_MS = 86_400_000;
const FROM_MS = Date.parse("2026-11-02T00:00:00Z");

const row = (group: string | null, more: Partial<ExploreRow> = {}): ExploreRow => ({
  start: null,
  group,
  is_other: false,
  split: null,
  split_is_other: false,
  calls: 10,
  attempts: 12,
  failed_attempts: 2,
  unpriced_attempts: 0,
  unpriced_tokens: 0,
  unmetered_attempts: 0,
  input_tokens: 3_000,
  cache_read_tokens: 1_000,
  output_tokens: 1_000,
  reasoning_tokens: 0,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "3.000000000000",
  effective_cost: "2.000000000000",
  billed_cost: "1.000000000000",
  baseline_cost: "3.000000000000",
  compared_baseline_cost: "3.000000000000",
  compared_effective_cost: "3.000000000000",
  effective_cost_per_million_tokens: null,
  simulated_cost: "0.000000000000",
  ...more,
});

const explored = (more: Partial<Explored> = {}): Explored => ({
  exploration: {
    view: { range: { kind: "preset", preset: "7d" }, filter: {}, charges: "current" },
    measure: "effective_cost",
    by: "team",
    split: undefined,
    grain: undefined,
    compare: true,
  },
  span: { fromMs: FROM_MS, toMs: FROM_MS + 2 * DAY_MS },
  grain: "day",
  stackedBy: "team",
  overTime: [],
  ranked: { rows: [], left_out: 0 },
  earlier: undefined,
  ...more,
});
const atDay = (day: number): string => new Date(FROM_MS + day * DAY_MS).toISOString();

test("every measure is told from sums, in its unit", () => {
  const sums = sumsOf(row("red"));

  expect(measures.map((measure) => figureText(measure, figureOf(measure, sums)))).toEqual([
    "$2.00",
    "$1.00",
    "$3.00",
    "10",
    "3,000",
    "1,000",
    "33.3%",
    "$0.200",
    "$500.00",
    "2",
    "0",
  ]);
  expect(figureDigits("effective_cost", figureOf("effective_cost", sums))).toBe("2.000000000000");
  expect(figureDigits("cache_read_share", figureOf("cache_read_share", sums))).toBe("0.333333");
});

test("what is not known is never told as zero, and what leaves something out is a bound", () => {
  const nothing = "0.000000000000";
  const unpriced = sumsOf(row("red", { effective_cost: nothing, unpriced_attempts: 12 }));
  const partly = addSums(unpriced, sumsOf(row("red")));
  const unmetered = sumsOf(row("red", { input_tokens: 0, unmetered_attempts: 1 }));

  expect(figureText("effective_cost", figureOf("effective_cost", unpriced))).toBe("unpriced");
  expect(figureText("cost_per_call", figureOf("cost_per_call", unpriced))).toBe("unpriced");
  expect(figureText("effective_cost", figureOf("effective_cost", partly))).toBe("≥ $2.00");
  expect(figureText("input_tokens", figureOf("input_tokens", unmetered))).toBe("–");
  expect(figureDigits("input_tokens", figureOf("input_tokens", unmetered))).toBe("");
  for (const measure of ["cache_read_share", "cost_per_call", "cost_per_million"] as const) {
    expect(figureText(measure, figureOf(measure, NO_SUMS))).toBe("–");
  }
});

test("a quiet bucket is there with nothing in it, beside the bucket of the period before", () => {
  const { series, points } = overTimeOf(
    explored({
      overTime: [
        row("small", { start: atDay(0), effective_cost: "1.000000000000" }),
        row("large", { start: atDay(0), effective_cost: "5.000000000000" }),
        row(null, { start: atDay(0), is_other: true, effective_cost: "9.000000000000" }),
      ],
      earlier: {
        span: { fromMs: FROM_MS - 2 * DAY_MS, toMs: FROM_MS },
        overTime: [row(null, { start: atDay(-1), effective_cost: "4.000000000000" })],
        ranked: { rows: [], left_out: 0 },
      },
    }),
  );

  expect(series.map(({ key, label }) => [key, label])).toEqual([
    ["=large", "large"],
    ["=small", "small"],
    ["other", "Other, by team"],
  ]);
  const told = points.map(({ whole, before }) =>
    [whole, before].map(
      (sums) => sums && figureText("effective_cost", figureOf("effective_cost", sums)),
    ),
  );
  expect(told).toEqual([
    ["$15.00", "$0.00"],
    ["$0.00", "$4.00"],
  ]);
});

test("a group is compared with itself before; what cannot be told has no change", () => {
  const now = explored({
    ranked: {
      rows: [row("grown"), row("fresh"), row(null, { is_other: true })],
      left_out: 3,
    },
    earlier: {
      span: { fromMs: FROM_MS - 2 * DAY_MS, toMs: FROM_MS },
      overTime: [],
      ranked: { rows: [row("grown", { effective_cost: "1.000000000000" })], left_out: 0 },
    },
  });
  const changes = (of: Explored) => rankingOf(of).rows.map(({ label, change }) => [label, change]);

  expect(changes(now)).toEqual([
    ["grown", "+100%"],
    ["fresh", "new"],
    ["Other, by team", undefined],
  ]);
  const { earlier } = now;
  if (earlier === undefined) throw new Error("it has a period before");
  const cut = { ...earlier, ranked: { ...earlier.ranked, left_out: 9 } };
  expect(changes({ ...now, earlier: cut })[1]).toEqual(["fresh", undefined]);
});

test("the table is sorted by any column, with the rest and the unknown last", () => {
  const { rows } = rankingOf(
    explored({
      ranked: {
        rows: [
          row("b", { effective_cost: "1.000000000000", calls: 1 }),
          row("a", { calls: 5 }),
          row("unknown", { effective_cost: "0.000000000000", unpriced_attempts: 12 }),
          row(null, { is_other: true, effective_cost: "99.000000000000" }),
        ],
        left_out: 2,
      },
    }),
  );
  const order = (...by: [Parameters<typeof sortedRanking>[1], boolean]) =>
    sortedRanking(rows, ...by).map(({ label }) => label);

  expect(order("measure", false)).toEqual(["a", "b", "unknown", "Other, by team"]);
  expect(order("name", false)).toEqual(["a", "b", "unknown", "Other, by team"]);
  expect(order("calls", true)).toEqual(["b", "a", "unknown", "Other, by team"]);
});

test("the parts of a split stand within their groups", () => {
  const { rows, splits } = rankingOf(
    explored({
      exploration: { ...explored().exploration, split: "model" },
      ranked: {
        rows: [row("red", { split: "big" }), row("red", { split_is_other: true })],
        left_out: 0,
      },
    }),
  );

  expect(rows).toMatchObject([
    { label: "red", share: "100%", parts: [{ label: "big" }, { label: "Other, by model" }] },
  ]);
  expect(splits.map(({ key }) => key)).toEqual(["=big", "other"]);
});

test("one drills from the wide to the narrow, and at last to the calls", () => {
  expect(narrowerBy({ by: "provider" }, "provider", "openai")).toEqual({
    by: undefined,
    provider: "openai",
  });
  expect(narrowerBy({ team: "red", split_by: "project" }, "model", "big")).toEqual({
    team: "red",
    model: "big",
    by: "project",
    split_by: undefined,
  });
  expect(narrowerBy({ by: "user" }, "user", "ann")).toBeUndefined();
  expect(narrowerBy({ by: "outcome" }, "outcome", "completed")).toBeUndefined();
});

test("a cost per call is named for the calls that it is divided by: those whose last attempt is in the group", () => {
  expect(describedMeasures.cost_per_call.name).toBe("Cost per call answered there");
});
