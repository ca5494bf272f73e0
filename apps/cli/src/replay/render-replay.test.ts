import type { ReplayResult } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderReplay } from "./render-replay.ts";

const result: ReplayResult = {
  file: "trace.csv",
  model: "m",
  replay: "0",
  rows: 2,
  sent: 2,
  skipped_as_known: 0,
  failed: 0,
  unreadable_rows: 0,
  unreadable_lines: [],
  duration_ms: 1,
  calls: 2,
  input_tokens: 2,
  output_tokens: 2,
  unpriced_attempts: 2,
  list_cost: "0.000000000000",
  effective_cost: "0.000000000000",
};

test("a replay of which nothing is priced costs what is not known, and not $0", () => {
  const text = renderReplay(result);
  expect(text).toMatch(/List cost +unknown\nEffective cost +unknown/);
  expect(text).not.toContain("$0");
});

test("a replay with some unpriced attempts costs at least what is priced", () => {
  const text = renderReplay({ ...result, unpriced_attempts: 1, list_cost: "1.250000000000" });
  expect(text).toMatch(/List cost +≥ \$1\.250000000000/);
});
