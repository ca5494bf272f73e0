import type { OutcomeSummary } from "@headgate/contract";
import { expect, test } from "vitest";
import { outcomeCosts } from "./outcome-costs.ts";

const outcome: OutcomeSummary = {
  id: "o-1",
  name: "ticket_resolved",
  occurred_at: "2026-11-20T12:00:00.000Z",
  accepted: true,
  value: null,
  joined: "session",
  calls: 2,
  shared_calls: 0,
  unpriced_attempts: 0,
  cost: "3.000000000000",
  failed_cost: "0.500000000000",
};

test("an outcome's failed attempts are never told as $0 where their price is not known", () => {
  const unpriced = { unpriced_attempts: 1, failed_cost: null };

  expect(outcomeCosts(outcome)).toEqual({ cost: "$3.00", failed: "$0.500" });
  expect(outcomeCosts({ ...outcome, ...unpriced })).toEqual({ cost: "≥ $3.00", failed: "unknown" });
  expect(outcomeCosts({ ...outcome, unpriced_attempts: 1 }).failed).toBe("≥ $0.500");
  expect(outcomeCosts({ ...outcome, ...unpriced, cost: null }).failed).toBe("unknown");
});

test("where no attempt failed, none cost anything", () => {
  expect(outcomeCosts({ ...outcome, failed_cost: null }).failed).toBe("$0.00");
  expect(outcomeCosts({ ...outcome, calls: 0, cost: null, failed_cost: null })).toEqual({
    cost: "unknown",
    failed: "unknown",
  });
});
