import type { EstimateResponse, EstimateRow } from "@headgate/contract";
import { expect, test } from "vitest";
import { estimateLines, modelsOf, readEstimate } from "./view-model.ts";

const row = (more: Partial<EstimateRow>): EstimateRow => ({
  asked: "large",
  provider: "acme",
  model: "large",
  calls: 4,
  unpriced_calls: 0,
  list_cost: "4.000000000000",
  effective_cost: more.list_cost === undefined ? "4.000000000000" : more.list_cost,
  overlays: [],
  confidence: "exact",
  reason: null,
  ...more,
});
const response = (...rows: EstimateRow[]): EstimateResponse => ({
  at: "2026-11-25",
  tier: "standard",
  scope: null,
  region: null,
  terms: "the configuration that runs",
  calls: 4,
  usage: { input: 1 },
  usage_note: null,
  rows,
});

test("what is read from the cache is taken out of the tokens in", () => {
  const reading = readEstimate({ models: "a, b,a", input: 1_000, cached: 800, output: 50 });

  expect(reading).toEqual({
    kind: "ready",
    request: {
      models: ["a", "b"],
      usage: { input: 200, cache_read: 800, output: 50 },
      calls: 1,
      tier: "standard",
    },
  });
});

test.each([
  [{}, "models"],
  [{ models: "a" }, "tokens"],
  [{ models: "a", input: 5, cached: 6 }, "part"],
])("%j is not asked yet", (search, what) => {
  const reading = readEstimate(search);

  expect(reading.kind === "wanting" && reading.what).toContain(what);
});

test("the cheapest stands first, and what is unknown last and never as nothing", () => {
  const lines = estimateLines(
    response(
      row({ asked: "none", provider: null, model: null, list_cost: null, unpriced_calls: 4 }),
      row({}),
      row({ model: "small", list_cost: "1.000000000000" }),
    ),
  );

  expect(lines.map(({ model, total, perCall, share }) => [model, total, perCall, share])).toEqual([
    ["small", "$1.00", "$0.250", 0.25],
    ["large", "$4.00", "$1.00", 1],
    ["none", "unpriced", "unpriced", undefined],
  ]);
});

test("a model whose contract makes it cheaper stands first, with its list price and the overlay's name", () => {
  const own = row({ model: "own", effective_cost: "0.500000000000", overlays: ["edp"] });

  expect(estimateLines(response(row({}), own))).toMatchObject([
    { model: "own", total: "$0.500", list: "$4.00", overlays: "edp" },
    { model: "large", total: "$4.00", list: "$4.00", overlays: undefined },
  ]);
});

test("the address names models with commas between them", () => {
  expect(modelsOf({ models: " a,,b " })).toEqual(["a", "b"]);
});
