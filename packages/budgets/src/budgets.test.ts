import { configSchema, OWN_CALL_TAG } from "@headgate/contract";
import { expect, test } from "vitest";
import { amountOfRow, type RecordedAttempt } from "./amounts-of-row.ts";
import { type Budget, compileBudgets } from "./budget.ts";
import { claimsFor } from "./claims.ts";
import { matchBudgets } from "./match-budgets.ts";
import { refusalError } from "./refusal.ts";
import { slotClock } from "./slot-clock.ts";

const compile = (...budgets: readonly Record<string, unknown>[]): readonly Budget[] =>
  compileBudgets(configSchema.parse({ budgets }).budgets);
const month = { limit: "100", window: "month" };
const labels = { keyId: "key_1", attribution: { team: "support" }, tags: { tier: "gold" } };
const DOLLAR = 1_000_000_000_000n;
const NOW_MS = Date.parse("2026-11-28T12:00:00Z");

test("a call counts to the budgets whose labels it has, each under its own subject", () => {
  const budgets = compile(
    { name: "all", ...month },
    { name: "team", match: { team: "support" }, ...month },
    { name: "others", match: { team: "sales" }, ...month },
    { name: "no-project", match: { project: "" }, ...month },
    { name: "gold", match: { tag: "tier=gold" }, ...month },
    { name: "keys", per: ["key_id", "customer"], ...month },
  );

  expect(
    matchBudgets(budgets, labels).map(({ budget, subject }) => [budget.name, subject]),
  ).toEqual([
    ["all", "[]"],
    ["team", "[]"],
    ["no-project", "[]"],
    ["gold", "[]"],
    ["keys", '["key_1",""]'],
  ]);
});

test("another limit is the same account, another window or match a new one", () => {
  const [first, raised, daily, narrowed] = [
    ...compile({ name: "b", ...month }),
    ...compile({ name: "b", ...month, limit: "900" }),
    ...compile({ name: "b", ...month, window: "day" }),
    ...compile({ name: "b", ...month, match: { team: "x" } }),
  ].map(({ id }) => id);

  expect(raised).toBe(first);
  expect(new Set([first, daily, narrowed]).size).toBe(3);
});

test("a call holds its worst case in each measure; only its first attempt is a request", () => {
  const matched = matchBudgets(
    compile(
      { name: "money", ...month, at_limit: "step_down", step_down_to: "x/y", step_down_at: "0.8" },
      { name: "tokens", measure: "tokens", ...month },
      { name: "requests", measure: "requests", ...month },
      { name: "lanes", measure: "concurrency", limit: "4" },
      { name: "watched", ...month, at_limit: "alert" },
    ),
    labels,
  );
  const worst = { inputTokens: 10, outputTokens: 5, dollars: 7n };
  const claims = (attempt: number, steppedDown: boolean) => {
    const asked = { worst, attempt, steppedDown, nowMs: NOW_MS };
    const found = claimsFor(matched, (budget, nowMs) => slotClock(budget)(nowMs), asked);
    if (!Array.isArray(found)) throw new Error("expected claims");
    return found.map(({ amount, limit, atExpiry }) => [amount, limit, atExpiry]);
  };

  expect(claims(0, false)).toEqual([
    [7n, 80n * DOLLAR, "spent"],
    [15n, 100n, "spent"],
    [1n, 100n, "spent"],
    [1n, 4n, "released"],
    [7n, undefined, "spent"],
  ]);
  expect(claims(1, true)[0]).toEqual([7n, 100n * DOLLAR, "spent"]);
  expect(claims(1, true)[2]?.[0]).toBe(0n);
});

test("a budget of dollars asks for a known worst case; one of requests does not mind", () => {
  const unknown = { unknown: "price", reason: "no price" } as const;
  const worst = { inputTokens: 10, outputTokens: 5, dollars: unknown };
  const asked = { worst, attempt: 0, steppedDown: false, nowMs: NOW_MS };
  const slots = (budget: Budget) => slotClock(budget)(NOW_MS);

  expect(claimsFor(matchBudgets(compile({ name: "b", ...month }), labels), slots, asked)).toEqual(
    unknown,
  );
  expect(
    claimsFor(
      matchBudgets(compile({ name: "b", ...month, measure: "requests" }), labels),
      slots,
      asked,
    ),
  ).toHaveLength(1);
});

const row = (changed: Partial<RecordedAttempt>): RecordedAttempt => ({
  attempt: 0,
  tags: {},
  usage: { input: 10, cache_read: 5, output: 2 },
  usage_origin: "provider",
  charge: {
    confidence: "exact",
    list_cost: "3.000000000000",
    contracted_cost: "2.000000000000",
    effective_cost: "2.000000000000",
    billed_cost: "2.000000000000",
    lines: [],
  },
  ...changed,
});
const unknownCharge = {
  confidence: "unknown",
  list_cost: null,
  contracted_cost: null,
  effective_cost: null,
  billed_cost: null,
  lines: [],
} as const;

