import { expect, test } from "vitest";
import { renderRerate } from "./render-rerate.ts";
import { rerateJob } from "./rerate-answer.fixture.ts";

test("what was charged before is unknown where no attempt had a price", () => {
  const unpriced = { list_cost: "0.000000000000", effective_cost: "0.000000000000" };
  const job = {
    ...rerateJob,
    ...{ from: "2026-11-01T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z", apply: false },
    rerating: null,
    difference: { ...rerateJob.difference, before: { ...unpriced, unpriced_attempts: 1_240 } },
  };
  const text = renderRerate(job, { timeZone: "UTC", width: 100 });
  expect(text).toContain("Effective cost  unknown before, ≥ $1.08 (3 unpriced) after");
});
