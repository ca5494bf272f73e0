import type { EstimateResponse, EstimateRow } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderEstimate } from "./prices-estimate.ts";

const row = (more: Partial<EstimateRow>): EstimateRow => ({
  asked: "large",
  provider: "acme",
  model: "large",
  calls: 2,
  unpriced_calls: 0,
  list_cost: "4.000000000000",
  effective_cost: "4.000000000000",
  overlays: [],
  confidence: "exact",
  reason: null,
  ...more,
});
const response = (more: Partial<EstimateResponse>): EstimateResponse => ({
  at: "2026-11-25",
  tier: "standard",
  scope: null,
  region: null,
  terms: null,
  calls: 2,
  usage: { input: 1_000 },
  usage_note: null,
  rows: [row({})],
  ...more,
});

test("without a configuration an estimate is at list prices, and says so", () => {
  const text = renderEstimate(response({}), 120);

  expect(text).toContain("2 calls, standard, at list prices of 2026-11-25");
  expect(text).not.toContain("list USD");
});

test("an estimate by overlays names them and their file, orders by them, and shows list beside", () => {
  const own = row({ model: "own", effective_cost: "3.600000000000", overlays: ["edp"] });
  const text = renderEstimate(
    response({ terms: "/x/headgate.yaml", region: "eu-west-1", rows: [row({}), own] }),
    120,
  );

  expect(text).toContain("2 calls, standard, eu-west-1, at prices of 2026-11-25");
  expect(text).toContain(
    "By your overlays edp (/x/headgate.yaml); 1 of 2 models are at list prices.",
  );
  expect(text).toMatch(/own\s+acme\s+\$3\.60\s+\$1\.80\s+\$4\.00\s+exact.*large\s+acme\s+\$4\.00/s);
});

test("a configuration of which no overlay acts is named as such", () => {
  expect(renderEstimate(response({ terms: "/x/headgate.yaml" }), 120)).toContain(
    "None of the overlays of /x/headgate.yaml acts here.",
  );
});
