import type { ReportResult } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderReport } from "./render-report.ts";

const totals: ReportResult["totals"] = {
  calls: 3,
  attempts: 3,
  failed_attempts: 0,
  unpriced_attempts: 0,
  unpriced_tokens: 0,
  unmetered_attempts: 0,
  input_tokens: 900,
  cache_read_tokens: 0,
  output_tokens: 100,
  reasoning_tokens: 0,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "0.000000000000",
  effective_cost: "0.000000000000",
  billed_cost: "0.000000000000",
  baseline_cost: "0.000000000000",
  compared_baseline_cost: "0.000000000000",
  compared_effective_cost: "0.000000000000",
  effective_cost_per_million_tokens: null,
  simulated_cost: "0.000000000000",
};

const rendered = (more: Partial<typeof totals>, about: Partial<ReportResult> = {}): string => {
  const report: ReportResult = {
    from: "2026-11-01T00:00:00.000Z",
    to: "2026-11-02T00:00:00.000Z",
    charges: "current",
    by: "model",
    filter: {},
    totals: { ...totals, ...more },
    rows: [{ group: "m", ...totals, ...more }],
    left_out: 0,
    billing: null,
    precedence: null,
    shared: null,
    ...about,
  };
  return renderReport(report, { timeZone: "UTC", width: 200 });
};

test("a total of which nothing is priced is unknown, and nowhere $0", () => {
  const text = rendered({ unpriced_attempts: 3, unpriced_tokens: 1_000 });
  expect(text).toContain("Effective cost  unknown\nList cost       unknown\n");
  expect(text).not.toContain("$0");
});

test("a total that leaves out unpriced attempts is a lower bound", () => {
  const text = rendered({ effective_cost: "1.500000000000", unpriced_attempts: 1 });
  expect(text).toContain("Effective cost  ≥ $1.50\n");
});

test("a total of calls that are free is $0", () => {
  expect(rendered({})).toContain("Effective cost  $0.00\n");
});

test("counts by source say that they are of all calls where the report is of some", () => {
  const precedence = { calls: [], bills: [] };
  const note = "Of all calls and bills of the time, whatever --filter says:";
  expect(rendered({}, { precedence, filter: { team: "a" } })).toContain(note);
  expect(rendered({}, { precedence })).not.toContain(note);
});
