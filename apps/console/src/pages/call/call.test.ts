import { expect, test } from "vitest";
import { attempt } from "./call.fixture.ts";
import { callCost, chargeRows } from "./charge-model.ts";
import { routeFacts } from "./route-facts.ts";
import { timelineOf } from "./timeline-model.ts";
import { usageReading } from "./usage-model.ts";
import { attributionFacts, callView, idFacts, rawUsageText, requestFacts } from "./view-model.ts";

const failed = {
  ...attempt,
  row_id: "c1:0",
  final: false,
  outcome: "provider_error" as const,
  status: 500,
};
const retried = { ...attempt, row_id: "c1:1", attempt: 1, started_at_ms: 1_600 };
const unpriced = {
  ...attempt,
  charge: {
    confidence: "unknown" as const,
    list_cost: null,
    contracted_cost: null,
    effective_cost: null,
    billed_cost: null,
    lines: [],
    reason: "no price",
  },
};

test("a call with one unpriced attempt has no cost: a part is not the whole", () => {
  expect(callCost([attempt, unpriced])).toBeNull();
  expect(callCost([attempt, attempt])).toBe("$0.0005");
});

test("a call is described by the attempt whose answer the client got", () => {
  const call = callView({
    call_id: "c1",
    attempts: [retried, failed],
    price_records: [],
    revisions: [],
    seen_elsewhere: [],
  });

  expect(call?.described).toBe(retried);
  expect(call?.attempts).toEqual([failed, retried]);
  expect(call?.title).toBe("gpt-5-mini-2025-08-07");
});

test("a client's id of several calls opens all of them, and says how many there are", () => {
  const other = { ...attempt, row_id: "c2:0", call_id: "c2", started_at_ms: 9_000 };
  const call = callView({
    call_id: "order-7",
    attempts: [other, attempt],
    price_records: [],
    revisions: [],
    seen_elsewhere: [],
  });

  expect(call?.attempts).toEqual([attempt, other]);
  expect(call?.attemptWords).toBe("2 attempts of 2 calls");
});

test("a call without attempts cannot be described", () => {
  expect(
    callView({ call_id: "c1", attempts: [], price_records: [], revisions: [], seen_elsewhere: [] }),
  ).toBeUndefined();
});

test("attempts lie on one axis, the waiting between them included", () => {
  const { durationMs, bars } = timelineOf([failed, retried]);

  expect(durationMs).toBe(1_000);
  expect(bars.map(({ left, width }) => [left, width])).toEqual([
    [0, 40],
    [60, 40],
  ]);
  expect(bars[0]?.firstByte).toBe(25);
});

test("tokens are priced by the million and anything else by the piece", () => {
  const rows = chargeRows(attempt, []);

  expect(rows.map(({ component, price, unit, cost }) => [component, price, unit, cost])).toEqual([
    ["Input", "$0.25", "per 1M", "$0.00015"],
    ["Web searches", "$0.01", "each", "$0.02"],
  ]);
  expect(rows[0]?.record).toBeUndefined();
});

test("what the provider did not say is no bucket", () => {
  const reading = usageReading(attempt);

  expect(reading.buckets.map(({ component }) => component)).toEqual([
    "input",
    "cache_read",
    "output",
    "web_searches",
  ]);
  expect(reading.inputTokens).toBe("1,000");
  expect(usageReading({ ...attempt, usage: {} }).inputTokens).toBe("–");
});

test("fields that were not set are left out of the facts", () => {
  expect(attributionFacts(attempt)).toEqual([{ label: "Team", value: "search" }]);
  expect(idFacts(attempt)).toEqual([{ label: "Call", value: "c1", copy: true }]);
  expect(idFacts({ ...attempt, client_call_id: "order-7" })).toContainEqual({
    label: "Client's",
    value: "order-7",
    copy: true,
  });
  expect(requestFacts(attempt)).toContainEqual({ label: "Request", value: "2.0 KiB" });
  expect(requestFacts(attempt)).toContainEqual({ label: "Answer", value: "1 byte" });
});

