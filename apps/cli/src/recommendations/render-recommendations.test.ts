import type { RecommendationsReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderRecommendations } from "./render-recommendations.ts";

const report: RecommendationsReport = {
  ...{ from: "2026-11-01T00:00:00.000Z", to: "2026-11-29T00:00:00.000Z", depth: "bills" },
  ...{ simulated: false, calls: 0, calls_without_facts: 0, calls_without_cost: 0 },
  ...{ simulated_left_out: 0, sample: null, bills: false },
  ...{ spend_per_month: "0.000000000000", saves_per_month: "0.000000000000" },
  too_small: { count: 0, dollars_per_month: "0.000000000000" },
  ...{ recommendations: [], phases: [], next: null },
  ...{ not_proposed: [], not_seen: [], not_planned: [] },
};

test("an empty ledger is said to have neither calls nor bills, and bills are told of where there are some", () => {
  const empty = renderRecommendations(report, 80);
  expect(empty).toContain("neither calls nor bills in the range");
  expect(empty).not.toContain("bills alone");
  expect(empty).not.toContain("$0");

  const billed = renderRecommendations({ ...report, bills: true }, 80);
  expect(billed).toContain("There were bills alone");
  expect(billed).toContain("bills say nothing that should change");
});

test("calls without a known price are not said to cost nothing", () => {
  const told = (more: Partial<RecommendationsReport>) =>
    renderRecommendations({ ...report, calls: 1_000, ...more }, 80).split("\n")[0];

  expect(told({ calls_without_cost: 1_000 })).toBe(
    "What is spent on calls is not known, nor what would be saved.",
  );
  expect(told({ calls_without_cost: 5, spend_per_month: "0.004200000000", simulated: true })).toBe(
    "≥ $0.00420 a month is spent on calls (simulated); what is recommended saves $0.00 a month.",
  );
  expect(told({ spend_per_month: "100.000000000000" })).toBe(
    "$100.00 a month is spent on calls; what is recommended saves $0.00 a month.",
  );
});
