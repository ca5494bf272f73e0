import { picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import type { ChangeCell } from "./change-cell.ts";
import type { SliceAnomaly } from "./find-anomalies.ts";
import { nameCause } from "./name-cause.ts";
import { isInReach, isToldBy, widestAlike } from "./same-event.ts";

const DAY_MS = 86_400_000;
const cell = (feature: string, model: string, before: bigint, after: bigint): ChangeCell => ({
  values: { feature, model, customer: null },
  before: { attempts: 100, tokens: 1000, cost: picodollars(before) },
  after: { attempts: 100, tokens: 1000, cost: picodollars(after) },
});
const anomaly = (
  dimension: string | null,
  value: string | null,
  change: Partial<SliceAnomaly> = {},
): SliceAnomaly => ({
  slice: { dimension, value, series: { grain: "day", points: [] } },
  measure: "cost",
  startMs: 0,
  endMs: DAY_MS,
  direction: "above",
  cost: picodollars(0n),
  expected: picodollars(0n),
  excess: picodollars(0n),
  deviations: 9,
  limit: 5,
  ...change,
});

/** Draft alone became dearer. */
const oneFeature = [
  cell("draft", "large", 100n, 300n),
  cell("chat", "large", 100n, 105n),
  cell("mail", "small", 100n, 100n),
];

test("what one feature did is what happened in its model and in all spend", () => {
  const draft = anomaly("feature", "draft");

  for (const wider of [anomaly("model", "large"), anomaly(null, null)]) {
    expect(isToldBy(wider, [draft], oneFeature)).toBe(true);
  }
  expect(isToldBy(anomaly("feature", "chat"), [draft], oneFeature)).toBe(false);
  expect(isToldBy(draft, [anomaly("feature", "mail")], oneFeature)).toBe(false);
});

test("two events of one day are told apart, and all spend is quiet without both", () => {
  const two = [cell("draft", "large", 100n, 300n), cell("mail", "small", 100n, 300n)];
  const [draft, mail] = [anomaly("feature", "draft"), anomaly("feature", "mail")];

  expect(isToldBy(mail, [draft], two)).toBe(false);
  expect(isToldBy(anomaly(null, null), [draft], two)).toBe(false);
  expect(isToldBy(anomaly(null, null), [draft, mail], two)).toBe(true);
});

test("a model that a feature left is quiet without that feature", () => {
  const moved = [
    cell("draft", "small", 100n, 0n),
    cell("draft", "large", 0n, 300n),
    cell("mail", "small", 100n, 101n),
  ];
  const left = anomaly("model", "small", { direction: "below" });

  expect(isToldBy(left, [anomaly("feature", "draft")], moved)).toBe(true);
});

test("an event is in reach at its time and as an echo, and its own slice's next one is not it", () => {
  const draft = anomaly("feature", "draft");
  const later = { startMs: 5 * DAY_MS, endMs: 6 * DAY_MS };

  expect(isInReach(anomaly("model", "large", later), draft)).toBe(true);
  expect(isInReach(anomaly("feature", "draft", later), draft)).toBe(false);
  expect(isInReach(draft, anomaly("model", "large", later))).toBe(false);
});

test("where all features of a model moved alike the cause is the model, and not where one did", () => {
  const draft = anomaly("feature", "draft");
  const others = [anomaly("model", "large"), anomaly(null, null)];
  const allAlike = [
    cell("draft", "large", 100n, 150n),
    cell("chat", "large", 100n, 160n),
    cell("mail", "small", 100n, 100n),
  ];

  expect(widestAlike(draft, others, allAlike).slice.value).toBe("large");
  expect(widestAlike(draft, others, oneFeature)).toBe(draft);
});

test("the cause is the value that stands out; when all moved alike, none is blamed", () => {
  const dimensions = ["customer", "feature", "model"];

  expect(nameCause(oneFeature, dimensions)).toMatchObject({
    dimension: "feature",
    values: ["draft"],
  });
  const alike = oneFeature.map(({ values }) =>
    cell(values.feature ?? "", values.model ?? "", 100n, 200n),
  );
  expect(nameCause(alike, dimensions)).toEqual({ dimension: null, values: [], share: 1 });
  expect(nameCause([cell("draft", "large", 5n, 5n)], dimensions)).toBeNull();
});
