import { picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import { historyCall, historyOf } from "./call.fixture.ts";
import { type CallSaving, type ProposalDraft, proposalOf } from "./proposal.ts";

const HOUR_MS = 3_600_000;
const savedAt = (hour: number, saved: bigint | undefined): CallSaving => ({
  call: historyCall(`call-${hour}`, { started_at_ms: hour * HOUR_MS }),
  saved: saved === undefined ? undefined : picodollars(saved),
  after: "answered",
});
const draft = (savings: readonly CallSaving[]): ProposalDraft => ({
  lever: "exact-cache",
  scope: { model: "claude-sonnet-4-5" },
  title: "Constructed",
  change: { exact_cache: { when: "always" } },
  savings,
  inScope: 9,
  figures: [],
  confidence: { level: "high", reason: "Constructed." },
  quality: { risk: "none", reason: "None.", check: "None." },
  effortHours: 1,
  depth: "facts",
});

test("a month is 730 hours of what was saved, to the picodollar", () => {
  const history = historyOf([], { toMs: 73 * HOUR_MS });
  const made = proposalOf(history, draft([savedAt(1, 500n), savedAt(9, -200n), savedAt(70, 1n)]));

  expect(made.saved_in_range).toBe("0.000000000301");
  expect(made.dollars_per_month.estimate).toBe("0.000000003010");
  expect(made.dollars_per_month.low).not.toBeNull();
  expect(made.calls).toEqual({ saving: 2, costing: 1, in_scope: 9 });
  expect(made.evidence.call_ids).toEqual(["call-1", "call-70"]);
  expect(made.confidence.level).toBe("high");
});

test("less than a day counts as a day, and says that it is short", () => {
  const made = proposalOf(historyOf([], { toMs: 3 * HOUR_MS }), draft([savedAt(1, 24n)]));

  expect(made.dollars_per_month).toEqual({ estimate: "0.000000000730", low: null, high: null });
  expect(made.confidence.level).toBe("low");
  expect(made.confidence.reason).toMatch(/too short/);
});

test("a saving that is not known adds nothing, is counted, and makes less sure", () => {
  const made = proposalOf(
    historyOf([], { toMs: 24 * HOUR_MS }),
    draft([savedAt(1, 10n), savedAt(2, undefined), savedAt(3, undefined)]),
  );

  expect(made).toMatchObject({ saved_in_range: "0.000000000010", unknown_calls: 2 });
  expect(made.confidence.level).toBe("low");
});

test("the same change to the same traffic has the same id, whatever it saves", () => {
  const [one, other] = [1n, 99n].map((saved) =>
    proposalOf(historyOf([]), draft([savedAt(1, saved)])),
  );
  const elsewhere = proposalOf(historyOf([]), { ...draft([]), scope: { model: "another" } });

  expect(one?.id).toBe(other?.id);
  expect(elsewhere.id).not.toBe(one?.id);
});
