import type { CallSummary } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderCalls } from "./render-calls.ts";

const call: CallSummary = {
  call_id: "c1",
  started_at: "2026-11-23T10:00:00.000Z",
  provider: "openai",
  model: null,
  operation: "chat",
  team: null,
  project: null,
  feature: null,
  outcome: "completed",
  status: 200,
  cache_status: null,
  cut: "limit_reached",
  stream: false,
  simulated: true,
  attempts: 1,
  input_tokens: null,
  output_tokens: 1_000,
  confidence: "unknown",
  effective_cost: null,
  duration_ms: 1_250,
  time_to_first_token_ms: null,
};
const look = { timeZone: "UTC", width: 140 };

test("a line says that its answer was cut, and below stands what that means", () => {
  const text = renderCalls({ rows: [call, { ...call, cut: null }], total: 7 }, look);

  expect(text).toContain("completed, limit_reached");
  expect(text).toContain("2 of 7 calls.");
  expect(text.match(/The answer came to the limit/g)).toHaveLength(1);
});

test("a cost that is not known is no amount", () => {
  expect(renderCalls({ rows: [call], total: 1 }, look)).toMatch(/ – +1,000 +unpriced/);
});

test("where there are none, that is said", () => {
  expect(renderCalls({ rows: [], total: 0 }, look)).toBe("No such calls in this time.");
});
