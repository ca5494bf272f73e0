import { configSchema, type LedgerRow, ledgerRowSchema } from "@headgate/contract";
import { parseDollars, subtract, sum } from "@headgate/money";
import { compileOverlays, loadPriceBook } from "@headgate/pricing";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchItem } from "./item.ts";
import type { BatchProvider } from "./ports.ts";
import { answeredRow, copyRow, failedRow, missingRow, realTimeCostsOf } from "./row-of.ts";

const config = configSchema.parse({
  providers: { anthropic: { kind: "anthropic", base_url: "http://127.0.0.1:1" } },
}).providers.anthropic;
if (config === undefined) throw new Error("no provider");
const START = Date.parse("2026-11-29T00:00:00Z");
const format = "anthropic.messages" as const;
const model = "claude-opus-4-8";
const item: BatchItem = {
  id: "req_1",
  callId: "call_1",
  keyId: "key_1",
  attribution: {},
  tags: {},
  format,
  path: "/v1/messages",
  model,
  target: { provider: "anthropic", model, format, endpoint: "/v1/messages" },
  deadlineMs: START,
  realTimeAtMs: START,
  admittedAtMs: START,
  position: 1,
  neededByMs: START,
  bodyBytes: 2,
  state: "answered",
  attempts: 1,
};
const prices = { book: loadPriceBook(), overlays: compileOverlays([]) };
const provider: BatchProvider = {
  ...{ name: "anthropic", config, priceProvider: "anthropic", region: undefined },
  ...{ ownNames: undefined, batches: { kind: "unsupported", reason: "not asked here" } },
};
const terms = { provider, prices, times: { startedAtMs: START, endedAtMs: START } };

test("a line that the United States alone served costs a tenth more, and so would it have in real time", () => {
  const usage = { input_tokens: 1_000_000, output_tokens: 0, inference_geo: "us" };
  const body = { id: "msg_1", type: "message", role: "assistant", model, content: [], usage };
  const row = answeredRow(item, { status: 200, body }, terms);

  expect(row).toMatchObject({
    region: "us",
    charge: { list_cost: "2.750000000000" },
    baseline_cost: "5.500000000000",
  });
});

/** Asked of Haiku in a batch, where Opus would have been asked in real time. */
const routed: BatchItem = {
  ...item,
  target: { ...item.target, model: "claude-haiku-4-5" },
  route: {
    ...{ reference: `anthropic/${model}`, chosen: "anthropic/claude-haiku-4-5" },
    reason: "certified",
  },
};
const reference = { provider, model };
const answered = (usage: object) => ({
  status: 200,
  body: {
    ...{ id: "msg_1", type: "message", role: "assistant", model: "claude-haiku-4-5-20251001" },
    ...{ content: [], usage },
  },
});
const amounts = ({ savings }: LedgerRow) =>
  savings.map(({ lever, amount }) => [lever, amount === null ? null : parseDollars(amount)]);
const saved = ({ savings }: LedgerRow) => {
  const known = savings.flatMap(({ amount }) => (amount === null ? [] : [parseDollars(amount)]));
  return known.length === savings.length ? sum(known) : undefined;
};

test("what routing and the batch saved adds up to the reference in real time less what was paid, exactly", () => {
  const tokens = fc.nat(2_000_000);
  const usage = fc.record({
    ...{ input_tokens: tokens, output_tokens: tokens },
    ...{ cache_read_input_tokens: tokens, cache_creation_input_tokens: tokens },
  });
  fc.assert(
    fc.property(usage, (used) => {
      const row = answeredRow(routed, answered(used), { ...terms, reference });
      expect(ledgerRowSchema.safeParse(row).success).toBe(true);
      expect(amounts(row).map(([lever]) => lever)).toEqual(["route", "batch"]);
      const baseline = parseDollars(row.baseline_cost ?? "");
      const paid = parseDollars(row.charge.effective_cost ?? "");
      expect(saved(row)).toBe(subtract(baseline, paid));

      const copied = copyRow(
        { ...routed, id: "req_2", callId: "call_2" },
        { ...routed, state: "answered" },
        realTimeCostsOf(routed, answered(used).body, { ...terms, reference }),
        { ...terms, reference },
      );
      expect(copied.baseline_cost).toBe(row.baseline_cost);
      if (baseline > 0n) expect(saved(copied)).toBe(baseline);
    }),
  );
});

test("a million tokens of Haiku's batch, where Opus would have been asked in real time", () => {
  const row = answeredRow(routed, answered({ input_tokens: 1_000_000, output_tokens: 0 }), {
    ...{ ...terms, reference },
  });
  expect(row).toMatchObject({
    ...{ request_model: model, sent_model: "claude-haiku-4-5", service_tier: "batch" },
    route: { chosen: "anthropic/claude-haiku-4-5", reason: "certified" },
    ...{ baseline_cost: "5.000000000000", charge: { effective_cost: "0.500000000000" } },
    savings: [
      { lever: "route", amount: "4.000000000000" },
      { lever: "batch", amount: "0.500000000000" },
    ],
  });
});

test("a reference that is configured no more makes the baseline and routing's saving unknown, not the batch's", () => {
  const row = answeredRow(routed, answered({ input_tokens: 1_000_000, output_tokens: 0 }), terms);
  expect(row.baseline_cost).toBeNull();
  expect(row.savings).toEqual([
    { lever: "route", amount: null },
    { lever: "batch", amount: "0.500000000000" },
  ]);
});

test("a routed answer that came too late is all of it a loss", () => {
  const late = answeredRow(
    routed,
    answered({ input_tokens: 1_000_000, output_tokens: 0 }),
    { ...terms, reference },
    true,
  );
  expect(late).toMatchObject({
    ...{ baseline_cost: "0.000000000000", final: false },
    savings: [{ lever: "batch", amount: "-0.500000000000" }],
  });
});

test("a call counts in its experiments once, by the row that ends it, and a copy in none", () => {
  const experiments = [
    { experiment: "faq/route", lever: "route", arm: "treated", share: 0.1 } as const,
  ];
  const placed = { ...routed, experiments };
  const answer = answered({ input_tokens: 1_000_000, output_tokens: 0 });
  const failure = { status: 500, outcome: "provider_error" } as const;

  expect(answeredRow(placed, answer, terms).experiments).toEqual(experiments);
  expect(failedRow(placed, { ...failure, final: true }, terms).experiments).toEqual(experiments);
  const costs = realTimeCostsOf(placed, answer.body, terms);
  for (const other of [
    answeredRow(placed, answer, terms, true),
    failedRow(placed, { ...failure, final: false }, terms),
    missingRow(placed, terms),
    copyRow(placed, { ...placed, state: "answered" }, costs, terms),
    answeredRow(routed, answer, terms),
  ]) {
    expect(other).not.toHaveProperty("experiments");
  }
});
