import { expect, test } from "vitest";
import { differenceWords, reachesInto } from "./charges-model.ts";

const november = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
const span = {
  fromMs: Date.parse("2026-11-30T00:00:00Z"),
  toMs: Date.parse("2026-12-02T00:00:00Z"),
};
const sums = (effective_cost: string, unpriced_attempts = 0) => ({
  effective_cost,
  unpriced_attempts,
});

test("a re-rating reaches into a span that it shares a moment with", () => {
  const december = { fromMs: Date.parse("2026-12-01T00:00:00Z"), toMs: span.toMs };

  expect(reachesInto(november, span, {})).toBe(true);
  expect(reachesInto(november, december, {})).toBe(false);
});

test("a re-rating of another provider or model than the filter's does not reach", () => {
  expect(reachesInto({ ...november, provider: "openai" }, span, { provider: "bedrock" })).toBe(
    false,
  );
  expect(reachesInto({ ...november, model: "gpt-5" }, span, { model: "gpt-5" })).toBe(true);
  expect(reachesInto({ ...november, model: "gpt-5" }, span, { team: "search" })).toBe(true);
});

test("the difference is said with both sums, and what a sum leaves out", () => {
  expect(differenceWords(sums("1.000000000000"), sums("1.250000000000"))).toBe(
    "Recorded as $1.00, now $1.25: $0.250 more",
  );
  expect(differenceWords(sums("2.000000000000"), sums("1.500000000000"))).toBe(
    "Recorded as $2.00, now $1.50: $0.500 less",
  );
  expect(differenceWords(sums("1.000000000000", 2), sums("3.000000000000"))).toBe(
    "Recorded as $1.00 and 2 unpriced attempts, now $3.00: $2.00 more",
  );
});

test("where both are the same, that is said", () => {
  expect(differenceWords(sums("1.000000000000"), sums("1.000000000000"))).toBe(
    "Re-rating changed no total of this range.",
  );
});
