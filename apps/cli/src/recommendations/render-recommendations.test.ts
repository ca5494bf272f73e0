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