test("the provider's own object is shown as it was sent, and nothing in its place", () => {
  const { raw_usage: _none, ...without } = attempt;

  expect(rawUsageText(attempt)).toBe('{\n  "prompt_tokens": 1000\n}');
  expect(rawUsageText(without)).toBeUndefined();
});

test("a line that an overlay acted on names it and tells what the line cost then", () => {
  const [line] = attempt.charge.lines;
  if (line === undefined) throw new Error("the fixture has no line");
  const overlay = {
    names: ["volume-2026", "reserved"],
    contracted_cost: "0.000135000000",
    effective_cost: "0.000120000000",
    billed_cost: "0.000000000000",
  };
  const row = {
    ...attempt,
    charge: { ...attempt.charge, lines: [{ ...line, overlay }, line] },
  };

  expect(chargeRows(row, []).map((one) => one.overlay)).toEqual([
    { names: "volume-2026, reserved", cost: "$0.00012" },
    undefined,
  ]);
});

test("another model's work within the answer is shown by its name, in the charge and in the usage", () => {
  const [line] = attempt.charge.lines;
  if (line === undefined) throw new Error("the fixture has no line");
  const row = {
    ...attempt,
    other_usage: [{ model: "advisor-1", usage: { input: 2_500, output: 700 } }],
    charge: { ...attempt.charge, lines: [line, { ...line, model: "advisor-1" }] },
  };

  expect(chargeRows(row, []).map(({ model }) => model)).toEqual([
    "gpt-5-mini-2025-08-07",
    "advisor-1",
  ]);
  expect(usageReading(row).others).toMatchObject([
    { model: "advisor-1", usage: { inputTokens: "2,500", outputTokens: "700" } },
  ]);
  expect(usageReading(row).inputTokens).toBe("1,000");
  expect(usageReading(attempt).others).toEqual([]);
});

test("a call that the cache answered says whose answer it got, and what that saved", () => {
  const answered = {
    ...attempt,
    usage: {},
    usage_origin: "none" as const,
    baseline_cost: "0.000450000000",
    savings: [{ lever: "exact-cache", amount: "0.000450000000" }],
    cache: { status: "hit", tier: "exact", call_id: "c0", age_ms: 12_000 } as const,
  };

  expect(requestFacts(answered)).toEqual(
    expect.arrayContaining([
      { label: "Cache", value: "hit, exact question, 12.0 s old" },
      { label: "Answer of call", value: "c0", copy: true },
      { label: "Saved by exact-cache", value: "$0.000450" },
    ]),
  );
  expect(usageReading(answered).origin).toContain("the cache answered");
  expect(
    requestFacts({ ...answered, baseline_cost: null, savings: [{ lever: "x", amount: null }] }),
  ).toContainEqual({ label: "Saved by x", value: "unknown" });
});

test("a routed call says why it went to its model, and leaves out what was not learned", () => {
  const route = {
    reference: "openai/gpt-4o",
    chosen: "openai/gpt-4o-mini",
    reason: "certified" as const,
    task: "faq",
    expected: 0.962,
    expected_of_reference: 1,
  };
  expect(routeFacts({ ...attempt, route })).toEqual([
    { label: "Why", value: expect.stringContaining("Labels certify") },
    { label: "Chosen", value: "openai/gpt-4o-mini" },
    { label: "Reference", value: "openai/gpt-4o" },
    { label: "Task", value: "faq" },
    { label: "Expected quality", value: "96.2%" },
    { label: "Of the reference", value: "100%" },
  ]);
  const { expected: _, expected_of_reference: __, ...unlearned } = route;
  expect(
    routeFacts({ ...attempt, route: { ...unlearned, reason: "shadow" } }).map(({ label }) => label),
  ).toEqual(["Why", "Would have chosen", "Reference", "Task"]);
  expect(routeFacts(attempt)).toEqual([]);
});