test("a recorded attempt comes to its effective cost and to all of its tokens", () => {
  expect(amountOfRow({ measure: "dollars" }, row({}))).toBe(2n * DOLLAR);
  expect(amountOfRow({ measure: "tokens" }, row({}))).toBe(17n);
  expect(amountOfRow({ measure: "requests" }, row({}))).toBe(1n);
  expect(amountOfRow({ measure: "requests" }, row({ attempt: 1 }))).toBe(0n);
  expect(amountOfRow({ measure: "concurrency" }, row({}))).toBe(0n);
});

test("a request is what a client asked and a provider answered", () => {
  const requests = (change: Partial<RecordedAttempt>) =>
    amountOfRow({ measure: "requests" }, row(change));

  expect(requests({ cache: { status: "miss" } })).toBe(1n);
  expect(requests({ cache: { status: "hit", tier: "exact" } })).toBe(0n);
  expect(requests({ cache: { status: "coalesced", tier: "exact" } })).toBe(0n);
  expect(requests({ tags: { [OWN_CALL_TAG]: "semantic-cache" } })).toBe(0n);
});

test("what is not known of an attempt is not nothing; what is known to be free is", () => {
  const lost = row({ charge: unknownCharge, usage: {}, usage_origin: "none" });
  const free = { ...unknownCharge, confidence: "exact", effective_cost: "0.000000000000" } as const;
  const refused = row({ charge: free, usage: {}, usage_origin: "none" });

  expect(amountOfRow({ measure: "dollars" }, lost)).toBeUndefined();
  expect(amountOfRow({ measure: "tokens" }, lost)).toBeUndefined();
  expect(amountOfRow({ measure: "dollars" }, refused)).toBe(0n);
  expect(amountOfRow({ measure: "tokens" }, refused)).toBe(0n);
});

const claim = { budget: "b", subject: "[]", slots: { at: 0, oldest: 0, newest: 0 } } as const;

test("a refusal names the budget, what it holds, what was asked and when there is room again", () => {
  const [budget] = compile({ name: "support", ...month, time_zone: "Europe/Berlin" });
  if (budget === undefined) throw new Error("no budget");
  const start = Date.parse("2026-10-31T23:00:00Z");
  const error = refusalError(
    budget,
    { ...claim, amount: 2n * DOLLAR, limit: 100n * DOLLAR, atExpiry: "spent" },
    {
      ...{ kind: "refused", claim: 0, spent: 99n * DOLLAR, leased: DOLLAR / 2n },
      used: [{ slot: start, amount: (199n * DOLLAR) / 2n }],
    },
    NOW_MS,
  );

  expect(error.code).toBe("budget_exceeded");
  expect(error.message).toContain(
    "Budget support: limit $100.00, $99.00 spent, $0.500 set aside for calls under way; this call can come to $2.00. There is room again from 2026-11-30T23:00:00.000Z on.",
  );
  expect(error.details).toMatchObject({
    budget: "support",
    limit: "100.000000000000",
    spent: "99.000000000000",
    opens_at: "2026-11-30T23:00:00.000Z",
  });
});

test("a rolling window opens when enough of it has passed", () => {
  const [budget] = compile({
    ...{ name: "r", measure: "requests", limit: "10", window: { rolling: "60m" } },
  });
  if (budget === undefined) throw new Error("no budget");
  const slot = NOW_MS - 30 * 60_000;
  const error = refusalError(
    budget,
    { ...claim, amount: 1n, limit: 10n, atExpiry: "spent" },
    {
      ...{ kind: "refused", claim: 0, spent: 10n, leased: 0n },
      used: [
        { slot, amount: 4n },
        { slot: slot + 60_000, amount: 6n },
      ],
    },
    NOW_MS,
  );

  expect(error.code).toBe("limit_reached");
  expect(error.details.retry_after_ms).toBe(31 * 60_000);
});

test("what is more than the whole limit is told so, without a time", () => {
  const [budget] = compile({ name: "b", ...month });
  if (budget === undefined) throw new Error("no budget");
  const error = refusalError(
    budget,
    { ...claim, amount: 101n * DOLLAR, limit: 100n * DOLLAR, atExpiry: "spent" },
    { kind: "refused", claim: 0, spent: 0n, leased: 0n, used: [] },
    NOW_MS,
  );

  expect(error.message).toContain("more than the whole limit");
  expect(error.details.retry_after_ms).toBeUndefined();
});
