import type { PriceHistory } from "@headgate/contract";
import { expect, test } from "vitest";
import { priceTimeline } from "./timeline-model.ts";
import { disagreementLines, historyLines, thresholdNotes, tiersOf } from "./view-model.ts";

type HistoryModel = PriceHistory["models"][number];
type HistoryRecord = HistoryModel["records"][number];

const record = (more: Partial<HistoryRecord>): HistoryRecord => ({
  id: "r",
  provider: "acme",
  model: "large",
  component: "input",
  tier: "standard",
  scope: "global",
  price: "3",
  per: 1_000_000,
  valid_from: "2026-01-01",
  recorded_at: "2026-01-01",
  source: { url: "https://acme.example/prices", read_at: "2026-01-01" },
  confidence: "exact",
  holds: [{ from: "2026-01-01" }],
  ...more,
});
const model: HistoryModel = {
  provider: "acme",
  model: "large",
  aliases: [],
  records: [
    record({ id: "wrong", price: "30", holds: [] }),
    record({ id: "old", holds: [{ from: "2026-01-01", to: "2026-06-01" }] }),
    record({ id: "now", price: "2", holds: [{ from: "2026-06-01", to: "2027-01-01" }] }),
    record({ id: "next", price: "1", holds: [{ from: "2027-01-01" }] }),
    record({
      id: "long",
      threshold: { above_input_tokens: 200_000, applies_to: "whole_call" },
    }),
    record({ id: "batch", tier: "batch", price: "1.5" }),
    record({ id: "us", scope: "geo", place: "us", price: "3.3" }),
  ],
};
const today = "2026-11-25";

test("each record says what it is today, those in force first", () => {
  const lines = historyLines(model, "standard", today);

  expect(lines.map(({ id, state }) => [id, state])).toEqual([
    ["now", "in force"],
    ["us", "in force"],
    ["long", "in force"],
    ["next", "scheduled"],
    ["old", "past"],
    ["wrong", "superseded"],
  ]);
  expect(lines.find(({ id }) => id === "us")?.scope).toBe("geo us");
});

test("a threshold is explained in words, once", () => {
  expect(thresholdNotes(model, "standard")).toEqual([
    expect.stringContaining("more than 200,000 tokens in"),
  ]);
  expect(thresholdNotes(model, "batch")).toEqual([]);
  expect(tiersOf(model)).toEqual(["standard", "batch"]);
});

test("the timeline has one row a rate, and its periods follow each other without a gap", () => {
  const timeline = priceTimeline(model, "standard", today);
  const [input] = timeline?.rows ?? [];

  expect(timeline?.rows.map(({ label }) => label)).toEqual([
    "Input",
    "Input, geo us",
    "Input, over 200K tokens in, whole call",
  ]);
  expect(input?.segments.map(({ price, state }) => [price, state])).toEqual([
    ["$3.00", "past"],
    ["$2.00", "now"],
    ["$1.00", "scheduled"],
  ]);
  let end = 0;
  for (const { start, length } of input?.segments ?? []) {
    expect(start).toBeCloseTo(end, 10);
    end = start + length;
  }
  expect(end).toBeCloseTo(1, 10);
  expect(timeline?.ticks.length).toBeLessThanOrEqual(7);
});

test("a tier in which no price ever held has no timeline", () => {
  expect(priceTimeline(model, "flex", today)).toBeUndefined();
});

test("a disagreement tells what each says, in one unit", () => {
  const [line] = disagreementLines([
    {
      kind: "differs",
      provider: "acme",
      model: "large",
      component: "input",
      tier: "standard",
      scope: "geo",
      place: "eu",
      book: record({ price: "0.003", per: 1_000 }),
      catalogues: [
        {
          catalogue: "litellm",
          at: "file: large",
          price: "3.3",
          per: 1_000_000,
          source: { url: "https://lite.example", read_at: "2026-11-20" },
        },
      ],
    },
  ]);

  expect(line).toMatchObject({
    what: "Input",
    scope: "geo eu",
    book: "$3.00",
    said: [{ catalogue: "litellm", price: "$3.30", day: "2026-11-20" }],
  });
});
