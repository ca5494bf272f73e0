import type { BudgetAccount, BudgetExplanation, BudgetsResponse } from "@headgate/contract";

/** Constructed figures. */
const account = (changes: Partial<BudgetAccount>): BudgetAccount => ({
  subject: {},
  spent: "412.500000000000",
  leased: "3.250000000000",
  free: "84.250000000000",
  at_worst_case: "0.000000000000",
  opening: "0.000000000000",
  share: "0.825000",
  simulated: false,
  expected: "562.500000000000",
  ...changes,
});

export const budgetsAnswer: BudgetsResponse = {
  at: "2026-11-22T12:00:00.000Z",
  budgets: [
    {
      ...{ name: "support", measure: "dollars", limit: "500.000000000000", window: "month" },
      ...{ time_zone: "Europe/Berlin", match: { team: "support" }, per: [] },
      window_start: "2026-10-31T23:00:00.000Z",
      window_end: "2026-11-30T23:00:00.000Z",
      ...{ at_limit: "step_down", step_down_to: "openai/gpt-5-nano", step_down_at: "0.9" },
      alert_at: ["0.8"],
      known_since: "2026-11-10T08:00:00.000Z",
      opening_read_at: "2026-11-10T08:20:00.000Z",
      accounts: [account({ at_worst_case: "0.420000000000", opening: "130.000000000000" })],
      left_out: 0,
    },
    {
      ...{ name: "customers-day", measure: "tokens", limit: "100000", window: "rolling 24h" },
      ...{ time_zone: "UTC", match: {}, per: ["customer"], at_limit: "refuse" },
      window_start: "2026-11-21T12:00:00.000Z",
      window_end: "2026-11-22T12:00:00.000Z",
      ...{ step_down_to: null, step_down_at: null, alert_at: [] },
      known_since: "2026-11-10T08:00:00.000Z",
      opening_read_at: null,
      accounts: [
        account({
          subject: { customer: "acme" },
          ...{ spent: "99900", leased: "0", free: "100", at_worst_case: "0", opening: "0" },
          ...{ share: "0.999000", expected: null, simulated: true },
        }),
        account({
          subject: { customer: "" },
          ...{ spent: "1200", leased: "4096", free: "94704", at_worst_case: "0", opening: "0" },
          ...{ share: "0.012000", expected: null },
        }),
      ],
      left_out: 3,
    },
    {
      ...{ name: "lanes", measure: "concurrency", limit: "8", window: null, time_zone: "UTC" },
      ...{ match: {}, per: ["key_id"], at_limit: "refuse", window_start: null, window_end: null },
      ...{ step_down_to: null, step_down_at: null, alert_at: [] },
      ...{ known_since: null, opening_read_at: null, accounts: [], left_out: 0 },
    },
  ],
  leases: { under_way: 3, unsettled: 1 },
};

export const explanationAnswer: BudgetExplanation = {
  call_id: "call-1",
  attempts: [
    {
      attempt: 0,
      started_at: "2026-11-22T11:58:00.000Z",
      counts: [
        { budget: "support", measure: "dollars", subject: {}, amount: null },
        { budget: "customers-day", measure: "tokens", subject: { customer: "acme" }, amount: "0" },
      ],
    },
    {
      attempt: 1,
      started_at: "2026-11-22T11:58:01.000Z",
      counts: [
        { budget: "support", measure: "dollars", subject: {}, amount: "0.001250000000" },
        {
          ...{ budget: "customers-day", measure: "tokens", amount: "1250" },
          subject: { customer: "acme" },
        },
      ],
    },
  ],
};
