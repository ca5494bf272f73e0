import { type BudgetAccount, type BudgetStatus, parseConfig } from "@headgate/contract";
import { expect, test } from "vitest";
import { accountLine, endText, firstBudget, limitText, scopeText } from "./view-model.ts";

const account: BudgetAccount = {
  subject: { customer: "" },
  spent: "412.500000000000",
  leased: "50.000000000000",
  free: "37.500000000000",
  at_worst_case: "0.000000000000",
  opening: "1.000000000000",
  share: "0.825000",
  simulated: false,
  expected: "562.500000000000",
};
const budget: BudgetStatus = {
  name: "support",
  measure: "dollars",
  limit: "500.000000000000",
  window: "month",
  time_zone: "UTC",
  window_start: "2026-11-01T00:00:00.000Z",
  window_end: "2026-12-01T00:00:00.000Z",
  match: { team: "support", project: "" },
  per: ["customer"],
  at_limit: "refuse",
  step_down_to: null,
  step_down_at: null,
  alert_at: [],
  known_since: null,
  opening_read_at: null,
  accounts: [account],
  left_out: 0,
};

test("an account is its words and a bar whose parts never pass the limit", () => {
  expect(accountLine(budget, account)).toMatchObject({
    subject: "no customer",
    spent: "$412.50",
    used: "82.5 %",
    isBeyond: true,
    atWorstCase: undefined,
    opening: "$1.00",
    bar: { spent: 82.5, leased: 10 },
  });
  const overdrawn = { ...account, spent: "900.000000000000", free: "0.000000000000" };
  expect(accountLine(budget, overdrawn).bar).toEqual({ spent: 100, leased: 0 });
});

test("a budget says what it is for, how much it allows and what then happens", () => {
  expect(scopeText(budget)).toBe("team=support, no project, for each customer");
  expect(scopeText({ ...budget, match: {}, per: [] })).toBe("all calls");
  expect(limitText(budget)).toBe("$500.00 a month (UTC)");
  expect(limitText({ ...budget, measure: "tokens", limit: "2000", window: "rolling 24h" })).toBe(
    "2,000 tokens in any 24h",
  );
  expect(limitText({ ...budget, measure: "concurrency", limit: "8", window: null })).toBe(
    "8 calls at one time",
  );
  expect(endText(budget)).toMatch(/^Calls that do not fit are refused\. It opens again /);
  expect(
    endText({ ...budget, at_limit: "step_down", step_down_to: "a/b", step_down_at: "0.9" }),
  ).toContain("From 90.0 % on calls go to a/b");
});

test("the budgets that an empty page offers are such that headgate.yaml takes them", () => {
  expect(parseConfig(firstBudget, {}, "headgate.yaml").budgets).toHaveLength(2);
});
